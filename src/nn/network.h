#pragma once

#include "nn/activation.h"
#include "nn/dense.h"

#include <string>
#include <vector>

namespace jmvae {

/// One layer of a network as a model's description gives it.
struct LayerSpec {
  Index units = 0;  ///< outputs of a dense layer
  Activation activation = Activation::relu;
};

using NetworkSpec = std::vector<LayerSpec>;

/// Layers one after another. Without layers it hands its input on.
class Network {
 public:
  /// The layers' tensors are called NAME.0.weight, NAME.0.bias, NAME.1.weight, ...
  Network(ParameterLayout& layout, const std::string& name, Index inputs, const NetworkSpec& layers);

  /// x [samples, inputs] to [samples, outputs].
  Variable operator()(Variable x) const;

  Index outputs() const { return outputs_; }

 private:
  struct Layer {
    Dense dense;
    Activation activation;
  };
  std::vector<Layer> layers_;
  Index outputs_;
};

}  // namespace jmvae
