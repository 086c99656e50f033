#include "models/jmvae_kl.h"

#include "nn/arithmetic.h"

namespace jmvae {

JmvaeKl::JmvaeKl(const ModelSpec& spec) : LatentModel(spec), joint_encoder_(layout_, spec_) {
  for (const ModalitySpec& modality : spec_.modalities)
    encoders_.emplace_back(layout_, modality, spec_.latent);
  make_decoders();
}

Objective JmvaeKl::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                             const ObjectiveWeights& weights) const {
  const Gaussian q = joint_encoder_(tape, batch);        // q(z|x,w)
  Objective objective = elbo(q, batch, noise, weights);  // L_JM
  const Real alpha = weights.alpha * weights.alpha_warmup;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Gaussian q_m = encoders_[m](tape, *batch[m]);  // q(z|x_m)
    const Variable divergence = kl_divergence(q, q_m);
    objective.value = objective.value - alpha * divergence;
    objective.terms.push_back({"KL(q||q_" + spec_.modalities[m].name + ")", divergence});
  }
  return objective;
}

Gaussian JmvaeKl::posterior_of(Tape& tape, const Evidence& given) const {
  std::vector<Gaussian> experts;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (given[m]) experts.push_back(encoders_[m](tape, *given[m]));
  }
  if (experts.size() == given.size()) return joint_encoder_(tape, given);
  return product(experts);
}

}  // namespace jmvae
