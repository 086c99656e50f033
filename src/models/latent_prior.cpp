#include "models/latent_prior.h"

#include "nn/arithmetic.h"

namespace jmvae {

LatentPrior::LatentPrior(ParameterLayout& layout, const ModelSpec& spec) : layers_(spec.latent_layers()) {
  for (std::size_t l = 0; l < spec.upper.size(); ++l) {
    conditional_.emplace_back(layout, "prior." + std::to_string(l + 1), layers_[l + 1].size,
                              spec.upper[l].prior, layers_[l].size);
  }
}

std::vector<Variable> LatentPrior::kl_divergences(const Gaussian& q, Variable z) const {
  std::vector<Variable> divergences;
  for (std::size_t l = 0; l < conditional_.size(); ++l) {
    divergences.push_back(kl_divergence(layer(q, l), conditional_[l](layer(z, l + 1))));
  }
  divergences.push_back(kl_divergence_to_standard_normal(layer(q, conditional_.size())));
  return divergences;
}

Variable LatentPrior::log_prob(Variable z) const {
  Variable sum = log_prob_standard_normal(layer(z, conditional_.size()));
  for (std::size_t l = 0; l < conditional_.size(); ++l) {
    sum = sum + jmvae::log_prob(conditional_[l](layer(z, l + 1)), layer(z, l));
  }
  return sum;
}

Variable LatentPrior::sample(Variable noise) const {
  std::vector<Variable> z(layers_.size());
  z.back() = layer(noise, conditional_.size());
  for (std::size_t l = conditional_.size(); l-- > 0;) {
    z[l] = reparameterize(conditional_[l](z[l + 1]), layer(noise, l));
  }
  return z.size() == 1 ? z[0] : concatenate(z);
}

}  // namespace jmvae
