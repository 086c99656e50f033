#include "dist/bernoulli.h"

#include "math/elementwise.h"

namespace jmvae {

Variable log_prob(const Bernoulli& p, const Matrix& x) {
  Variable logits = p.logits;
  Variable y = logits.tape->make(logits.rows(), 1, {logits});
  const Index times = logits.rows() / x.rows();
  Matrix log_normalizer;
  softplus(logits.value(), log_normalizer);
  y.value() = -log_normalizer.rowwise().sum();
  for (Index row = 0; row < x.rows(); ++row) {
    y.value().middleRows(row * times, times).noalias() +=
        logits.value().middleRows(row * times, times) * x.row(row).transpose();
  }

  // dl = x - sigmoid(l)
  logits.tape->on_backward(y, [=, &x] {
    Matrix slope;
    sigmoid(logits.value(), slope);
    for (Index row = 0; row < slope.rows(); ++row) {
      slope.row(row) = y.gradient()(row, 0) * (x.row(row / times) - slope.row(row));
    }
    logits.add_gradient(slope);
  });
  return y;
}

Matrix mean(const Bernoulli& p) {
  Matrix probability;
  sigmoid(p.logits.value(), probability);
  return probability;
}

Matrix sample(const Bernoulli& p, std::vector<Random>& randoms) {
  Matrix x = mean(p);
  for (Index row = 0; row < x.rows(); ++row) {
    Random& random = randoms[static_cast<std::size_t>(row)];
    for (Index column = 0; column < x.cols(); ++column)
      x(row, column) = random.uniform() < x(row, column) ? 1 : 0;
  }
  return x;
}

}  // namespace jmvae
