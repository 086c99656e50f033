#pragma once

#include "math/random.h"
#include "nn/tape.h"

namespace jmvae {

/// One of several values with probabilities softmax(logits): logits [samples, values].
struct Categorical {
  Variable logits;
};

/// log p(x) = sum x (l - log sum exp l): [samples, 1]. x [samples, values] is one-hot, or the weights of
/// values; must outlive the tape's use.
Variable log_prob(const Categorical& p, const Matrix& x);

/// Probabilities of the values: [samples, values].
Matrix mean(const Categorical& p);

/// One-hot draws: [samples, values]; row r from the random sequence at index first_index + r.
Matrix sample(const Categorical& p, std::uint64_t seed, std::uint32_t step, std::uint32_t first_index = 0);

}  // namespace jmvae
