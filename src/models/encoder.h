#pragma once
// Encoders: networks that end in a Gaussian over z.

#include "dist/gaussian_mixture.h"
#include "models/evidence.h"
#include "models/model_spec.h"

#include <optional>
#include <vector>

namespace jmvae {

/// The last layer of an encoder: h to mean (linear) and variance (softplus, as in the authors' code).
class GaussianHead {
 public:
  /// Tensors NAME.mean.* and NAME.variance.*.
  GaussianHead(ParameterLayout& layout, const std::string& name, Index inputs, Index dimensions);
  Gaussian operator()(Variable h) const;

 private:
  Dense mean_, variance_;
};

/// A network that ends in a Gaussian, such as p(z_1 | z_2). Tensors NAME.0.*, ..., NAME.mean.*,
/// NAME.variance.*.
class GaussianNetwork {
 public:
  GaussianNetwork(ParameterLayout& layout, const std::string& name, const Shape& inputs,
                  const NetworkSpec& layers, Index dimensions);
  Gaussian operator()(Variable x) const { return head_(network_(x)); }

 private:
  Network network_;
  GaussianHead head_;
};

/// q(z | x_m), the encoder of one modality. Tensors encoder.MODALITY.*. One that can see a part of its
/// modality takes the values, with zeros for the unknown ones, and beside them the mask that says which are
/// known. q is a Gaussian, or a mixture of several where the description asks for that.
class Encoder {
 public:
  Encoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent);

  bool is_mixture() const { return component_.has_value(); }

  /// The Gaussian, or the one with the mixture's mean and variance.
  Gaussian operator()(Tape& tape, const Observation& x) const;

  /// Only where it is a mixture.
  GaussianMixture mixture(Tape& tape, const Observation& x) const;

 private:
  Variable features(Tape& tape, const Observation& x) const;

  bool partial_;
  Network network_;
  GaussianHead head_;
  std::optional<Dense> component_;  // log weights of the components
};

/// What the branches of a joint encoder make of its modalities, in their order: [samples, units] each.
using JointFeatures = std::vector<Variable>;

/// q(z | x_1, x_2, ...), the encoder of several modalities together: one branch each, put side by side, then
/// common layers. What is missing, wholly or in part, is filled with zeros; normalization does not learn from
/// what is wholly missing.
class JointEncoder {
 public:
  /// Of the modalities from number `first` on. Tensors NAME.MODALITY.*, NAME.trunk.*, NAME.mean.*,
  /// NAME.variance.*.
  JointEncoder(ParameterLayout& layout, const std::string& name, const ModelSpec& spec,
               std::size_t first = 0);
  /// At least one modality must be given.
  Gaussian operator()(Tape& tape, const Evidence& evidence) const {
    return (*this)(features(tape, evidence));
  }

  // The same in two steps, for who changes one modality after another.
  JointFeatures features(Tape& tape, const Evidence& evidence) const;
  Gaussian operator()(const JointFeatures& features) const;
  /// Of one modality that is given, wholly or in part.
  Variable feature(Tape& tape, std::size_t modality, const Observation& x) const;

 private:
  std::size_t first_;
  std::vector<Index> sizes_;
  std::vector<Network> branches_;
  Network trunk_;
  GaussianHead head_;
};

}  // namespace jmvae
