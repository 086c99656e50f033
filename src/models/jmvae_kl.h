#pragma once

#include "models/model.h"

namespace jmvae {

/// JMVAE-kl (Suzuki, Nakayama and Matsuo 2016, equation 5). Each modality has an encoder of its own, pulled
/// to the joint one while that is trained:
///
///   L_kl = L_JM - alpha [KL(q(z|x,w) || q(z|x)) + KL(q(z|x,w) || q(z|w))].
///
/// Gradients flow into both sides of each divergence. Where the encoder of a modality is a mixture of
/// Gaussians, which fits what a label leaves open better than one, its divergence has no closed form and is
/// estimated as log q(z|x,w) - log q(z|x_m) by the samples of the bound. When only one modality is given, its
/// own encoder is used; when several but not all are, the normalised product of their encoders' Gaussians
/// (product of experts). An encoder that can see a part is pulled to the joint posterior of the whole from a
/// masked one. An example without some modality teaches by the bound over what it has, with q(z|x) or the
/// product.
class JmvaeKl : public LatentModel {
 public:
  explicit JmvaeKl(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;
};

}  // namespace jmvae
