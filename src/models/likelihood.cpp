#include "models/likelihood.h"

namespace jmvae {

Variable log_prob(const Likelihood& p, const Matrix& x) {
  return std::visit([&](const auto& distribution) { return log_prob(distribution, x); }, p);
}

Matrix mean(const Likelihood& p) {
  return std::visit([](const auto& distribution) { return mean(distribution); }, p);
}

Matrix sample(const Likelihood& p, std::uint64_t seed, std::uint32_t step, std::uint32_t first_index) {
  return std::visit([&](const auto& distribution) { return sample(distribution, seed, step, first_index); },
                    p);
}

Decoder::Decoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent)
    : kind_(modality.likelihood),
      network_(layout, "decoder." + modality.name, latent, modality.decoder),
      logits_(layout, "decoder." + modality.name + ".logits", network_.outputs(), modality.size()) {}

Likelihood Decoder::operator()(Variable z) const {
  const Variable logits = logits_(network_(z));
  if (kind_ == LikelihoodKind::categorical) return Categorical{logits};
  return Bernoulli{logits};
}

}  // namespace jmvae
