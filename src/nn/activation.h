#pragma once
// Nonlinearities, entry by entry.

#include "nn/tape.h"

namespace jmvae {

enum class Activation { linear, relu, leaky_relu, softplus, swish };

Variable relu(Variable x);  ///< max(x, 0)
/// max(x, 0.2 x), which passes gradients everywhere, as in adversaries (Radford, Metz and Chintala 2016).
Variable leaky_relu(Variable x);
Variable softplus(Variable x);  ///< log(1 + exp(x))
Variable sigmoid(Variable x);   ///< 1 / (1 + exp(-x))
Variable swish(Variable x);     ///< x sigmoid(x) (Ramachandran, Zoph and Le 2017)

Variable activate(Activation activation, Variable x);

}  // namespace jmvae
