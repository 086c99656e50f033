#include "models/mvae.h"

#include "nn/columns.h"

namespace jmvae {

Mvae::Mvae(const ModelSpec& spec) : LatentModel(spec) {
  make_encoders();
  make_decoders();
}

Index Mvae::noise_size() const {
  return spec_.latent * static_cast<Index>(1 + spec_.modalities.size());  // fresh noise for every bound
}

Gaussian Mvae::product_posterior(Tape& tape, const Evidence& given) const {
  const Gaussian experts = LatentModel::product_posterior(tape, given);
  return product({standard_normal(tape, experts.mean.rows(), spec_.latent), experts});
}

Objective Mvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                          const ObjectiveWeights& weights) const {
  const Evidence whole = unmasked(batch);
  const Variable all_noise = tape.constant(noise);
  Objective objective =
      elbo(product_posterior(tape, whole), whole, columns(all_noise, 0, spec_.latent), weights);
  if (given_count(whole) == 1) return objective;
  for (std::size_t m = 0; m < whole.size(); ++m) {
    if (!whole[m]) continue;
    const Evidence single = only(whole, m);
    const Variable own_noise = columns(all_noise, spec_.latent * static_cast<Index>(m + 1), spec_.latent);
    objective += elbo(product_posterior(tape, single), single, own_noise, weights, spec_.modalities[m].name);
  }
  return objective;
}

}  // namespace jmvae
