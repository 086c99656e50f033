#include "models/likelihood.h"

namespace jmvae {

Variable log_prob(const Likelihood& p, const Matrix& x) {
  return std::visit([&](const auto& distribution) { return log_prob(distribution, x); }, p);
}

Matrix mean(const Likelihood& p) {
  return std::visit([](const auto& distribution) { return mean(distribution); }, p);
}

Matrix sample(const Likelihood& p, std::vector<Random>& randoms) {
  return std::visit([&](const auto& distribution) { return sample(distribution, randoms); }, p);
}

Decoder::Decoder(ParameterLayout& layout, const ModalitySpec& modality, Index inputs)
    : kind_(modality.likelihood),
      network_(layout, "decoder." + modality.name, inputs, modality.decoder),
      output_(layout,
              "decoder." + modality.name + (kind_ == LikelihoodKind::gaussian ? ".output" : ".logits"),
              network_.outputs(), modality.size()) {}

Likelihood Decoder::operator()(Variable z) const {
  const Variable output = output_(network_(z));
  switch (kind_) {
    case LikelihoodKind::categorical:
      return Categorical{output};
    case LikelihoodKind::gaussian:
      return UnitGaussian{output};
    case LikelihoodKind::bernoulli:
      break;
  }
  return Bernoulli{output};
}

}  // namespace jmvae
