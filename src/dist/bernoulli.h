#pragma once

#include "math/random.h"
#include "nn/tape.h"

namespace jmvae {

/// Independent yes-or-no values with P(x = 1) = sigmoid(logit): logits [samples, values].
struct Bernoulli {
  Variable logits;
};

/// log p(x) = sum(x l - log(1 + exp(l))): [samples, 1]. x [samples, values] in [0, 1], must outlive the
/// tape's use.
Variable log_prob(const Bernoulli& p, const Matrix& x);

/// P(x = 1): [samples, values].
Matrix mean(const Bernoulli& p);

/// Draws of zeros and ones: [samples, values]; row r from the random sequence at index first_index + r.
Matrix sample(const Bernoulli& p, std::uint64_t seed, std::uint32_t step, std::uint32_t first_index = 0);

}  // namespace jmvae
