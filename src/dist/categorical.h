#pragma once

#include "math/random.h"
#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// One of several values with probabilities softmax(logits): logits [samples, values].
struct Categorical {
  Variable logits;
};

/// log p(x) = sum x (l - log sum exp l): [samples, 1]. x is one-hot, or the weights of values, and must
/// outlive the tape's use. It is [samples, values], or has one row for each n successive samples.
Variable log_prob(const Categorical& p, const Matrix& x);

/// Probabilities of the values: [samples, values].
Matrix mean(const Categorical& p);

/// One-hot draws: [samples, values]; row r from the numbers of randoms[r].
Matrix sample(const Categorical& p, std::vector<Random>& randoms);

/// The same of those values that are possible, 1 in a matrix [samples, values] that has a 1 in each row.
Matrix sample(const Categorical& p, const Matrix& possible, std::vector<Random>& randoms);

/// The value, one-hot, at which the probabilities so far exceed a number in [0, 1): level [samples * n, 1]
/// for n successive rows of each sample.
Matrix quantile(const Categorical& p, const Matrix& level);

}  // namespace jmvae
