#include "nn/batch_normalization.h"

namespace jmvae {

namespace {

/// Every pixel of every sample as a row: [samples * pixels, channels].
ConstMatrixMap pixels(const Matrix& x, const Shape& shape) {
  return {x.data(), x.rows() * shape.pixels(), shape.channels};
}
MatrixMap pixels(Matrix& x, const Shape& shape) {
  return {x.data(), x.rows() * shape.pixels(), shape.channels};
}

}  // namespace

BatchNormalization::BatchNormalization(ParameterLayout& layout, const std::string& name, const Shape& shape)
    : shape_(shape),
      scale_(layout[layout.add(name + ".scale", {shape.channels}, Initializer::one)]),
      shift_(layout[layout.add(name + ".shift", {shape.channels}, Initializer::zero)]),
      mean_(layout[layout.add(name + ".running_mean", {shape.channels}, Initializer::zero, Role::statistic)]),
      variance_(layout[layout.add(name + ".running_variance", {shape.channels}, Initializer::one,
                                  Role::statistic)]) {}

Variable BatchNormalization::operator()(Variable x) const {
  Tape& tape = *x.tape;
  Variable y = tape.make_from_parameters(x.rows(), x.cols(), x);
  const auto in = pixels(x.value(), shape_);
  auto out = pixels(y.value(), shape_);
  const bool of_batch = training_supported && tape.recording() && !tape.parameters_frozen();

  RowVector mean = tape.row(mean_), variance = tape.row(variance_);
  if (of_batch) {
    mean = in.colwise().mean();
    out = in.rowwise() - mean;
    variance = out.array().square().colwise().mean();
    tape.follow(mean_, mean);
    tape.follow(variance_, variance);
  } else {
    out = in.rowwise() - mean;
  }
  const RowVector inverse = (variance.array() + epsilon).rsqrt();
  out.array().rowwise() *= inverse.array() * tape.row(scale_).array();
  out.rowwise() += tape.row(shift_);

  if (!of_batch) {
    tape.on_backward(y, [=, layer = *this] {
      Matrix gradient = y.gradient();
      pixels(gradient, layer.shape_).array().rowwise() *= inverse.array() * x.tape->row(layer.scale_).array();
      x.add_gradient(gradient);
    });
    return y;
  }
  // With n = (x - mean) / deviation of the batch: dscale = sum dy n, dshift = sum dy,
  // dx = scale / deviation (dy - mean of dy - n mean of dy n)
  tape.on_backward(y, [=, layer = *this] {
    Tape& recorded = *x.tape;
    const auto slope = pixels(y.gradient(), layer.shape_);
    Matrix normalized = pixels(x.value(), layer.shape_).rowwise() - mean;
    normalized.array().rowwise() *= inverse.array();
    const RowVector slope_sum = slope.colwise().sum();
    const RowVector product_sum = (slope.array() * normalized.array()).colwise().sum();
    recorded.row_gradient(layer.scale_) += product_sum;
    recorded.row_gradient(layer.shift_) += slope_sum;
    if (!x.needs_gradient()) return;
    const Real count = static_cast<Real>(slope.rows());
    normalized.array().rowwise() *= -product_sum.array() / count;
    normalized += slope;
    normalized.rowwise() -= slope_sum / count;
    normalized.array().rowwise() *= inverse.array() * recorded.row(layer.scale_).array();
    x.add_gradient(ConstMatrixMap(normalized.data(), x.rows(), x.cols()));
  });
  return y;
}

}  // namespace jmvae
