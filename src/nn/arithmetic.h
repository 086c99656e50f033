#pragma once
// Sums and multiples of variables of one shape, so that an objective reads like its equation.

#include "nn/tape.h"

namespace jmvae {

Variable operator+(Variable a, Variable b);
Variable operator-(Variable a, Variable b);
Variable operator*(Real factor, Variable a);

}  // namespace jmvae
