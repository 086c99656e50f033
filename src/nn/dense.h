#pragma once

#include "nn/parameters.h"
#include "nn/tape.h"

#include <string>

namespace jmvae {

/// A fully connected layer, y = x W^T + b.
/// Shapes: x [samples, inputs], W [outputs, inputs], b [outputs], y [samples, outputs].
class Dense {
 public:
  /// Adds the tensors NAME.weight and NAME.bias (zero) to the layout.
  Dense(ParameterLayout& layout, const std::string& name, Index inputs, Index outputs,
        Initializer initializer = Initializer::glorot_uniform);

  Variable operator()(Variable x) const;

  Index inputs() const { return weight_.shape[1]; }
  Index outputs() const { return weight_.shape[0]; }

 private:
  Tensor weight_, bias_;
};

}  // namespace jmvae
