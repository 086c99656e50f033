#pragma once
// Models as safetensors: tensors under the names of the layout, the description as JSON in the metadata's key
// "jmvae".

#include "io/safetensors.h"
#include "models/model.h"

#include <memory>
#include <string>
#include <vector>

namespace jmvae {

/// A model ready for use.
struct LoadedModel {
  std::unique_ptr<Model> model;
  Vector parameters;
  /// {"format": 1, "model": {...}, "data": ..., "licence": ..., "training": {...}, "figures": {...}}
  Json description;
  DataType precision = DataType::f32;  ///< of the file, as add_model takes it
};

/// Tensors whose names begin with this belong to a training run, not to the model.
constexpr const char* training_prefix = "training.";

/// What the largest number of a weight's row is as a byte. Less than 127: a file that is compressed on its
/// way is a hundredth smaller, as numbers take a twelfth of a bit less each, and steps are 6 % coarser.
constexpr int largest_byte = 120;

/// Reads a model. Every tensor of the layout must be there with its shape and finite values, and no unknown
/// ones. `what` begins the sentence of a failure, e.g. the file's name.
Result<LoadedModel> load_model(const void* bytes, std::size_t size, const std::string& what);
Result<LoadedModel> load_model(const Safetensors& file, const std::string& what);

/// Adds a model's tensors, and its description as metadata, to a file that is being written. Precision F32
/// and F16 are those of all numbers; I8 keeps weights in bytes, beside them NAME.row_scale with a factor for
/// each row, and the rest in F16. Fails where a number does not fit the precision.
Result<void> add_model(SafetensorsWriter& writer, const Model& model, const Vector& parameters,
                       Json description, DataType precision);

}  // namespace jmvae
