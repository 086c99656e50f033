#pragma once

#include "models/model.h"

namespace jmvae {

/// The conditional VAE of p(x|w) (Sohn, Lee and Yan 2015; Kingma et al. 2014, "Semi-supervised learning with
/// deep generative models", model M2), in one direction only: modality 0 is generated, the others are its
/// conditions w.
///
///   L = E_{q(z|x,w)}[log p(x|z,w)] - KL(q(z|x,w) || N(0, I)).
///
/// The decoder sees z beside w, which goes through the hidden layers that the description gives as w's
/// encoder. Only examples that have every modality teach.
class Cvae : public LatentModel {
 public:
  explicit Cvae(const ModelSpec& spec);

  bool is_condition(std::size_t modality) const override { return modality != 0; }

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

  Likelihood decode(std::size_t modality, Variable z, const Evidence& given) const override;

 private:
  std::vector<Network> conditions_;
};

}  // namespace jmvae
