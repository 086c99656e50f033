#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/stop_signal.h"
#include "cli/train_log.h"
#include "cli/train_options.h"
#include "io/file.h"
#include "models/folding.h"
#include "train/checkpoint.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

namespace jmvae {

namespace {

// A crash loses at most this much work.
constexpr std::chrono::seconds between_checkpoints(60);

/// What a run that goes on must have in common with its checkpoint: the settings, and of the description what
/// it was trained on.
Json conditions(const TrainSettings& settings, const Json& description) {
  Json all = to_json(settings);
  for (const char* key : {"data", "preprocessing"}) {
    if (description.contains(key)) all[key] = description[key];
  }
  if (description["training"].contains("examples")) all["examples"] = description["training"]["examples"];
  return all;
}

/// The first condition in which two runs differ, as "key (then VALUE, now VALUE)"; empty where there is none.
std::string difference(const Json& then, const Json& now) {
  for (const auto& [key, value] : then.items()) {
    if (!now.contains(key) || now[key] != value) {
      return key + " (then " + json_text(value) + ", now " +
             (now.contains(key) ? json_text(now[key]) : "not set") + ")";
    }
  }
  for (const auto& [key, value] : now.items()) {
    if (!then.contains(key)) return key + " (then not set, now " + json_text(value) + ")";
  }
  return "";
}

std::string term_text(const std::string& term, const RunningMean& mean) {
  char number[64];
  std::snprintf(number, sizeof number, " %.3f", mean.mean());
  return term + number;
}

/// What the bar tells of an epoch: nothing but its number where no example so far was one to learn from.
std::string bar_text(int epoch, const EpochMeans& means) {
  const auto objective = means.find("objective");
  const std::string text = "epoch " + std::to_string(epoch);
  return objective == means.end() ? text : text + "  " + term_text("objective", objective->second);
}

/// What stays of an epoch on the terminal: the means of all terms.
std::string epoch_text(const Trainer& trainer) {
  std::string text = "epoch " + std::to_string(trainer.epoch());
  for (const auto& [term, mean] : trainer.state().means) text += "  " + term_text(term, mean);
  return text;
}

Json epoch_record(const Trainer& trainer, double images_per_second) {
  Json record = {{"epoch", trainer.epoch()},
                 {"step", trainer.state().step},
                 {"beta", trainer.kl_weight(trainer.epoch() - 1)},
                 {"images_per_second", images_per_second}};
  for (const auto& [term, mean] : trainer.state().means) record[term] = mean.mean();
  return record;
}

/// Puts into the modalities what only the data knows: the size of pictures, the names of attributes.
void fit_to_data(ModelSpec& spec, const Examples& examples) {
  for (ModalitySpec& modality : spec.modalities) {
    for (const ExampleColumn& column : examples.columns) {
      if (column.name != modality.name || column.shape.empty()) continue;
      modality.shape = column.shape;
      modality.values = column.names;
    }
  }
}

/// Leaves out the last examples, where the data has no validation part of its own.
Result<void> hold_out(Examples& examples, const std::string& data, Index count) {
  if (count == 0) return {};
  if (is_face_data(data))
    return fail("--hold-out is for digits; ", data, " has a validation part of its own");
  if (count >= examples.count) {
    return fail("--hold-out ", count, ": expected fewer than the ", examples.count,
                " examples that there are");
  }
  examples.keep(0, examples.count - count);
  return {};
}

/// Whether two texts name one run.
bool is_same_run(const std::string& one, const std::string& other) {
  std::error_code missing;
  return one == other || std::filesystem::equivalent(one, other, missing);
}

/// Takes the run of this checkpoint up again. `description` is that of a run as the options ask for it;
/// returns the one that the run has.
Result<Json> resume(Trainer& trainer, Checkpoint checkpoint, const ModelSpec& spec,
                    const TrainSettings& settings, const Json& description, const TrainOptions& options) {
  const Json& kept = checkpoint.model.description;
  const std::string other =
      difference(conditions(checkpoint.settings, kept), conditions(settings, description));
  if (!other.empty()) {
    return fail(options.out, " was trained otherwise: ", other, "; give the same or another --out");
  }
  if (json_text(to_json(checkpoint.model.model->spec())) != json_text(to_json(spec))) {
    return fail(options.out, " was trained with other networks than those of preset ", options.preset);
  }
  const auto command = json_string_or(kept["training"], "command", "", options.out);
  if (!command) return fail(command);
  const std::string first = first_run(*command);
  if (!options.from.empty() && !is_same_run(first, options.from)) {
    return fail(options.out, " began with ", first.empty() ? "fresh weights" : "the weights of " + first,
                ", not with those of --from ", options.from, "; leave --from out, or give another --out");
  }
  trainer.resume(std::move(checkpoint.state));
  return kept;
}

/// What a run goes on from.
struct Origin {
  std::optional<Checkpoint> checkpoint;  ///< --out's own, with --resume
  std::optional<LoadedModel> first;      ///< --from, whose weights a new run begins with

