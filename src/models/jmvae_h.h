#pragma once

#include "models/model.h"

namespace jmvae {

/// JMVAE-h (Suzuki, Nakayama and Matsuo 2018, "Improving bi-directional generation between different
/// modalities with variational autoencoders"): a hierarchy of latent layers, all of them shared by the
/// modalities,
///
///   p(x, w) = integral of p(z_L) p(z_{L-1}|z_L) ... p(z_1|z_2) p(x|z_1) p(w|z_1),
///   L_h = E_q[log p(x|z_1) + log p(w|z_1)] - sum_l E_{q(z_{l+1}|x,w)} KL(q(z_l|x,w) || p(z_l|z_{l+1})),
///
/// with p(z_L) = N(0, I). The modalities are encoded to z_1; a further network leads from the mean of q(z_l)
/// to q(z_{l+1}), and so on, so that the layers are independent given x and w, and q is one Gaussian over
/// z_1, ..., z_L side by side. What is missing is filled by a chain of samples. An example without some
/// modality teaches as in JMVAE.
class JmvaeH : public LatentModel {
 public:
  explicit JmvaeH(const ModelSpec& spec);

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

  using LatentModel::joint_posterior;
  Gaussian joint_posterior(const JointFeatures& features) const override;

 private:
  std::vector<GaussianNetwork> upper_encoders_;  // q(z_{l+1}|x,w) from the mean of q(z_l|x,w)
};

}  // namespace jmvae
