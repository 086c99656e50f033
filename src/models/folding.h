#pragma once

#include "models/model.h"

#include <memory>

namespace jmvae {

/// Whether the model has a layer with batch normalization. An export has none.
bool is_normalized(const ModelSpec& spec);

/// The same networks as an export has them; an adversary stays as it is.
ModelSpec without_normalization(ModelSpec spec);

/// A structure and its numbers.
struct FoldedModel {
  std::unique_ptr<Model> model;
  Vector parameters;
};

/// The same model as it is used, without an adversary and without batch normalization: as its running
/// statistics no longer change, it is a linear function of each channel, which the weights and biases before
/// it take in.
FoldedModel fold_normalization(const Model& model, const Vector& parameters);

/// Whether the model has learnt which attributes go together.
bool has_imputer(const ModelSpec& spec);

/// The same model without that.
FoldedModel without_imputer(const FoldedModel& folded);

}  // namespace jmvae
