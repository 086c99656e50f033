#include "dist/categorical.h"

#include "math/elementwise.h"

#include <cmath>

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

Matrix sample(const Categorical& p, std::vector<Random>& randoms) {
  Matrix level(p.logits.rows(), 1);
  for (Index row = 0; row < level.rows(); ++row)
    level(row, 0) = randoms[static_cast<std::size_t>(row)].uniform();
  return quantile(p, level);
}

Matrix quantile(const Categorical& p, const Matrix& level) {
  const Matrix probability = mean(p);
  const Index times = level.rows() / probability.rows();
  Matrix x = Matrix::Zero(level.rows(), probability.cols());
  for (Index row = 0; row < x.rows(); ++row) {
    Index value = 0;
    // The last value takes what rounding leaves over.
    for (Real below = probability(row / times, 0); level(row, 0) >= below && value + 1 < x.cols();
         below += probability(row / times, value))
      ++value;
    x(row, value) = 1;
  }
  return x;
}

}  // namespace jmvae
