#pragma once

#include "math/matrix.h"

#include <cstdint>
#include <vector>

namespace jmvae {

/// Settings of the optimizer, with the values of the authors' code.
struct AdamSettings {
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-4;  ///< added to sqrt(v) before bias correction
  double clip_norm = 5;   ///< gradients are first scaled down to at most this Euclidean norm; 0: not
  double clip_value = 1;  ///< then each entry is cut to at most this size; 0: not
};

/// Running averages of the gradient and of its square.
struct AdamState {
  Vector first_moment, second_moment;
};

/// One step of Adam (Kingma and Ba 2015), with both bias corrections folded into the step size as at the end
/// of its section 2: step = rate sqrt(1 - beta2^t) / (1 - beta1^t), parameter -= step m / (sqrt(v) +
/// epsilon). The gradient is the sum of `parts`, taken in their order; the first of them is overwritten. t
/// counts from 1. relative_rates: of every parameter, over `rate`; empty: all 1. Returns the gradient's norm
/// before clipping; where that is not finite, nothing else is changed. The result does not depend on the
/// number of threads.
double adam_step(const AdamSettings& settings, std::int64_t t, double rate, const Vector& relative_rates,
                 std::vector<Vector>& parts, AdamState& state, Vector& parameters, int threads);

}  // namespace jmvae
