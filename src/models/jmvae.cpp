#include "models/jmvae.h"

#include "nn/arithmetic.h"

namespace jmvae {

Jmvae::Jmvae(const ModelSpec& spec) : LatentModel(spec), joint_encoder_(layout_, spec_) { make_decoders(); }

Objective Jmvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
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
  return objective;
}

}  // namespace jmvae
