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

}  // namespace jmvae