  const Model* model() const {
    return checkpoint ? checkpoint->model.model.get() : first ? first->model.get() : nullptr;
  }
};

Result<Origin> read_origin(const TrainOptions& options) {
  Origin origin;
  if (exists(checkpoint_path(options.out))) {
    if (!options.resume) {
      return fail(options.out,
                  " already holds a training run; give --resume to go on with it, or another --out");
    }
    auto checkpoint = load_checkpoint(options.out);
    if (!checkpoint) return fail(checkpoint);
    origin.checkpoint = std::move(*checkpoint);
  } else if (!options.from.empty()) {
    auto first = read_model(options.from);
    if (!first) return fail(first);
    origin.first = std::move(*first);
  }
  return origin;
}

/// Begins with the weights of --from.
Result<void> begin(Trainer& trainer, const LoadedModel& first, const TrainOptions& options) {
  const auto begun = trainer.begin_with(*first.model, first.parameters);
  if (begun) return {};
  return fail("--from ", options.from, ": ", begun.error().message,
              "; expected the folder of a run with these networks, or an export of one");
}

Result<int> train(const TrainOptions& options) {
  auto preset = preset_of(options);
  if (!preset) return fail(preset);
  const auto settings = settings_of(options, *preset);
  if (!settings) return fail(settings);

  auto origin = read_origin(options);
  if (!origin) return fail(origin);
  if (origin->model() && !is_normalized(origin->model()->spec()) && is_normalized(preset->model)) {
    if (origin->first) {
      print_note("the weights of " + options.from + " have taken normalization in, as those of exports do; " +
                 options.out + " goes on without it");
    }
    preset->model = without_normalization(preset->model);
  }
  const auto preparation = face_preparation(options.data, preset->model, Json::object(), preset->name);
  if (!preparation) return fail(preparation);
  auto examples = read_data(preset->data, Split::train, options.data, *preparation, options.threads);
  if (!examples) return end_without(examples);
  const auto held_out = hold_out(*examples, preset->data, options.hold_out);
  if (!held_out) return fail(held_out);
  fit_to_data(preset->model, *examples);
  auto model = make_model(preset->model);
  if (!model)
    return fail("the networks of preset ", preset->name, " don't fit the data: ", model.error().message);
  auto made = Trainer::make(**model, *examples, *settings, options.threads);
  if (!made) return fail(made);
  Trainer& trainer = **made;

  Json description = {{"preset", preset->name},
                      {"data", preset->data},
                      {"training", {{"command", recorded_command(options)}, {"examples", examples->count}}}};
  if (options.hold_out) description["training"]["held_out"] = options.hold_out;
  if (is_face_data(preset->data)) description["preprocessing"] = to_json(*preparation);
  const auto save = [&] { return save_checkpoint(options.out, **model, *settings, trainer, description); };
  if (origin->checkpoint) {
    auto kept =
        resume(trainer, std::move(*origin->checkpoint), preset->model, *settings, description, options);
    if (!kept) return fail(kept);
    description = std::move(*kept);
  } else {
    if (origin->first) {
      const auto begun = begin(trainer, *origin->first, options);
      if (!begun) return fail(begun);
    }
    const auto folder = make_folder(options.out);
    if (!folder) return fail(folder);
    // An unwritable folder is found out now, not after an hour.
    const auto saved = save();
    if (!saved) return fail(saved);
  }
  const std::string checkpoint = checkpoint_path(options.out);
  remove_abandoned(checkpoint);

  TrainLog log(options.out, trainer.epoch());
  watch_stop_signals();
  const std::int64_t batch = settings->batch;
  Progress progress(trainer.steps() * batch, trainer.state().step * batch, "images");
  progress.line(preset->name + ": " + std::to_string((*model)->layout().count()) + " parameters, " +
                std::to_string(examples->count) + " examples, " + std::to_string(settings->epochs) +
                " epochs, " + std::to_string(options.threads) + " threads");
  auto last_save = std::chrono::steady_clock::now();
  while (!trainer.done() && !stop_signal()) {
    if (trainer.at_epoch_end()) trainer.forget_means();
    const int epoch = trainer.epoch() + 1;
    const auto stepped = trainer.step();
    if (!stepped) return fail(stepped.error().message, "; the last checkpoint in ", options.out, " is kept");

    const std::int64_t images = trainer.state().step * batch;
    progress.show(images, bar_text(epoch, trainer.state().means));
    if (trainer.at_epoch_end()) {
      progress.line(epoch_text(trainer));
      const auto logged = log.add(epoch_record(trainer, progress.units_per_second(images)));
      if (!logged) return fail(logged);
    }
    if (std::chrono::steady_clock::now() - last_save > between_checkpoints) {
      const auto saved = save();
      if (!saved) return fail(saved);
      last_save = std::chrono::steady_clock::now();
    }
  }
  progress.clear();
  const auto saved = save();
  if (!saved) return fail(saved);
  if (!trainer.done()) {
    progress.line("stopped after step " + std::to_string(trainer.state().step) +
                  ", saved; go on with --resume");
    return 128 + stop_signal();
  }
  print_line(checkpoint);
  return done;
}

}  // namespace

void add_train_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "Train a model; saves every minute and when stopped");
  add_train_options(*command, *options);
  command->callback([options, &exit_code] {
    const auto result = train(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
