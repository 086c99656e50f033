#pragma once

#include "models/model.h"

namespace jmvae {

/// Triple ELBO (Vedantam, Fischer, Huang and Murphy 2018, "Generative models of visually grounded
/// imagination", equation 3): a bound for the joint posterior and one for each modality's own encoder,
///
///   L = ELBO(x, w; q(z|x,w)) + ELBO(x; q(z|x)) + ELBO(w; q(z|w)).
///
/// The single bounds train the encoders only; the decoders learn from the joint one. With more than two
/// modalities there is one single bound each; several but not all of them are encoded by the product of
/// experts. An example without some modality teaches by the single bounds of what it has, and these then
/// train the decoders too.
class Telbo : public LatentModel {
 public:
  explicit Telbo(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

 protected:
  /// Of all modalities together and of each alone.
  Index bounds() const override { return static_cast<Index>(1 + spec_.modalities.size()); }
};

}  // namespace jmvae
