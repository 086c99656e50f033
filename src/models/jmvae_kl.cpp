#include "models/jmvae_kl.h"

#include "nn/arithmetic.h"

namespace jmvae {

JmvaeKl::JmvaeKl(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  make_encoders();
  make_decoders();
}

Objective JmvaeKl::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                             const ObjectiveWeights& weights) const {
  if constexpr (!training_supported) return {};
  const Evidence whole = unmasked(batch);
  if (!is_complete(whole)) return elbo(product_posterior(tape, whole), whole, tape.constant(noise), weights);

  const Gaussian q = joint_posterior(tape, whole);                      // q(z|x,w)
  Objective objective = elbo(q, whole, tape.constant(noise), weights);  // L_JM
  const Real alpha = weights.alpha * weights.alpha_warmup;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Gaussian q_m = encoders_[m](tape, batch[m]);  // q(z|x_m)
    const Variable divergence = kl_divergence(q, q_m);
    objective.value = objective.value - alpha * divergence;
    objective.terms.push_back({"KL(q||q_" + spec_.modalities[m].name + ")", divergence});
  }
  return objective;
}

}  // namespace jmvae
