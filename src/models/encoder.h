#pragma once
// Encoders: networks that end in a Gaussian over z.

#include "dist/gaussian.h"
#include "models/model_spec.h"

#include <vector>

namespace jmvae {

/// What is known of one batch: a matrix [samples, size] for each modality in the model's order, null where
/// missing.
using Evidence = std::vector<const Matrix*>;

/// The last layer of an encoder: h to mean (linear) and variance (softplus, as in the authors' code).
class GaussianHead {
 public:
  /// Tensors NAME.mean.* and NAME.variance.*.
  GaussianHead(ParameterLayout& layout, const std::string& name, Index inputs, Index dimensions);
  Gaussian operator()(Variable h) const;

 private:
  Dense mean_, variance_;
};

/// q(z | x_m), the encoder of one modality. Tensors encoder.MODALITY.*.
class Encoder {
 public:
  Encoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent);
  Gaussian operator()(Tape& tape, const Matrix& x) const;

 private:
  Network network_;
  GaussianHead head_;
};

/// q(z | x_1, x_2, ...), the encoder of all modalities together: one branch each, put side by side, then
/// common layers. A missing modality is filled with zeros. Tensors joint.*.
class JointEncoder {
 public:
  JointEncoder(ParameterLayout& layout, const ModelSpec& spec);
  /// At least one modality must be given.
  Gaussian operator()(Tape& tape, const Evidence& evidence) const;

 private:
  std::vector<Index> sizes_;
  std::vector<Network> branches_;
  Network trunk_;
  GaussianHead head_;
};

}  // namespace jmvae
