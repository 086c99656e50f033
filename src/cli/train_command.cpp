#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/data_options.h"
#include "cli/progress.h"
#include "cli/stop_signal.h"
#include "io/file.h"
#include "math/parallel.h"
#include "train/checkpoint.h"
#include "train/presets.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sys/stat.h>

namespace jmvae {

namespace {

struct TrainOptions {
  std::string preset, out, from;
  DataOptions data;
  int epochs = 0, batch = 0, threads = available_threads();
  std::uint64_t seed = 1;
  bool resume = false;
  std::vector<std::string> changes;  // key=value
  std::string command;
};

// A crash loses at most this much work.
constexpr std::chrono::seconds between_checkpoints(60);

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

std::string command_line(const TrainOptions& options) {
  std::string command = "jmvae train --preset " + options.preset + " --seed " + std::to_string(options.seed);
  if (options.epochs) command += " --epochs " + std::to_string(options.epochs);
  if (options.batch) command += " --batch " + std::to_string(options.batch);
  if (options.data.size) command += " --size " + std::to_string(options.data.size);
  for (std::size_t i = 0; i < options.data.crop.size(); ++i) {
    command += (i ? "," : " --crop ") + in_words(options.data.crop[i]);
  }
  if (!options.from.empty()) command += " --from " + options.from;
  for (const std::string& change : options.changes) command += " --set " + change;
  return command;
}

Result<TrainSettings> settings_of(const TrainOptions& options, const Preset& preset) {
  TrainSettings settings = preset.settings;
  settings.seed = options.seed;
  if (options.epochs) settings.epochs = options.epochs;
  if (options.batch) settings.batch = options.batch;
  for (const std::string& change : options.changes) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos) return fail("--set ", change, ": expected key=value");
    const auto changed = change_setting(settings, change.substr(0, equals), change.substr(equals + 1));
    if (!changed) return fail("--set ", change, ": ", changed.error().message);
  }
  return settings;
}

/// The first setting in which two runs differ, as "key (then VALUE, now VALUE)".
std::string difference(const TrainSettings& then, const TrainSettings& now) {
  const Json before = to_json(then), after = to_json(now);
  for (const auto& [key, value] : before.items()) {
    if (!after.contains(key) || after[key] != value) {
      return key + " (then " + json_text(value) + ", now " +
             (after.contains(key) ? json_text(after[key]) : "not set") + ")";
    }
  }
  for (const auto& [key, value] : after.items()) {
    if (!before.contains(key)) return key + " (then not set, now " + json_text(value) + ")";
  }
  return "";
}

