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

/// What stands for a draw: the mean, [samples, values]. The variance of 1 is not the data's; colours between
/// 0 and 1 vary far less, and no encoder has seen a picture under such noise. The authors' library (Tars)
/// takes the mean, too.
Matrix sample(const UnitGaussian& p, std::vector<Random>& randoms);

}  // namespace jmvae
