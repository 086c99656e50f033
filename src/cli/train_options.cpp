#include "cli/train_options.h"

#include "cli/arguments.h"
#include "io/file.h"

#include <algorithm>
#include <filesystem>

namespace jmvae {

namespace {

constexpr const char* from_option = " --from ";
constexpr const char* set_option = " --set ";  // what follows that of --from

/// Where the value of --from begins and ends in a recorded command.
std::pair<std::size_t, std::size_t> place_of_first(const std::string& command) {
  const std::size_t option = command.find(from_option);
  if (option == std::string::npos) return {command.size(), command.size()};
  const std::size_t begin = option + std::string(from_option).size();
  return {begin, std::min(command.find(set_option, begin), command.size())};
}

bool is_file(const std::string& preset) { return std::filesystem::path(preset).extension() == ".json"; }

}  // namespace

void add_train_options(CLI::App& command, TrainOptions& options) {
  command
      .add_option("--preset", options.preset,
                  "Networks and settings: one of `jmvae presets`, or FILE.json of your own")
      ->required();
  add_data_options(command, options.data);
  command.add_option("--out", options.out, "Folder of the run: checkpoint and log")->required();
  command.add_option("--epochs", options.epochs, "Passes over the data, instead of the preset's")
      ->check(CLI::Range(1, 100000));
  command.add_option("--batch", options.batch, "Examples a step, instead of the preset's")
      ->check(CLI::Range(1, 100000));
  command
      .add_option("--hold-out", options.hold_out,
                  "Leave out the last so many digits; `jmvae eval --split validation` measures on them")
      ->check(CLI::PositiveNumber);
  add_seed_option(command, options.seed, "Seed of all random numbers");
  command.add_option("--threads", options.threads, "Threads; results don't depend on them")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_option(
      "--from", options.from,
      "Begin with the weights of this run or export, e.g. to train its decoder against an adversary");
  command.add_flag("--resume", options.resume, "Go on with the run in --out, if there is one");
  command
      .add_option("--set", options.changes,
                  "Change a setting, e.g. --set alpha=0.01 or likelihood_weight.label=10")
      ->allow_extra_args(false);
}

Result<Preset> preset_of(const TrainOptions& options) {
  if (!is_file(options.preset)) return find_preset(options.preset);
  const auto bytes = read_file(options.preset);
  if (!bytes) return fail(bytes);
  const auto json = parse_json(as_text(*bytes), options.preset);
  if (!json) return fail(json);
  return preset_from_json(*json, options.preset);
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

std::string recorded_command(const TrainOptions& options) {
  const std::string preset =
      is_file(options.preset) ? std::filesystem::path(options.preset).filename().string() : options.preset;
  std::string command = "jmvae train --preset " + preset + " --seed " + std::to_string(options.seed);
  if (options.epochs) command += " --epochs " + std::to_string(options.epochs);
  if (options.batch) command += " --batch " + std::to_string(options.batch);
  if (options.hold_out) command += " --hold-out " + std::to_string(options.hold_out);
  if (options.data.size) command += " --size " + std::to_string(options.data.size);
  for (std::size_t i = 0; i < options.data.crop.size(); ++i) {
    command += (i ? "," : " --crop ") + in_words(options.data.crop[i]);
  }
  if (!options.from.empty()) command += from_option + options.from;
  for (const std::string& change : options.changes) command += set_option + change;
  return command;
}

std::string first_run(const std::string& command) {
  const auto [begin, end] = place_of_first(command);
  return command.substr(begin, end - begin);
}

std::string without_place(const std::string& command) {
  const auto [begin, end] = place_of_first(command);
  return begin == end ? command : command.substr(0, begin) + "FIRST" + command.substr(end);
}

}  // namespace jmvae
