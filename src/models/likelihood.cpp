#include "models/likelihood.h"

#include "nn/arithmetic.h"

namespace jmvae {

namespace {

/// The least scale: a step of 8-bit colour. Where data never vary, a scale would shrink without end.
constexpr Real scale_floor = Real(1) / 256;
/// What a learned scale begins from: softplus of it is an eighth of the range 0 ... 1.
constexpr Real first_raw_scale = -2;

bool has_scale(LikelihoodKind kind) {
  return kind == LikelihoodKind::scaled_gaussian || kind == LikelihoodKind::scaled_laplace;
}

bool has_logits(LikelihoodKind kind) {
  return kind == LikelihoodKind::bernoulli || kind == LikelihoodKind::categorical;
}

}  // namespace

Variable log_prob(const Likelihood& p, const Matrix& x) {
  return std::visit([&](const auto& distribution) { return log_prob(distribution, x); }, p);
}

Variable shown_picture(const Likelihood& p) {
  struct Shown {
    Variable operator()(const Bernoulli& distribution) const { return sigmoid(distribution.logits); }
    Variable operator()(const Categorical& distribution) const { return distribution.logits; }  // no picture
    Variable operator()(const UnitGaussian& distribution) const { return distribution.mean; }
    Variable operator()(const ScaledGaussian& distribution) const { return distribution.mean; }
    Variable operator()(const ScaledLaplace& distribution) const { return distribution.mean; }
  };
  return std::visit(Shown(), p);
}

Matrix mean(const Likelihood& p) {
  return std::visit([](const auto& distribution) { return mean(distribution); }, p);
}

Matrix most_probable(const Likelihood& p) {
  Matrix x = mean(p);
  if (std::holds_alternative<Bernoulli>(p)) return (x.array() > Real(0.5)).cast<Real>();
  if (!std::holds_alternative<Categorical>(p)) return x;
  for (Index row = 0; row < x.rows(); ++row) {
    Index value = 0;
    x.row(row).maxCoeff(&value);
    x.row(row).setZero();
    x(row, value) = 1;
  }
  return x;
}

Matrix sample(const Likelihood& p, std::vector<Random>& randoms) {
  return std::visit([&](const auto& distribution) { return sample(distribution, randoms); }, p);
}

Matrix sample_unknown(const Likelihood& p, const Matrix& x, const Matrix& known,
                      std::vector<Random>& randoms) {
  if (const auto* label = std::get_if<Categorical>(&p)) {
    return sample(*label, x.array().max(1 - known.array()).matrix(), randoms);
  }
  return known.cwiseProduct(x) + (1 - known.array()).matrix().cwiseProduct(sample(p, randoms));
}

Decoder::Decoder(ParameterLayout& layout, const ModalitySpec& modality, Index inputs)
    : kind_(modality.likelihood),
      network_(layout, "decoder." + modality.name, inputs, modality.decoder),
      output_(layout, "decoder." + modality.name + (has_logits(kind_) ? ".logits" : ".output"),
              network_.shape(), modality.output.value_or(LayerSpec{modality.size(), Activation::linear})) {
  if (has_scale(kind_)) {
    scale_ = layout[layout.add("decoder." + modality.name + ".scale", {modality.size()}, Initializer::zero)];
  }
}

Likelihood Decoder::operator()(Variable z) const {
  const Variable output = output_(network_(z));
  const auto scale = [&] { return softplus(z.tape->parameter(scale_) + first_raw_scale) + scale_floor; };
  switch (kind_) {
    case LikelihoodKind::categorical:
      return Categorical{output};
    case LikelihoodKind::gaussian:
      return UnitGaussian{output};
    case LikelihoodKind::scaled_gaussian:
      return ScaledGaussian{output, scale()};
    case LikelihoodKind::scaled_laplace:
      return ScaledLaplace{output, scale()};
    case LikelihoodKind::bernoulli:
      break;
  }
  return Bernoulli{output};
}

}  // namespace jmvae
