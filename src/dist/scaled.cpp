#include "dist/scaled.h"

#include "math/elementwise.h"

#include <cmath>

namespace jmvae {

namespace {

constexpr Real log_two = static_cast<Real>(0.693147180559945309417232);

/// log p of a distribution of n = (x - mean) / scale: `density` is the logarithm of its density as a function
/// of n, `slope` the derivative, both as expressions of an array of n.
template <class Distribution, class Density, class Slope>
Variable log_prob_of_ratio(const Distribution& p, const Matrix& x, Density density, Slope slope) {
  const Variable mean = p.mean, scale = p.scale;
  Variable y = mean.tape->make(mean.rows(), 1, {mean, scale});
  const Index times = mean.rows() / x.rows();
  const auto ratio = [=, &x](Index row) {
    return RowVector((x.row(row / times) - mean.value().row(row)).cwiseQuotient(scale.value().row(0)));
  };
  const Real log_scales = scale.value().array().log().sum();
  for (Index row = 0; row < mean.rows(); ++row) {
    const RowVector n = ratio(row);
    y.value()(row, 0) = density(n.array()).sum() - log_scales;
  }

  // With n = (x - m) / s: dm = -slope(n) / s, ds = -(1 + n slope(n)) / s
  mean.tape->on_backward(y, [=] {
    Matrix by_mean(mean.rows(), mean.cols());
    RowVector by_scale = RowVector::Zero(mean.cols());
    for (Index row = 0; row < mean.rows(); ++row) {
      const RowVector n = ratio(row), d = slope(n.array());
      by_mean.row(row) = -y.gradient()(row, 0) * d;
      by_scale.array() -= y.gradient()(row, 0) * (1 + n.array() * d.array());
    }
    by_mean.array().rowwise() /= scale.value().row(0).array();
    by_scale.array() /= scale.value().row(0).array();
    mean.add_gradient(by_mean);
    scale.add_gradient(by_scale);
  });
  return y;
}

/// mean + scale * draw(random), number by number.
template <class Distribution, class Draw>
Matrix sample_ratio(const Distribution& p, std::vector<Random>& randoms, Draw draw) {
  Matrix x = mean(p);
  for (Index row = 0; row < x.rows(); ++row) {
    Random& random = randoms[static_cast<std::size_t>(row)];
    for (Index column = 0; column < x.cols(); ++column)
      x(row, column) += p.scale.value()(0, column) * draw(random);
  }
  return x;
}

}  // namespace

Variable log_prob(const ScaledGaussian& p, const Matrix& x) {
  return log_prob_of_ratio(
      p, x, [](const auto& n) { return Real(-0.5) * (log_two_pi + n.square()); },
      [](const auto& n) { return (-n).matrix(); });
}

Variable log_prob(const ScaledLaplace& p, const Matrix& x) {
  return log_prob_of_ratio(
      p, x, [](const auto& n) { return -log_two - n.abs(); },
      [](const auto& n) { return (-n.sign()).matrix(); });
}

Matrix mean(const ScaledGaussian& p) { return p.mean.value(); }
Matrix mean(const ScaledLaplace& p) { return p.mean.value(); }

Matrix sample(const ScaledGaussian& p, std::vector<Random>& randoms) {
  return sample_ratio(p, randoms, [](Random& random) { return random.normal(); });
}

Matrix sample(const ScaledLaplace& p, std::vector<Random>& randoms) {
  return sample_ratio(p, randoms, [](Random& random) {
    const Real u = random.uniform() - Real(0.5);
    return (u < 0 ? Real(1) : Real(-1)) * std::log(std::max(1 - 2 * std::abs(u), Real(1e-30)));
  });
}

}  // namespace jmvae
