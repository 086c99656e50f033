#pragma once

#include "nn/layer.h"

#include <string>
#include <vector>

namespace jmvae {

using NetworkSpec = std::vector<LayerSpec>;

/// What a network makes of its input; a sentence that names the layer which can't take its own.
Result<Shape> shape_after(const NetworkSpec& layers, const Shape& inputs);

/// Layers one after another. Without layers it hands its input on.
class Network {
 public:
  /// The layers' tensors are called NAME.0.weight, NAME.0.bias, NAME.1.weight, ... shape_after must have an
  /// answer.
  Network(ParameterLayout& layout, const std::string& name, const Shape& inputs, const NetworkSpec& layers);

  /// x [samples, inputs] to [samples, outputs].
  Variable operator()(Variable x) const;

  const Shape& shape() const { return outputs_; }
  Index outputs() const { return outputs_.size(); }

 private:
  std::vector<Layer> layers_;
  Shape outputs_;
};

}  // namespace jmvae
