#pragma once

#include "nn/parameters.h"
#include "nn/shape.h"
#include "nn/tape.h"

#include <string>

namespace jmvae {

/// Batch normalization (Ioffe and Szegedy 2015, algorithm 1), channel by channel:
///
///   y = scale (x - mean) / sqrt(variance + epsilon) + shift
///
/// Where the parameters get gradients and the tape does not hold the statistics, mean and variance are those
/// of the samples at hand, the part of the batch that goes through the tape together; else they are running
/// averages, which training keeps beside the weights.
class BatchNormalization {
 public:
  /// Adds the tensors NAME.scale (one), NAME.shift (zero), and the statistics NAME.running_mean (zero) and
  /// NAME.running_variance (one).
  BatchNormalization(ParameterLayout& layout, const std::string& name, const Shape& shape);

  /// x [samples, shape.size()] to the same shape.
  Variable operator()(Variable x) const;

  /// Added to a variance before it divides, as in the authors' library.
  static constexpr Real epsilon = Real(1e-4);

 private:
  Shape shape_;
  Tensor scale_, shift_, mean_, variance_;
};

}  // namespace jmvae
