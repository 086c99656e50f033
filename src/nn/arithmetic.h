#pragma once
// Sums and multiples of variables of one shape, entry by entry, so that an objective reads like its equation.

#include "nn/tape.h"

namespace jmvae {

Variable operator+(Variable a, Variable b);
Variable operator-(Variable a, Variable b);
Variable operator+(Variable a, Real number);
Variable operator*(Real factor, Variable a);

/// Row by row the inner product of a and b: [samples, 1].
Variable dot_rows(Variable a, Variable b);

}  // namespace jmvae
