#pragma once

#include "math/matrix.h"

namespace jmvae {

/// What the features of a sample are: a picture, rows from the top, channels last; or plain numbers, which
/// are a picture of one pixel.
struct Shape {
  Index height = 1, width = 1, channels = 0;

  Shape() = default;
  Shape(Index features) : channels(features) {}
  Shape(Index rows, Index columns, Index depth) : height(rows), width(columns), channels(depth) {}

  Index pixels() const { return height * width; }
  Index size() const { return pixels() * channels; }
};

/// Samples first ... first + count - 1 of [samples, shape.size()] as a row for each pixel: [count * pixels,
/// channels].
inline ConstMatrixMap pixel_rows(const Matrix& x, const Shape& shape, Index first, Index count) {
  return {x.data() + first * x.cols(), count * shape.pixels(), shape.channels};
}
inline MatrixMap pixel_rows(Matrix& x, const Shape& shape, Index first, Index count) {
  return {x.data() + first * x.cols(), count * shape.pixels(), shape.channels};
}

/// The same of all samples.
inline ConstMatrixMap pixel_rows(const Matrix& x, const Shape& shape) {
  return pixel_rows(x, shape, 0, x.rows());
}
inline MatrixMap pixel_rows(Matrix& x, const Shape& shape) { return pixel_rows(x, shape, 0, x.rows()); }

}  // namespace jmvae
