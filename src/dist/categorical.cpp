#include "dist/categorical.h"

#include "math/elementwise.h"

#include <cmath>
#include <limits>

namespace jmvae {

Variable log_prob(const Categorical& p, const Matrix& x) {
  Variable logits = p.logits;
  Variable y = logits.tape->make(logits.rows(), 1, {logits});
  const Index times = logits.rows() / x.rows();
  for (Index row = 0; row < logits.rows(); ++row) {
    const auto l = logits.value().row(row);
    const Real largest = l.maxCoeff();
    const Real log_normalizer = largest + std::log((l.array() - largest).exp().sum());
    y.value()(row, 0) = (x.row(row / times).array() * (l.array() - log_normalizer)).sum();
  }

  // dl = x - softmax(l) sum(x)
  logits.tape->on_backward(y, [=, &x] {
    Matrix slope;
    softmax_rows(logits.value(), slope);
    for (Index row = 0; row < slope.rows(); ++row) {
      const auto observed = x.row(row / times);
      slope.row(row) = y.gradient()(row, 0) * (observed - observed.sum() * slope.row(row));
    }
    logits.add_gradient(slope);
  });
  return y;
}

Matrix mean(const Categorical& p) {
  Matrix probability;
  softmax_rows(p.logits.value(), probability);
  return probability;
}

namespace {

Matrix levels(std::vector<Random>& randoms) {
  Matrix level(static_cast<Index>(randoms.size()), 1);
  for (Index row = 0; row < level.rows(); ++row)
    level(row, 0) = randoms[static_cast<std::size_t>(row)].uniform();
  return level;
}

/// The value, one-hot, at which probabilities [samples, values] so far exceed a level [samples * n, 1].
Matrix reached(const Matrix& probability, const Matrix& level) {
  const Index times = level.rows() / probability.rows();
  Matrix x = Matrix::Zero(level.rows(), probability.cols());
  for (Index row = 0; row < x.rows(); ++row) {
    const auto p = probability.row(row / times);
    // The last possible value takes what rounding leaves over.
    Index value = 0, last = x.cols() - 1;
    while (last > 0 && p[last] == 0) --last;
    for (Real below = p[0]; level(row, 0) >= below && value < last; below += p[value]) ++value;
    x(row, value) = 1;
  }
  return x;
}

}  // namespace

Matrix sample(const Categorical& p, std::vector<Random>& randoms) { return quantile(p, levels(randoms)); }

Matrix sample(const Categorical& p, const Matrix& possible, std::vector<Random>& randoms) {
  Matrix probability;
  // Where what is possible has no probability that a float could hold, its values are as good as each other.
  constexpr Real least = std::numeric_limits<Real>::min();
  softmax_rows(p.logits.value(), probability);
  probability = probability.cwiseMax(least).cwiseProduct(possible);
  probability.array().colwise() /= probability.rowwise().sum().array().eval();
  return reached(probability, levels(randoms));
}

Matrix quantile(const Categorical& p, const Matrix& level) { return reached(mean(p), level); }

}  // namespace jmvae
