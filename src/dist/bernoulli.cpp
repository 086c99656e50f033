#include "dist/bernoulli.h"

#include "math/elementwise.h"

namespace jmvae {

Variable log_prob(const Bernoulli& p, const Matrix& x) {
  Variable logits = p.logits;
  Variable y = logits.tape->make(logits.rows(), 1, {logits});
  Matrix log_normalizer;
  softplus(logits.value(), log_normalizer);
  y.value() = (x.array() * logits.value().array() - log_normalizer.array()).rowwise().sum();

  // dl = x - sigmoid(l)
  logits.tape->on_backward(y, [=, &x] {
    Matrix probability;
    sigmoid(logits.value(), probability);
    logits.add_gradient(
        ((x - probability).array() * y.gradient().col(0).replicate(1, logits.cols()).array()).matrix());
  });
  return y;
}

Matrix mean(const Bernoulli& p) {
  Matrix probability;
  sigmoid(p.logits.value(), probability);
  return probability;
}

Matrix sample(const Bernoulli& p, std::uint64_t seed, std::uint32_t step, std::uint32_t first_index) {
  Matrix x = mean(p);
  for (Index row = 0; row < x.rows(); ++row) {
    Random random(seed, Purpose::observe, step, first_index + static_cast<std::uint32_t>(row));
    for (Index column = 0; column < x.cols(); ++column)
      x(row, column) = random.uniform() < x(row, column) ? 1 : 0;
  }
  return x;
}

}  // namespace jmvae
