#pragma once
// What all commands take: a MODEL, a seed, what stands in for what is missing.

#include "models/missing.h"
#include "models/model_file.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// "image, label": names for a person.
std::string joined(const std::vector<std::string>& names);

/// "28 x 28 x 1": a shape for a person.
std::string extents(const std::vector<Index>& shape);

/// The file of a MODEL: itself, or the checkpoint of a training run's folder.
std::string model_file(const std::string& path);

/// A text with spaces behind it up to a width, for tables.
std::string padded(std::string text, std::size_t width);

/// Reads a MODEL.
Result<LoadedModel> read_model(const std::string& path);

/// The model as one that can generate; a sentence for a classifier. Valid as long as `loaded`.
Result<const LatentModel*> latent_model(const LoadedModel& loaded, const std::string& path);

/// The option --seed: a whole number in 0 ... 2^64 - 1.
void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& of_what);

/// A number in low ... high, which "nan" is not.
CLI::Validator number_in(double low, double high);

/// The options --filling and --sweeps of a command; --emphasis of one that generates from labels or
/// attributes.
struct FillingOptions {
  std::string filling = "automatic";
  int sweeps = MissingRule().sweeps;
  double emphasis = 0;
};
void add_filling_options(CLI::App& command, FillingOptions& options);
void add_emphasis_option(CLI::App& command, FillingOptions& options);
Result<MissingRule> missing_rule(const FillingOptions& options);

}  // namespace jmvae
