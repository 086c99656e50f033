#include "models/jmvae_kl.h"

#include "nn/arithmetic.h"
#include "nn/rows.h"

namespace jmvae {

JmvaeKl::JmvaeKl(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  make_encoders();
  make_decoders();
}

namespace {

/// KL(q || p) by the mean over `samples` draws of q for each example.
Variable sampled_divergence(const Gaussian& q, const GaussianMixture& p, Variable noise, Index samples) {
  const Gaussian repeated = repeat_rows(q, samples);
  const Variable z = reparameterize(repeated, noise);
  return mean_rows(log_prob(repeated, z) - log_prob(p, z), samples);
}

}  // namespace

Objective JmvaeKl::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                             const ObjectiveWeights& weights) const {
  if constexpr (!training_supported) return {};
  const Evidence whole = unmasked(batch);
  if (!is_complete(whole)) return elbo(product_posterior(tape, whole), whole, tape.constant(noise), weights);

  const Variable drawn = tape.constant(noise);
  const Gaussian q = joint_posterior(tape, whole);       // q(z|x,w)
  Objective objective = elbo(q, whole, drawn, weights);  // L_JM
  const Real alpha = weights.alpha;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Encoder& q_m = encoders_[m];  // q(z|x_m)
    const Variable divergence =
        q_m.is_mixture() ? sampled_divergence(q, q_m.mixture(tape, batch[m]), drawn, weights.samples)
                         : kl_divergence(q, q_m(tape, batch[m]));
    objective.value = objective.value - alpha * divergence;
    objective.terms.push_back({"KL(q||q_" + spec_.modalities[m].name + ")", divergence});
  }
  return objective;
}

}  // namespace jmvae
