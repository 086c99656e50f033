#include "nn/rows.h"

#include <cmath>

namespace jmvae {

Variable repeat_rows(Variable x, Index times) {
  if (times == 1) return x;
  Variable y = x.tape->make(x.rows() * times, x.cols(), {x});
  for (Index row = 0; row < x.rows(); ++row) {
    y.value().middleRows(row * times, times) = x.value().row(row).replicate(times, 1);
  }
  x.tape->on_backward(y, [=] {
    Matrix gradient(x.rows(), x.cols());
    for (Index row = 0; row < x.rows(); ++row) {
      gradient.row(row) = y.gradient().middleRows(row * times, times).colwise().sum();
    }
    x.add_gradient(gradient);
  });
  return y;
}

Variable log_mean_exp_rows(Variable x, Index n) {
  if (n == 1) return x;
  Variable y = x.tape->make(x.rows() / n, 1, {x});
  for (Index row = 0; row < y.rows(); ++row) {
    const auto group = x.value().middleRows(row * n, n).array();
    const Real largest = group.maxCoeff();
    y.value()(row, 0) = largest + std::log((group - largest).exp().mean());
  }

  // dx_k = dy exp(x_k) / sum exp(x) = dy exp(x_k - y) / n
  x.tape->on_backward(y, [=] {
    Matrix gradient(x.rows(), 1);
    for (Index row = 0; row < y.rows(); ++row) {
      gradient.middleRows(row * n, n) =
          y.gradient()(row, 0) / static_cast<Real>(n) *
          (x.value().middleRows(row * n, n).array() - y.value()(row, 0)).exp().matrix();
    }
    x.add_gradient(gradient);
  });
  return y;
}

Variable mean_rows(Variable x, Index n) {
  if (n == 1) return x;
  Variable y = x.tape->make(x.rows() / n, 1, {x});
  for (Index row = 0; row < y.rows(); ++row) y.value()(row, 0) = x.value().middleRows(row * n, n).mean();
  x.tape->on_backward(y, [=] {
    Matrix gradient(x.rows(), 1);
    for (Index row = 0; row < y.rows(); ++row) {
      gradient.middleRows(row * n, n).setConstant(y.gradient()(row, 0) / static_cast<Real>(n));
    }
    x.add_gradient(gradient);
  });
  return y;
}

}  // namespace jmvae
