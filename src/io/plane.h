#pragma once
// A picture of one number per pixel, and what the search for digits does with it.

#include "math/matrix.h"

#include <cstddef>
#include <vector>

namespace jmvae {

/// Numbers [height, width] in rows from the top.
struct Plane {
  Plane() = default;
  Plane(int plane_width, int plane_height, float value = 0);

  float& at(int x, int y) {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + x];
  }
  float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + x];
  }
  bool contains(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height; }

  int width = 0, height = 0;
  std::vector<float> values;
};

/// The value that `fraction` of the values lie below; 0 of none.
float quantile(std::vector<float> values, double fraction);

/// Between pixel centres, linearly; beyond the border the border's values go on.
float interpolate(const Plane& plane, double x, double y);

/// The rectangle from (left, top), in pixels, at width x height pixels: each is the mean of what interpolate
/// gives over the area that it covers.
Plane resample(const Plane& plane, double left, double top, double rectangle_width, double rectangle_height,
               int width, int height);

/// Weighted with 1 2 1 in both directions.
Plane smooth(const Plane& plane);

/// The largest value in the square of pixels up to `radius` away, as far as it lies inside.
Plane maximum_in_square(const Plane& plane, int radius);

/// The largest value in the disc of pixels up to `radius` away, as far as it lies inside.
Plane maximum_in_disc(const Plane& plane, double radius);

/// Every value with the other sign: turns maxima into minima and light on dark into dark on light.
Plane negative(Plane plane);

}  // namespace jmvae
