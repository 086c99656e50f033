#pragma once
// What the commands take: a MODEL, values that are given, pictures.

#include "io/digits.h"
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

/// What the user gives: by modality the values [1, size], empty where missing, and a mask of the same size,
/// empty where all of them are known.
struct GivenValues {
  explicit GivenValues(const ModelSpec& spec)
      : values(spec.modalities.size()), known(spec.modalities.size()) {}
  Evidence evidence() const;

  std::vector<Matrix> values, known;
};

/// Adds "label=7" for a modality with named values as its one-hot row; "label!=7" says just that it is not
/// this one, and can be repeated.
Result<void> add_given(const ModelSpec& spec, const std::string& text, GivenValues& given);

/// Adds a digit as the model's modality "image", or as its halves "left" and "right", as far as it has them
/// and they are not in `without`.
Result<void> add_picture(const ModelSpec& spec, const PreparedDigit& digit,
                         const std::vector<std::string>& without, GivenValues& given);

/// Hides a half ("upper", "lower", "left", "right") of the picture that is given.
Result<void> cover(const ModelSpec& spec, const std::string& half, GivenValues& given);

/// The options --filling and --sweeps of a command.
struct FillingOptions {
  std::string filling = "automatic";
  int sweeps = MissingRule().sweeps;
};
void add_filling_options(CLI::App& command, FillingOptions& options);
Result<MissingRule> missing_rule(const FillingOptions& options);

/// The digits in a picture file; with `single` the picture is known to hold one. Fails where there is none.
Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single);

}  // namespace jmvae
