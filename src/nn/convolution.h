#pragma once

#include "nn/parameters.h"
#include "nn/patches.h"
#include "nn/tape.h"

#include <string>

namespace jmvae {

/// A convolution: every pixel of y is a linear function of the patch of x under the window.
/// Shapes: x [samples, inputs], W [channels, kernel, kernel, inputs.channels], b [channels], y [samples,
/// outputs], where outputs are inputs / stride.
class Convolution {
 public:
  /// Adds the tensors NAME.weight and NAME.bias (zero) to the layout.
  Convolution(ParameterLayout& layout, const std::string& name, const Shape& inputs, Index channels,
              const Window& window, Initializer initializer = Initializer::glorot_uniform);

  Variable operator()(Variable x) const;

  Shape outputs() const;

 private:
  Shape inputs_;
  Window window_;
  Tensor weight_, bias_;
};

/// The transpose of a convolution: every pixel of x paints a patch of y, which overlap and add up.
/// Shapes: x [samples, inputs], W [inputs.channels, kernel, kernel, channels], b [channels], y [samples,
/// outputs], where outputs are inputs * stride.
class TransposedConvolution {
 public:
  /// Adds the tensors NAME.transposed_weight (Glorot uniform) and NAME.bias (zero) to the layout.
  TransposedConvolution(ParameterLayout& layout, const std::string& name, const Shape& inputs, Index channels,
                        const Window& window);

  Variable operator()(Variable x) const;

  const Shape& outputs() const { return outputs_; }

 private:
  Shape inputs_, outputs_;
  Window window_;
  Tensor weight_, bias_;
};

}  // namespace jmvae
