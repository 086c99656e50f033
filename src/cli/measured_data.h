#pragma once
// The examples that a model is measured on.

#include "cli/data_options.h"
#include "models/model_file.h"

#include <string>

namespace jmvae {

/// The options --data, --split, --limit and those of faces.
struct MeasuredDataOptions {
  DataOptions data;
  std::string split = "test";
  Index limit = 0;  ///< 0: all
};
void add_measured_data_options(CLI::App& command, MeasuredDataOptions& options);

/// A part of the data set that a model was trained for, prepared as it was for training. The validation part
/// of digits is what its training left out (`jmvae train --hold-out`). `what` names the model in sentences.
Result<Examples> read_measured_data(const LoadedModel& model, const std::string& what,
                                    const MeasuredDataOptions& options, int threads);

}  // namespace jmvae
