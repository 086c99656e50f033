#pragma once
// Functions of single numbers in forms that neither overflow nor cancel, and their matrix versions.

#include "math/matrix.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

constexpr Real log_two_pi = static_cast<Real>(1.837877066409345483560659);

/// 1 / (1 + exp(-x)), without overflow.
inline Real sigmoid(Real x) {
  const Real e = std::exp(-std::abs(x));
  return (x >= 0 ? Real(1) : e) / (1 + e);
}

/// log(1 + exp(x)), without overflow.
inline Real softplus(Real x) { return std::max(x, Real(0)) + std::log1p(std::exp(-std::abs(x))); }

/// 1 / (1 + exp(-x)) of each entry.
void sigmoid(const Matrix& x, Matrix& out);

/// log(1 + exp(x)) of each entry.
void softplus(const Matrix& x, Matrix& out);

/// log sum exp of n numbers, in double; -infinity where all are.
double log_sum_exp(const double* values, Index count);

/// Row by row: probabilities exp(x) / sum exp(x), shape of x.
void softmax_rows(const Matrix& x, Matrix& out);

}  // namespace jmvae
