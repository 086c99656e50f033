#pragma once

#include "models/model.h"

namespace jmvae {

/// The joint multimodal VAE (Suzuki, Nakayama and Matsuo 2016, "Joint multimodal learning with deep
/// generative models", equation 3). It maximises
///
///   L_JM = E_{q(z|x,w)}[log p(x|z) + log p(w|z)] - KL(q(z|x,w) || p(z)),    p(z) = N(0, I),
///
/// for any number of modalities. It has no encoder for a subset of them: a missing modality is filled with
/// zeros in the joint one ("JMVAE-zero"), which works badly where the missing side is the large one, or by a
/// chain of samples. An example without some modality teaches by the same bound over what it has, seen
/// through the joint encoder with zeros.
class Jmvae : public LatentModel {
 public:
  explicit Jmvae(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;
};

}  // namespace jmvae
