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
  const Gaussian q = joint_encoder_(tape, batch);  // q(z|x,w)
  const Variable z = reparameterize(q, noise);
  const Variable kl = kl_divergence_to_standard_normal(q);

  Objective objective;
  objective.value = -weights.kl * kl;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Variable log_likelihood = log_prob(decoders_[m](z), *batch[m]);
    objective.value = objective.value + likelihood_weight(weights, m) * log_likelihood;
    objective.terms.push_back({term_name(m), log_likelihood});
  }
  objective.terms.push_back({"KL(q||p)", kl});
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Variable pull = kl_divergence(q, encoders_[m](tape, *batch[m]));  // KL(q(z|x,w) || q(z|x_m))
    objective.value = objective.value - weights.alpha * weights.alpha_warmup * pull;
    objective.terms.push_back({"KL(q||q_" + spec_.modalities[m].name + ")", pull});
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
