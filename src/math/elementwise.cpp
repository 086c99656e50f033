#include "math/elementwise.h"

#include <limits>

namespace jmvae {

// On the browser's SIMD path Eigen's packet exp is three times slower than a plain loop over std::exp.
#if defined(__EMSCRIPTEN__)
void sigmoid(const Matrix& x, Matrix& out) {
  out.resize(x.rows(), x.cols());
  for (Index i = 0; i < x.size(); ++i) out.data()[i] = sigmoid(x.data()[i]);
}

void softplus(const Matrix& x, Matrix& out) {
  out.resize(x.rows(), x.cols());
  for (Index i = 0; i < x.size(); ++i) out.data()[i] = softplus(x.data()[i]);
}
#else
void sigmoid(const Matrix& x, Matrix& out) {
  out.resize(x.rows(), x.cols());
  // exp overflows to infinity far below -88, where the quotient is zero as it should be.
  out.array() = (1 + (-x.array()).exp()).inverse();
}

void softplus(const Matrix& x, Matrix& out) {
  out.resize(x.rows(), x.cols());
  out.array() = x.array().max(Real(0)) + (-x.array().abs()).exp().log1p();
}
#endif

double log_sum_exp(const double* values, Index count) {
  double largest = -std::numeric_limits<double>::infinity();
  for (Index i = 0; i < count; ++i) {
    if (std::isnan(values[i])) return values[i];  // a comparison would pass over it
    largest = std::max(largest, values[i]);
  }
  if (!std::isfinite(largest)) return largest;
  double sum = 0;
  for (Index i = 0; i < count; ++i) sum += std::exp(values[i] - largest);
  return largest + std::log(sum);
}

void softmax_rows(const Matrix& x, Matrix& out) {
  out.resize(x.rows(), x.cols());
  for (Index row = 0; row < x.rows(); ++row) {
    const Real largest = x.row(row).maxCoeff();
    Real sum = 0;
    for (Index column = 0; column < x.cols(); ++column) {
      out(row, column) = std::exp(x(row, column) - largest);
      sum += out(row, column);
    }
    out.row(row) /= sum;
  }
}

}  // namespace jmvae