std::string epoch_text(const Trainer& trainer) {
  std::string text;
  for (const auto& [term, mean] : trainer.state().means) {
    char number[64];
    std::snprintf(number, sizeof number, "%.3f", mean.mean());
    text += (text.empty() ? "" : "  ") + term + " " + number;
  }
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

/// One line for each finished epoch. After a kill the log may be ahead of the checkpoint; what lies beyond it
/// is dropped, since those epochs are made again.
class Log {
 public:
  Log(std::string path, int finished_epochs) : path_(std::move(path)) {
    std::ifstream old(path_);
    for (std::string line; std::getline(old, line);) {
      const auto record = parse_json(line, path_);
      if (!record) break;
      const auto epoch = json_integer(*record, "epoch", 1, finished_epochs, path_);
      if (!epoch) break;
      text_ += line + "\n";
    }
  }
  Result<void> add(const Json& record) {
    text_ += json_text(record) + "\n";
    return write_file(path_, text_);
  }

 private:
  std::string path_, text_;
};

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

Result<int> train(const TrainOptions& options) {
  auto preset = find_preset(options.preset);
  if (!preset) return fail(preset);
  const auto settings = settings_of(options, *preset);
  if (!settings) return fail(settings);

  const bool has_checkpoint = exists(checkpoint_path(options.out));
  if (has_checkpoint && !options.resume) {
    return fail(options.out,
                " already holds a training run; give --resume to go on with it, or another --out");
  }
  const auto preparation = face_preparation(options.data, preset->model, Json::object(), preset->name);
  if (!preparation) return fail(preparation);
  const auto examples = read_data(preset->data, Split::train, options.data, *preparation, options.threads);
  if (!examples) return fail(examples);
  fit_to_data(preset->model, *examples);
  auto model = make_model(preset->model);
  if (!model)
    return fail("the networks of preset ", preset->name, " don't fit the data: ", model.error().message);
  auto made = Trainer::make(**model, *examples, *settings, options.threads);
  if (!made) return fail(made);
  Trainer& trainer = **made;

  if (has_checkpoint) {
    auto checkpoint = load_checkpoint(options.out);
    if (!checkpoint) return fail(checkpoint);
    if (json_text(to_json(checkpoint->model.model->spec())) != json_text(to_json(preset->model))) {
      return fail(options.out, " was trained with other networks than those of preset ", preset->name);
    }
    const std::string other = difference(checkpoint->settings, *settings);
    if (!other.empty()) {
      return fail(options.out, " was trained with other settings: ", other,
                  "; give the same ones or another --out");
    }
    trainer.resume(std::move(checkpoint->state));
  } else if (!options.from.empty()) {
    const auto source = read_model(options.from);
    if (!source) return fail(source);
    const auto begun = trainer.begin_with(*source->model, source->parameters);
    if (!begun) {
      return fail("--from ", options.from, ": ", begun.error().message,
                  "; expected the folder of a run with these networks");
    }
  }
  if (!has_checkpoint && mkdir(options.out.c_str(), 0777) != 0 && !exists(options.out)) {
    return fail(options.out, ": the folder can't be made; does its parent exist, and may you write there?");
  }

  Json description = {{"preset", preset->name},
                      {"data", preset->data},
                      {"training", {{"command", command_line(options)}, {"examples", examples->count}}}};
  if (is_face_data(preset->data)) description["preprocessing"] = to_json(*preparation);
  const auto save = [&] { return save_checkpoint(options.out, **model, *settings, trainer, description); };
  // An unwritable folder is found out now, not after an hour.
  if (!has_checkpoint) {
    const auto saved = save();
    if (!saved) return fail(saved);
  }

  Log log(options.out + "/log.jsonl", trainer.epoch());
  watch_stop_signals();
  const std::int64_t batch = settings->batch;
  Progress progress(trainer.steps() * batch, trainer.state().step * batch, "images");
  progress.line(preset->name + ": " + std::to_string((*model)->layout().count()) + " parameters, " +
                std::to_string(examples->count) + " examples, " + std::to_string(settings->epochs) +
                " epochs, " + std::to_string(options.threads) + " threads");
  auto last_save = std::chrono::steady_clock::now();
  while (!trainer.done() && !stop_signal()) {
    if (trainer.at_epoch_end()) trainer.begin_epoch();
    const auto stepped = trainer.step();
    if (!stepped) return fail(stepped.error().message, "; the last checkpoint in ", options.out, " is kept");

    const std::int64_t images = trainer.state().step * batch;
    progress.show(images, "epoch " + std::to_string(trainer.epoch() + 1) + "  " + epoch_text(trainer));
    if (trainer.at_epoch_end()) {
      progress.line("epoch " + std::to_string(trainer.epoch()) + "  " + epoch_text(trainer));
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
  std::printf("%s\n", checkpoint_path(options.out).c_str());
  return done;
}

}  // namespace

void add_train_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "Train a model; saves every minute and when stopped");
  command->add_option("--preset", options->preset, "Networks and settings; see `jmvae presets`")->required();
  add_data_options(*command, options->data);
  command->add_option("--out", options->out, "Folder of the run: checkpoint and log")->required();
  command->add_option("--epochs", options->epochs, "Passes over the data, instead of the preset's")
      ->check(CLI::PositiveNumber);
  command->add_option("--batch", options->batch, "Examples a step, instead of the preset's")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->seed, "Seed of all random numbers")->capture_default_str();
  command->add_option("--threads", options->threads, "Threads; results don't depend on them")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--from", options->from,
                      "Begin with the weights of this run, e.g. to train its decoder against an adversary");
  command->add_flag("--resume", options->resume, "Go on with the run in --out, if there is one");
  command->add_option("--set", options->changes,
                      "Change a setting, e.g. --set alpha=0.01 or likelihood_weight.label=10");
  command->callback([options, &exit_code] {
    const auto result = train(*options);
    exit_code = result ? *result : report(result.error());
  });
}

void add_presets_command(CLI::App& app, int& exit_code) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("presets", "List the presets of `jmvae train`");
  command->add_flag("--json", *json, "One JSON document with all settings");
  command->callback([json, &exit_code] {
    Json all = Json::array();
    for (const Preset& preset : presets()) {
      if (*json) {
        all.push_back({{"name", preset.name},
                       {"summary", preset.summary},
                       {"model", to_json(preset.model)},
                       {"settings", to_json(preset.settings)}});
      } else {
        std::printf("%-26s %s\n", preset.name.c_str(), preset.summary.c_str());
      }
    }
    if (*json) std::printf("%s\n", json_text(all, 2).c_str());
    exit_code = done;
  });
}

}  // namespace jmvae
