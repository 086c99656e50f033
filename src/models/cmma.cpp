#include "models/cmma.h"

namespace jmvae {

Cmma::Cmma(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  conditional_prior_.emplace(layout_, "prior", spec_, 1);
  decoders_.emplace_back(layout_, spec_.modalities[0], spec_.latent);
}

Objective Cmma::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                          const ObjectiveWeights& weights) const {
  const Gaussian q = joint_posterior(tape, unmasked(batch));  // q(z|x,w)
  return elbo(q, batch, tape.constant(noise), weights);
}

Gaussian Cmma::conditional_prior(Tape& tape, const Evidence& given, Index samples) const {
  const Gaussian p = (*conditional_prior_)(tape, unmasked(given));
  return repeat_rows(p, samples / p.mean.rows());
}

Variable Cmma::log_prior(Variable z, const Evidence& given) const {
  if constexpr (!training_supported) return {};
  return log_prob(conditional_prior(*z.tape, given, z.rows()), z);
}

Variable Cmma::sample_prior(Variable noise, const Evidence& given) const {
  return reparameterize(conditional_prior(*noise.tape, given, noise.rows()), noise);
}

std::vector<Variable> Cmma::kl_divergences(const Gaussian& q, Variable z, const Evidence& given) const {
  if constexpr (!training_supported) return {};
  return {kl_divergence(q, conditional_prior(*z.tape, given, z.rows()))};
}

}  // namespace jmvae
