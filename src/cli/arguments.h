#pragma once
// What all commands take: a MODEL, what stands in for what is missing.

#include "models/missing.h"
#include "models/model_file.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace jmvae {

/// "image, label": names for a person.
std::string joined(const std::vector<std::string>& names);

/// Reads MODEL: a .safetensors file, or the folder of a training run.
Result<LoadedModel> read_model(const std::string& path);

/// The model as one that can generate; a sentence for a classifier. Valid as long as `loaded`.
Result<const LatentModel*> latent_model(const LoadedModel& loaded, const std::string& path);

/// The options --filling and --sweeps of a command.
struct FillingOptions {
  std::string filling = "automatic";
  int sweeps = MissingRule().sweeps;
};
void add_filling_options(CLI::App& command, FillingOptions& options);
Result<MissingRule> missing_rule(const FillingOptions& options);

}  // namespace jmvae
