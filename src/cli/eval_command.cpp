#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/eval_metrics.h"
#include "cli/measured_data.h"
#include "cli/progress.h"
#include "math/parallel.h"

#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>

namespace jmvae {

namespace {

struct EvalOptions {
  std::string model, judge, metrics = "all";
  MeasuredDataOptions data;
  FillingOptions filling;
  EvalSubject subject;
  bool json = false;
};

constexpr const char* judge_file = "-classifier.safetensors";

/// The judge beside the model, where none is named: that of "mnist" for "mnist-halves" too.
std::string default_judge(const std::string& model, const std::string& data) {
  const std::string name = model.substr(0, model.find_last_not_of('/') + 1);
  const std::string folder = name.substr(0, name.find_last_of('/') + 1);
  return folder + data.substr(0, data.find('-')) + judge_file;
}

Json to_json(const Estimate& estimate) {
  Json json = {{"value", estimate.value},
               {"stderr", estimate.standard_error},
               {"estimator", estimate.estimator},
               {"samples", estimate.samples},
               {"examples", estimate.examples}};
  if (!estimate.proposal.empty()) json["proposal"] = estimate.proposal;
  if (!estimate.filling.empty()) json["filling"] = estimate.filling;
  if (estimate.effective_samples) json["effective_samples"] = *estimate.effective_samples;
  return json;
}

void print(const Estimate& estimate) {
  char figure[64];
  std::snprintf(figure, sizeof figure, " %10.4f +- %.4f  ", estimate.value, estimate.standard_error);
  std::string line = padded(estimate.name, 32) + figure + estimate.estimator;
  if (!estimate.filling.empty() && estimate.filling != "none") line += ", filling: " + estimate.filling;
  line += ", " + std::to_string(estimate.samples) + " samples, " + std::to_string(estimate.examples) +
          " examples";
  if (estimate.effective_samples) {
    std::snprintf(figure, sizeof figure, ", %.1f effective", *estimate.effective_samples);
    line += figure;
  }
  print_line(line);
}

/// The judge in a file; what it returns points into `loaded`. A sentence where it can't be read, is none, or
/// doesn't suit the model.
Result<Judge> make_judge(const Result<LoadedModel>& loaded, const LatentModel& model,
                         const std::string& path) {
  if (!loaded) return fail(loaded);
  const auto* classifier = dynamic_cast<const Classifier*>(loaded->model.get());
  if (!classifier) return fail(path, " is a ", loaded->model->spec().kind, ", not a classifier");
  return Judge::make(model, *classifier, loaded->parameters);
}

/// Makes one measurement under a bar.
Result<std::vector<Estimate>> measure(const Measurement& measurement, EvalSettings settings, Index examples) {
  std::mutex drawing;
  Progress bar(examples, 0, "images");
  const std::string names = joined(measurement.names);
  settings.progress = [&](Index finished) {
    const std::lock_guard<std::mutex> lock(drawing);
    bar.show(finished, names);
  };
  auto estimates = measurement.measure(settings);
  bar.clear();
  return estimates;
}

Result<int> eval(EvalOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto data = json_string(loaded->description, "data", options.model);
  if (!data) return fail(data);
  const auto rule = missing_rule(options.filling);
  if (!rule) return fail(rule);
  // Read first, so that no figure is lost for want of it.
  EvalSubject& subject = options.subject;
  subject.judge_is_named = !options.judge.empty();
  if (options.judge.empty()) options.judge = default_judge(options.model, *data);
  std::optional<Result<LoadedModel>> judging;
  std::optional<Judge> judge;
  if (const LatentModel* latent = loaded->model->latent()) {
    judging = read_model(options.judge);
    const auto found = make_judge(*judging, *latent, options.judge);
    if (found) {
      judge = *found;
      subject.judge = &*judge;
    } else {
      subject.why_no_judge = found.error().message;
    }
  }
  const auto examples = read_measured_data(*loaded, options.model, options.data, subject.settings.threads);
  if (!examples) return end_without(examples);

  subject.model = &*loaded;
  subject.examples = &*examples;
  subject.settings.rule = *rule;
  const auto plan = find_measurements(subject, options.metrics);
  if (!plan) return fail(plan);
  if (!plan->without_judge.empty()) {
    print_note(subject.why_no_judge +
               "; left out for want of a judge, which --judge names: " + joined(plan->without_judge));
  }

  Json results = Json::object();
  for (const Measurement& measurement : plan->measurements) {
    const auto estimates = measure(measurement, subject.settings, examples->count);
    if (!estimates) return fail(estimates);
    for (const Estimate& estimate : *estimates) {
      if (options.json) {
        results[estimate.name] = to_json(estimate);
      } else {
        print(estimate);
      }
    }
  }
  if (options.json) {
    Json document = {{"model", options.model}, {"data", *data}, {"seed", subject.settings.seed}};
    if (options.data.split != "test") document["split"] = options.data.split;
    if (!subject.covered.empty()) document["covered"] = subject.covered;
    document["metrics"] = std::move(results);
    std::printf("%s\n", json_text(document, 2).c_str());
  }
  return done;
}

}  // namespace

void add_eval_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<EvalOptions>();
  EvalSubject& subject = options->subject;
  EvalSettings& settings = subject.settings;
  settings.threads = available_threads();
  CLI::App* command = app.add_subcommand("eval", "Measure a model on the test set, or on another part");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  add_measured_data_options(*command, options->data);
  command
      ->add_option(
          "--metrics", options->metrics,
          "Names or groups, separated by commas: all, accuracy, auc, f1, recall, coherence, recovered, "
          "diversity, frechet, sharpness, latent, likelihood, log_p(x,w), log_p(x|w).single, "
          "accuracy.label_from_left+right, auc.Smiling, ...")
      ->capture_default_str();
  command->add_option("--importance-samples", settings.samples, "Draws of z for each likelihood")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--samples", subject.samples, "Draws of z to average a label or attributes over")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command
      ->add_option("--pictures", subject.pictures,
                   "Pictures of each label, or of an attribute on and off, that the judge sees")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--judge", options->judge,
                      std::string("Classifier that looks at generated pictures; default: DATA") + judge_file +
                          " beside MODEL");
  add_filling_options(*command, options->filling);
  add_emphasis_option(*command, options->filling);
  command->add_option(
      "--cover", subject.covered,
      "Hide a half of every given picture: upper, lower, left, right; measures what is read from "
      "the rest: accuracy, auc, f1, recall");
  add_seed_option(*command, settings.seed, "Seed of z");
  command->add_option("--threads", settings.threads, "Threads; results don't depend on them")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--json", options->json, "One JSON document");
  command->callback([options, &exit_code] {
    const auto result = eval(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
