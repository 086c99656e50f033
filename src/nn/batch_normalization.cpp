#include "nn/batch_normalization.h"

namespace jmvae {

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
  const auto in = pixel_rows(x.value(), shape_);
  auto out = pixel_rows(y.value(), shape_);
  const bool learning = training_supported && tape.recording() && !tape.parameters_frozen();
  const bool of_batch = learning && !tape.statistics_held();

  RowVector mean = tape.row(mean_), variance = tape.row(variance_);
  if (of_batch) {
    mean = in.colwise().mean();
    out = in.rowwise() - mean;
    variance = out.array().square().colwise().mean();
    tape.follow(mean_, mean, in.rows());
    tape.follow(variance_, variance, in.rows());
  } else {
    out = in.rowwise() - mean;
  }
  const RowVector inverse = (variance.array() + epsilon).rsqrt();
  out.array().rowwise() *= inverse.array() * tape.row(scale_).array();
  out.rowwise() += tape.row(shift_);

  // With n = (x - mean) / deviation: dscale = sum dy n, dshift = sum dy, dx = scale / deviation dy; and where
  // mean and deviation are the batch's, dx = scale / deviation (dy - mean of dy - n mean of dy n)
  tape.on_backward(y, [=, layer = *this] {
    Tape& recorded = *x.tape;
    Matrix gradient = y.gradient();
    auto slope = pixel_rows(gradient, layer.shape_);
    if (learning) {
      Matrix normalized = pixel_rows(x.value(), layer.shape_).rowwise() - mean;
      normalized.array().rowwise() *= inverse.array();
      const RowVector slope_sum = slope.colwise().sum();
      const RowVector product_sum = (slope.array() * normalized.array()).colwise().sum();
      recorded.row_gradient(layer.scale_) += product_sum;
      recorded.row_gradient(layer.shift_) += slope_sum;
      if (of_batch) {
        const Real count = static_cast<Real>(slope.rows());
        normalized.array().rowwise() *= product_sum.array() / count;
        slope -= normalized;
        slope.rowwise() -= slope_sum / count;
      }
    }
    slope.array().rowwise() *= inverse.array() * recorded.row(layer.scale_).array();
    x.add_gradient(gradient);
  });
  return y;
}

}  // namespace jmvae
