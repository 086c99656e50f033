#pragma once

#include "math/random.h"
#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// Independent yes-or-no values with P(x = 1) = sigmoid(logit): logits [samples, values].
struct Bernoulli {
  Variable logits;
};

/// log p(x) = sum(x l - log(1 + exp(l))): [samples, 1]. x in [0, 1] must outlive the tape's use. It is
/// [samples, values], or has one row for each n successive samples.
Variable log_prob(const Bernoulli& p, const Matrix& x);

/// P(x = 1): [samples, values].
Matrix mean(const Bernoulli& p);

/// Draws of zeros and ones: [samples, values]; row r from the numbers of randoms[r].
Matrix sample(const Bernoulli& p, std::vector<Random>& randoms);

}  // namespace jmvae
