#include "dist/unit_gaussian.h"

#include "math/elementwise.h"

namespace jmvae {

Variable log_prob(const UnitGaussian& p, const Matrix& x) {
  Variable mean = p.mean;
  Variable y = mean.tape->make(mean.rows(), 1, {mean});
  const Index times = mean.rows() / x.rows();
  for (Index row = 0; row < mean.rows(); ++row) {
    y.value()(row, 0) =
        Real(-0.5) * (log_two_pi + (x.row(row / times) - mean.value().row(row)).array().square()).sum();
  }

  // dm = x - m
  mean.tape->on_backward(y, [=, &x] {
    Matrix slope(mean.rows(), mean.cols());
    for (Index row = 0; row < slope.rows(); ++row) {
      slope.row(row) = y.gradient()(row, 0) * (x.row(row / times) - mean.value().row(row));
    }
    mean.add_gradient(slope);
  });
  return y;
}

Matrix mean(const UnitGaussian& p) { return p.mean.value(); }

Matrix sample(const UnitGaussian& p, std::vector<Random>& /*randoms*/) { return mean(p); }

}  // namespace jmvae
