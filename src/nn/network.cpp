#include "nn/network.h"

namespace jmvae {

Network::Network(ParameterLayout& layout, const std::string& name, Index inputs, const NetworkSpec& layers)
    : outputs_(inputs) {
  for (const LayerSpec& layer : layers) {
    const std::string layer_name = name + "." + std::to_string(layers_.size());
    layers_.push_back({Dense(layout, layer_name, outputs_, layer.units), layer.activation});
    outputs_ = layer.units;
  }
}

Variable Network::operator()(Variable x) const {
  for (const Layer& layer : layers_) x = activate(layer.activation, layer.dense(x));
  return x;
}

}  // namespace jmvae
