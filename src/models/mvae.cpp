#include "models/mvae.h"

namespace jmvae {

Mvae::Mvae(const ModelSpec& spec) : LatentModel(spec) {
  make_encoders();
  make_decoders();
}

Gaussian Mvae::product_posterior(Tape& tape, const Evidence& given) const {
  const Gaussian experts = LatentModel::product_posterior(tape, given);
  return product({standard_normal(tape, experts.mean.rows(), spec_.latent), experts});
}

Objective Mvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                          const ObjectiveWeights& weights) const {
  const Evidence whole = unmasked(batch);
  const Variable all_noise = tape.constant(noise);
  Objective objective = elbo(product_posterior(tape, whole), whole, noise_of_bound(all_noise, 0), weights);
  if (given_count(whole) == 1) return objective;
  for (std::size_t m = 0; m < whole.size(); ++m) {
    if (!whole[m]) continue;
    const Evidence single = only(whole, m);
    const Variable own_noise = noise_of_bound(all_noise, m + 1);
    objective += elbo(product_posterior(tape, single), single, own_noise, weights, spec_.modalities[m].name);
  }
  return objective;
}

}  // namespace jmvae
