#pragma once

#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// Puts features side by side: parts [samples, n_i] to [samples, sum of n_i]. At least one part.
Variable concatenate(const std::vector<Variable>& parts);

/// Features first ... first + count - 1: x [samples, features] to [samples, count].
Variable columns(Variable x, Index first, Index count);

}  // namespace jmvae
