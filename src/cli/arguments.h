#pragma once
// What the commands take: a MODEL, values that are given, pictures.

#include "io/digits.h"
#include "models/model_file.h"

#include <string>
#include <vector>

namespace jmvae {

/// Reads MODEL: a .safetensors file, or the folder of a training run.
Result<LoadedModel> read_model(const std::string& path);

/// The model as one that can generate; a sentence for a classifier. Valid as long as `loaded`.
Result<const LatentModel*> latent_model(const LoadedModel& loaded, const std::string& path);

/// Parses "label=7" for a modality with named values into its one-hot row [1, size], stored at the modality's
/// place.
Result<void> add_given(const ModelSpec& spec, const std::string& text, std::vector<Matrix>& given);

/// The digits in a picture file; with `single` the picture is known to hold one. Fails where there is none.
Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single);

/// A digit as a picture modality's row [1, 784].
Matrix to_row(const PreparedDigit& digit);

}  // namespace jmvae
