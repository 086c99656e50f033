#include "nn/network.h"

namespace jmvae {

Result<Shape> shape_after(const NetworkSpec& layers, const Shape& inputs) {
  Shape shape = inputs;
  for (std::size_t number = 0; number < layers.size(); ++number) {
    const auto after = shape_after(layers[number], shape);
    if (!after) return fail("layer ", number + 1, ": ", after.error().message);
    shape = *after;
  }
  return shape;
}

Network::Network(ParameterLayout& layout, const std::string& name, const Shape& inputs,
                 const NetworkSpec& layers)
    : outputs_(inputs) {
  for (const LayerSpec& layer : layers) {
    layers_.emplace_back(layout, name + "." + std::to_string(layers_.size()), outputs_, layer);
    outputs_ = layers_.back().outputs();
  }
}

Variable Network::operator()(Variable x) const {
  for (const Layer& layer : layers_) x = layer(x);
  return x;
}

}  // namespace jmvae
