#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "eval/accuracy.h"
#include "eval/coherence.h"
#include "eval/likelihood_estimates.h"
#include "io/data_sets.h"
#include "io/nearest_word.h"
#include "math/parallel.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>

namespace jmvae {

namespace {

struct EvalOptions {
  std::string model, data, judge, metrics = "all";
  Index limit = 0;
  int accuracy_samples = 32;
  Index pictures = 1000;  // for each value of the label
  EvalSettings settings;
  bool json = false;
};

constexpr const char* judge_file = "mnist-classifier.safetensors";

/// The judge beside the model, where none is named.
std::string default_judge(const std::string& model) {
  const std::size_t slash = model.find_last_of('/');
  return (slash == std::string::npos ? "" : model.substr(0, slash + 1)) + judge_file;
}

Json to_json(const Estimate& estimate) {
  Json json = {{"value", estimate.value},
               {"stderr", estimate.standard_error},
               {"estimator", estimate.estimator},
               {"samples", estimate.samples},
               {"examples", estimate.examples}};
  if (estimate.effective_samples) json["effective_samples"] = *estimate.effective_samples;
  return json;
}

void print(const Estimate& estimate) {
  std::printf("%-32s %10.4f +- %.4f  %s, %d samples, %ld examples", estimate.name.c_str(), estimate.value,
              estimate.standard_error, estimate.estimator.c_str(), estimate.samples,
              static_cast<long>(estimate.examples));
  if (estimate.effective_samples) std::printf(", %.1f effective", *estimate.effective_samples);
  std::printf("\n");
}

void keep_first(Examples& examples, Index limit) {
  if (limit <= 0 || limit >= examples.count) return;
  examples.count = limit;
  for (ExampleColumn& column : examples.columns) {
    const Index bytes = column.coding == ExampleColumn::Coding::intensity ? column.size : 1;
    column.bytes.resize(static_cast<std::size_t>(limit * bytes));
  }
}

/// The parts between commas, those in the parentheses of "log_p(x,w)" not counted.
std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names(1);
  int depth = 0;
  for (const char letter : text) {
    depth += (letter == '(') - (letter == ')');
    if (letter == ',' && depth == 0) {
      names.emplace_back();
    } else {
      names.back() += letter;
    }
  }
  return names;
}

/// One figure that can be asked for by name or by the group that it belongs to.
struct Metric {
  std::string name, group;
  std::function<Result<Estimate>()> measure;
};

std::vector<Metric> metrics_of(const LoadedModel& loaded, const Examples& examples,
                               const EvalOptions& options) {
  std::vector<Metric> metrics;
  const Vector& parameters = loaded.parameters;
  EvalSettings accuracy_settings = options.settings;
  accuracy_settings.samples = options.accuracy_samples;
  const LatentModel* latent = loaded.model->latent();
  if (!latent) {
    metrics.push_back({"accuracy.label_from_image", "accuracy", [&, accuracy_settings]() -> Result<Estimate> {
                         return accuracy(static_cast<const Classifier&>(*loaded.model), parameters, examples,
                                         accuracy_settings);
                       }});
    return metrics;
  }
  metrics.push_back(
      {"accuracy.label_from_image", "accuracy", [&, latent, accuracy_settings]() -> Result<Estimate> {
         return accuracy(*latent, parameters, examples, 1, 0, accuracy_settings);
       }});
  metrics.push_back(
      {"coherence.image_from_label", "coherence", [&, latent]() -> Result<Estimate> {
         const std::string path = options.judge.empty() ? default_judge(options.model) : options.judge;
         const auto judge = read_model(path);
         if (!judge) return fail(judge.error().message, "; coherence needs a judge, name it with --judge");
         const auto* classifier = dynamic_cast<const Classifier*>(judge->model.get());
         if (!classifier) return fail(path, " is a ", judge->model->spec().kind, ", not a classifier");
         return coherence(*latent, parameters, 0, 1, *classifier, judge->parameters, options.pictures,
                          options.settings);
       }});
  for (const LikelihoodQuery& query : likelihood_queries(latent->spec())) {
    metrics.push_back({query.name, "likelihood", [&, latent, query]() -> Result<Estimate> {
                         std::mutex drawing;
                         Progress bar(examples.count, 0, "images");
                         const Estimate estimate = estimate_likelihood(
                             *latent, parameters, examples, query, options.settings, [&](Index finished) {
                               const std::lock_guard<std::mutex> lock(drawing);
                               bar.show(finished, query.name);
                             });
                         bar.clear();
                         return estimate;
                       }});
  }
  return metrics;
}

Result<int> eval(const EvalOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto data = json_string(loaded->description, "data", options.model);
  if (!data) return fail(data);
  auto examples = read_examples(*data, options.data, Split::test);
  if (!examples) return fail(examples);
  keep_first(*examples, options.limit);

  const std::vector<Metric> metrics = metrics_of(*loaded, *examples, options);
  std::vector<std::string> names = {"all"};
  for (const Metric& metric : metrics) {
    names.push_back(metric.name);
    if (std::find(names.begin(), names.end(), metric.group) == names.end()) names.push_back(metric.group);
  }
  const std::vector<std::string> asked_names = split_names(options.metrics);
  for (const std::string& asked : asked_names) {
    if (std::find(names.begin(), names.end(), asked) == names.end()) {
      return fail("unknown metric ", quote(asked), "; did you mean ", quote(nearest_word(asked, names)), "?");
    }
  }

  Json results = Json::object();
  for (const Metric& metric : metrics) {
    const auto asked = [&](const std::string& name) {
      return name == "all" || name == metric.name || name == metric.group;
    };
    if (std::none_of(asked_names.begin(), asked_names.end(), asked)) continue;
    const auto estimate = metric.measure();
    if (!estimate) return fail(estimate);
    if (options.json) {
      results[metric.name] = to_json(*estimate);
    } else {
      print(*estimate);
    }
  }
  if (options.json) {
    const Json document = {
        {"model", options.model}, {"data", *data}, {"seed", options.settings.seed}, {"metrics", results}};
    std::printf("%s\n", json_text(document, 2).c_str());
  }
  return done;
}

}  // namespace

void add_eval_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<EvalOptions>();
  options->settings.threads = available_threads();
  CLI::App* command = app.add_subcommand("eval", "Measure a model on the test set");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  command->add_option("--data", options->data, "Folder with the data set")->required();
  command
      ->add_option(
          "--metrics", options->metrics,
          "Names or groups, separated by commas: all, accuracy, coherence, likelihood, log_p(x,w), ...")
      ->capture_default_str();
  command->add_option("--importance-samples", options->settings.samples, "Draws of z for each likelihood")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--samples", options->accuracy_samples, "Draws of z to average a label over")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--pictures", options->pictures, "Pictures of each label that the judge sees")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--judge", options->judge,
                      std::string("Classifier for coherence; default: ") + judge_file + " beside MODEL");
  command->add_option("--limit", options->limit, "Only the first examples of the test set")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->settings.seed, "Seed of z and of binarised pictures")
      ->capture_default_str();
  command->add_option("--threads", options->settings.threads, "Threads; results don't depend on them")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--json", options->json, "One JSON document");
  command->callback([options, &exit_code] {
    const auto result = eval(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
