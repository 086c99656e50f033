#pragma once
// Where a command's data is, and how it is prepared.

#include "io/data_sets.h"
#include "models/model_spec.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// The options --data, and --crop, --size and --cache for pictures of faces.
struct DataOptions {
  std::string folder, cache;
  std::vector<double> crop;  ///< left, top, width, height, or empty
  int size = 0;              ///< pixels a side; 0: the model's
};
void add_data_options(CLI::App& command, DataOptions& options);

/// The option --crop alone, as left, top, width, height, and what it gives: nothing where it was not used.
void add_crop_option(CLI::App& command, std::vector<double>& crop);
std::optional<CropBox> crop_box(const std::vector<double>& crop);

/// How a model's faces are prepared: as its description says under "preprocessing", else at the size of its
/// picture. `what` names the description in the sentence of a failure.
Result<FacePreparation> face_preparation(const ModelSpec& spec, const Json& description,
                                         const std::string& what);

/// The same, changed by the options.
Result<FacePreparation> face_preparation(const DataOptions& options, const ModelSpec& spec,
                                         const Json& description, const std::string& what);

/// Reads a part of a data set, with a bar while pictures are decoded, and tells its notes on stderr. Fails
/// where the options don't fit the data, and where a signal asks to stop; afterwards signals end the process
/// at once, as before.
Result<Examples> read_data(const std::string& data, Split split, const DataOptions& options,
                           const FacePreparation& preparation, int threads);

/// What a command returns that has no data: 128 + the signal that stopped the reading, which is then told, or
/// else the failure.
Result<int> end_without(const Result<Examples>& examples);

}  // namespace jmvae
