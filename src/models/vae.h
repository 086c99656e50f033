#pragma once

#include "models/model.h"

namespace jmvae {

/// The variational autoencoder of one modality (Kingma and Welling 2014, "Auto-encoding variational Bayes",
/// equation 3):
///
///   L = E_{q(z|x)}[log p(x|z)] - KL(q(z|x) || N(0, I)).
class Vae : public LatentModel {
 public:
  explicit Vae(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;
};

}  // namespace jmvae
