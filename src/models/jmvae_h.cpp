#include "models/jmvae_h.h"

#include "nn/columns.h"

namespace jmvae {

JmvaeH::JmvaeH(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  Index below = spec_.latent;
  for (const UpperLatentSpec& upper : spec_.upper) {
    const std::string name = "upper." + std::to_string(upper_encoders_.size() + 1);
    upper_encoders_.emplace_back(layout_, name, below, upper.encoder, upper.latent);
    below = upper.latent;
  }
  make_decoders();
}

Gaussian JmvaeH::joint_posterior(const JointFeatures& features) const {
  Gaussian q_l = joint_encoder()(features);  // q(z_1|x,w)
  std::vector<Variable> means = {q_l.mean}, variances = {q_l.variance};
  for (const GaussianNetwork& encoder : upper_encoders_) {
    q_l = encoder(q_l.mean);  // q(z_{l+1}|x,w)
    means.push_back(q_l.mean);
    variances.push_back(q_l.variance);
  }
  return {concatenate(means), concatenate(variances)};
}

Objective JmvaeH::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                            const ObjectiveWeights& weights) const {
  const Gaussian q = joint_posterior(tape, unmasked(batch));  // q(z_1, ..., z_L|x,w)
  return elbo(q, batch, tape.constant(noise), weights);       // L_h
}

}  // namespace jmvae
