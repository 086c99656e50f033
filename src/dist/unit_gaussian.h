#pragma once

#include "math/random.h"
#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// Numbers with a learned mean and a fixed variance of 1, as the authors take for faces: mean [samples,
/// values].
struct UnitGaussian {
  Variable mean;
};

/// log N(x; mean, I) = -1/2 sum(log 2 pi + (x - mean)^2): [samples, 1]. x must outlive the tape's use. It is
/// [samples, values], or has one row for each n successive samples.
Variable log_prob(const UnitGaussian& p, const Matrix& x);

/// The mean: [samples, values].
Matrix mean(const UnitGaussian& p);

/// Draws: [samples, values]; row r from the numbers of randoms[r].
Matrix sample(const UnitGaussian& p, std::vector<Random>& randoms);

}  // namespace jmvae
