#pragma once

#include "models/encoder.h"
#include "nn/columns.h"

#include <vector>

namespace jmvae {

/// p(z) = N(0, I), or that of a hierarchy,
///
///   p(z_1, ..., z_L) = p(z_1|z_2) ... p(z_{L-1}|z_L) p(z_L),    p(z_L) = N(0, I),
///
/// whose layers lie side by side in z [samples, latent_size], z_1 first. Each p(z_l|z_{l+1}) is a network's
/// Gaussian. Tensors prior.1.*, prior.2.*, ...
class LatentPrior {
 public:
  LatentPrior(ParameterLayout& layout, const ModelSpec& spec);

  /// KL(q(z_l) || p(z_l|z_{l+1})) for l = 1 ... L, each [samples, 1], given a sample z of q.
  std::vector<Variable> kl_divergences(const Gaussian& q, Variable z) const;

  /// log p(z): [samples, 1].
  Variable log_prob(Variable z) const;

  /// z from noise [samples, latent_size] ~ N(0, I), the uppermost layer first.
  Variable sample(Variable noise) const;

  /// The part of z that is z_l, l from 0.
  Variable layer(Variable z, std::size_t l) const { return columns(z, layers_[l].first, layers_[l].size); }
  Gaussian layer(const Gaussian& q, std::size_t l) const {
    return columns(q, layers_[l].first, layers_[l].size);
  }

 private:
  std::vector<LatentLayer> layers_;
  std::vector<GaussianNetwork> conditional_;  // p(z_l|z_{l+1})
};

}  // namespace jmvae
