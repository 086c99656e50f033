#pragma once

#include "math/matrix.h"

#include <vector>

namespace jmvae {

/// Squared differences of neighbouring pixels, side by side and one above the other, summed over all of a
/// picture and its channels. values: one picture [height, width] or [height, width, channels], of that shape.
double gradient_energy(const Real* values, const std::vector<Index>& shape);

}  // namespace jmvae
