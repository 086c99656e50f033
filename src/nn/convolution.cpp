#include "nn/convolution.h"

#include <algorithm>

namespace jmvae {

namespace {

// Samples whose patches go through one matrix product: enough rows for speed, few enough for a core's cache.
Index samples_at_once(Index samples, Index places) {
  constexpr Index rows = 512;
  return std::clamp<Index>(rows / places, 1, samples);
}

/// Calls work(first, count) for the samples, part by part.
template <class Work>
void for_each_part(Index samples, Index places, Work work) {
  const Index most = samples_at_once(samples, places);
  for (Index first = 0; first < samples; first += most) work(first, std::min(most, samples - first));
}

/// The patches of samples first ... first + count - 1: [count * places, patch size].
void gather(const Matrix& pictures, Index first, Index count, const Shape& shape, const Window& window,
            Matrix& patches) {
  const Index places = window.places(shape);
  patches.resize(count * places, window.patch_size(shape));
  for (Index i = 0; i < count; ++i) {
    gather_patches(pictures.row(first + i).data(), shape, window, patches.row(i * places).data());
  }
}

void scatter(const Matrix& patches, Index first, Index count, const Shape& shape, const Window& window,
             Matrix& pictures) {
  const Index places = window.places(shape);
  for (Index i = 0; i < count; ++i) {
    scatter_patches(patches.row(i * places).data(), shape, window, pictures.row(first + i).data());
  }
}

}  // namespace

Convolution::Convolution(ParameterLayout& layout, const std::string& name, const Shape& inputs,
                         Index channels, const Window& window, Initializer initializer)
    : inputs_(inputs),
      window_(window),
      weight_(layout[layout.add(name + ".weight", {channels, window.kernel, window.kernel, inputs.channels},
                                initializer)]),
      bias_(layout[layout.add(name + ".bias", {channels}, Initializer::zero)]) {}

Shape Convolution::outputs() const {
  return {inputs_.height / window_.stride, inputs_.width / window_.stride, bias_.size};
}

Variable Convolution::operator()(Variable x) const {
  const Shape outputs = this->outputs();
  Variable y = x.tape->make_from_parameters(x.rows(), outputs.size(), x);

  for_each_part(x.rows(), outputs.pixels(), [&](Index first, Index count) {
    Matrix patches;
    gather(x.value(), first, count, inputs_, window_, patches);
    MatrixMap out = pixel_rows(y.value(), outputs, first, count);
    out.noalias() = patches * x.tape->matrix(weight_).transpose();
    out.rowwise() += x.tape->row(bias_);
  });

  // With patches P(x): dx = P^T(dy W), dW = dy^T P(x), db = sum of dy over samples and pixels
  x.tape->on_backward(y, [=, layer = *this, frozen = x.tape->parameters_frozen()] {
    Tape& tape = *x.tape;
    Matrix patches, gradient = Matrix::Zero(x.rows(), x.needs_gradient() ? x.cols() : 0);
    for_each_part(x.rows(), outputs.pixels(), [&](Index first, Index count) {
      const ConstMatrixMap slope = pixel_rows(y.gradient(), outputs, first, count);
      if (!frozen) {
        gather(x.value(), first, count, layer.inputs_, layer.window_, patches);
        tape.matrix_gradient(layer.weight_).noalias() += slope.transpose() * patches;
        tape.row_gradient(layer.bias_) += slope.colwise().sum();
      }
      if (x.needs_gradient()) {
        patches.noalias() = slope * tape.matrix(layer.weight_);
        scatter(patches, first, count, layer.inputs_, layer.window_, gradient);
      }
    });
    if (x.needs_gradient()) x.add_gradient(gradient);
  });
  return y;
}

TransposedConvolution::TransposedConvolution(ParameterLayout& layout, const std::string& name,
                                             const Shape& inputs, Index channels, const Window& window)
    : inputs_(inputs),
      outputs_(inputs.height * window.stride, inputs.width * window.stride, channels),
      window_(window),
      weight_(layout[layout.add(name + ".transposed_weight",
                                {inputs.channels, window.kernel, window.kernel, channels},
                                Initializer::glorot_uniform)]),
      bias_(layout[layout.add(name + ".bias", {channels}, Initializer::zero)]) {}

Variable TransposedConvolution::operator()(Variable x) const {
  Variable y = x.tape->make_from_parameters(x.rows(), outputs_.size(), x);

  pixel_rows(y.value(), outputs_).rowwise() = x.tape->row(bias_);
  for_each_part(x.rows(), inputs_.pixels(), [&](Index first, Index count) {
    const Matrix patches = pixel_rows(x.value(), inputs_, first, count) * x.tape->matrix(weight_);
    scatter(patches, first, count, outputs_, window_, y.value());
  });

  // With patches P(dy): dx = P(dy) W^T, dW = x^T P(dy), db = sum of dy over samples and pixels
  x.tape->on_backward(y, [=, layer = *this, frozen = x.tape->parameters_frozen()] {
    Tape& tape = *x.tape;
    Matrix patches, gradient(x.rows(), x.needs_gradient() ? x.cols() : 0);
    for_each_part(x.rows(), layer.inputs_.pixels(), [&](Index first, Index count) {
      gather(y.gradient(), first, count, layer.outputs_, layer.window_, patches);
      if (!frozen) {
        tape.matrix_gradient(layer.weight_).noalias() +=
            pixel_rows(x.value(), layer.inputs_, first, count).transpose() * patches;
      }
      if (x.needs_gradient()) {
        pixel_rows(gradient, layer.inputs_, first, count).noalias() =
            patches * tape.matrix(layer.weight_).transpose();
      }
    });
    if (!frozen) {
      tape.row_gradient(layer.bias_) += pixel_rows(y.gradient(), layer.outputs_).colwise().sum();
    }
    if (x.needs_gradient()) x.add_gradient(gradient);
  });
  return y;
}

}  // namespace jmvae
