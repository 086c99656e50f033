#pragma once

#include "models/model.h"

namespace jmvae {

/// Multimodal VAE (Wu and Goodman 2018, "Multimodal generative models for scalable weakly-supervised
/// learning", equations 4 and 5). The posterior of any subset S of the modalities is a product of experts
/// with the prior,
///
///   q(z|S) proportional to p(z) prod_{m in S} q(z|x_m),
///
/// and training adds up the bounds of all modalities together and of each alone:
///
///   L = ELBO(x, w) + ELBO(x) + ELBO(w).
///
/// An example without some modality teaches by the bounds of what it has.
class Mvae : public LatentModel {
 public:
  explicit Mvae(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

  /// The experts of what is given, and the prior as one more.
  Gaussian product_posterior(Tape& tape, const Evidence& given) const override;

 protected:
  /// Of all modalities together and of each alone.
  Index bounds() const override { return static_cast<Index>(1 + spec_.modalities.size()); }
};

}  // namespace jmvae
