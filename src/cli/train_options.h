#pragma once
// What `jmvae train` is asked for, and the command that weights keep of it.

#include "cli/data_options.h"
#include "math/parallel.h"
#include "train/presets.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

struct TrainOptions {
  std::string preset, out, from;
  DataOptions data;
  int epochs = 0, batch = 0;  ///< 0: the preset's
  Index hold_out = 0;         ///< of the digits, the last so many are not trained on
  int threads = available_threads();
  std::uint64_t seed = 1;
  bool resume = false;
  std::vector<std::string> changes;  ///< key=value
};
void add_train_options(CLI::App& command, TrainOptions& options);

/// The preset that is asked for, by its name or as a document in a file *.json.
Result<Preset> preset_of(const TrainOptions& options);

/// The preset's settings, changed by the options. Fails where a change is none or not allowed.
Result<TrainSettings> settings_of(const TrainOptions& options, const Preset& preset);

/// The command that trains so, as a run's description keeps it, without the places of data and run.
std::string recorded_command(const TrainOptions& options);

/// The value of --from in such a command: a path; empty where it has none.
std::string first_run(const std::string& command);

/// Such a command with FIRST for that path, which says nothing on another machine.
std::string without_place(const std::string& command);

}  // namespace jmvae
