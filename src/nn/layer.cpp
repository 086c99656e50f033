#include "nn/layer.h"

#include "nn/arithmetic.h"

namespace jmvae {

namespace {

using Function = std::variant<Dense, Convolution, TransposedConvolution>;

Function make_function(ParameterLayout& layout, const std::string& name, const Shape& inputs,
                       const LayerSpec& spec) {
  // With smaller weights an adversary, whose layers end in leaky_relu, passes on so little at first that it
  // takes epochs to tell anything. The other networks begin as in the papers' code.
  const Initializer initializer =
      spec.activation == Activation::leaky_relu ? Initializer::he_uniform : Initializer::glorot_uniform;
  switch (spec.kind) {
    case LayerKind::convolution:
      return Convolution(layout, name, inputs, spec.units, spec.window, initializer);
    case LayerKind::transposed_convolution:
      return TransposedConvolution(layout, name, inputs, spec.units, spec.window);
    case LayerKind::dense:
      break;
  }
  return Dense(layout, name, inputs.size(), spec.units, initializer);
}

/// Outputs of the linear function alone.
Result<Shape> linear_shape(const LayerSpec& layer, const Shape& inputs) {
  if (layer.kind == LayerKind::dense) {
    if (layer.shape.empty()) return Shape(layer.units);
    if (layer.shape.size() != 3)
      return fail("a dense layer's shape has ", layer.shape.size(), " sizes, not 3");
    const Shape shape(layer.shape[0], layer.shape[1], layer.shape[2]);
    if (shape.size() == layer.units) return shape;
    return fail("a dense layer of ", layer.units, " units can't be seen as ", shape.size(), " numbers");
  }
  const Index kernel = layer.window.kernel, stride = layer.window.stride;
  if (kernel < stride || (kernel - stride) % 2 != 0) {
    return fail("a window of ", kernel, " pixels can't move by ", stride,
                "; expected a kernel that exceeds the stride by 0, 2, 4, ...");
  }
  if (layer.kind == LayerKind::transposed_convolution) {
    return Shape(inputs.height * stride, inputs.width * stride, layer.units);
  }
  if (inputs.height % stride != 0 || inputs.width % stride != 0) {
    return fail("a picture of ", inputs.height, " x ", inputs.width, " can't be divided by a stride of ",
                stride);
  }
  return Shape(inputs.height / stride, inputs.width / stride, layer.units);
}

}  // namespace

Result<Shape> shape_after(const LayerSpec& layer, const Shape& inputs) {
  const auto outputs = linear_shape(layer, inputs);
  if (!outputs) return outputs;
  constexpr Index most_numbers = 1 << 22;  // more are a damaged description, not a layer
  if (outputs->height > most_numbers || outputs->width > most_numbers || outputs->channels > most_numbers ||
      static_cast<double>(outputs->height) * static_cast<double>(outputs->width) *
              static_cast<double>(outputs->channels) >
          most_numbers) {
    return fail("a layer has more than ", most_numbers, " outputs");
  }
  if (layer.residual && outputs->size() != inputs.size()) {
    return fail("a residual layer turns ", inputs.size(), " numbers into ", outputs->size(),
                ", so they can't be added");
  }
  return outputs;
}

Layer::Layer(ParameterLayout& layout, const std::string& name, const Shape& inputs, const LayerSpec& spec)
    : function_(make_function(layout, name, inputs, spec)),
      activation_(spec.activation),
      residual_(spec.residual),
      outputs_(*shape_after(spec, inputs)) {
  if (spec.normalize) {
    // Every unit of a dense layer is a channel of its own, whatever it is seen as afterwards.
    normalization_.emplace(layout, name, spec.kind == LayerKind::dense ? Shape(spec.units) : outputs_);
  }
}

Variable Layer::operator()(Variable x) const {
  Variable y = std::visit([&](const auto& function) { return function(x); }, function_);
  if (normalization_) y = (*normalization_)(y);
  y = activate(activation_, y);
  return residual_ ? x + y : y;
}

}  // namespace jmvae
