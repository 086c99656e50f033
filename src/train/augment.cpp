#include "train/augment.h"

#include "math/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace jmvae {

namespace {

/// A number drawn uniformly from -bound ... bound.
Real draw(Random& random, double bound) { return static_cast<Real>(bound) * (2 * random.uniform() - 1); }

void move(Real* picture, const Shape& shape, const AugmentSettings& settings, Random& random) {
  constexpr double radians_per_degree = 0.017453292519943295;
  const Real shift_x = draw(random, settings.shift), shift_y = draw(random, settings.shift);
  const Real angle = draw(random, settings.rotation * radians_per_degree);
  const Real scale = 1 + draw(random, settings.scale), shear = draw(random, settings.shear);

  // Where each pixel of the result comes from: the inverse map, about the picture's centre.
  const Real cosine = std::cos(angle) / scale, sine = std::sin(angle) / scale;
  const Real centre_x = static_cast<Real>(shape.width - 1) / 2,
             centre_y = static_cast<Real>(shape.height - 1) / 2;
  const std::vector<Real> source(picture, picture + shape.size());
  const auto at = [&](Index x, Index y) {
    x = std::clamp<Index>(x, 0, shape.width - 1);
    y = std::clamp<Index>(y, 0, shape.height - 1);
    return &source[static_cast<std::size_t>((y * shape.width + x) * shape.channels)];
  };
  for (Index row = 0; row < shape.height; ++row) {
    for (Index column = 0; column < shape.width; ++column) {
      const Real u = static_cast<Real>(column) - centre_x - shift_x,
                 v = static_cast<Real>(row) - centre_y - shift_y;
      const Real x = centre_x + cosine * u + sine * v + shear * v, y = centre_y - sine * u + cosine * v;
      const Index left = static_cast<Index>(std::floor(x)), top = static_cast<Index>(std::floor(y));
      const Real right_part = x - static_cast<Real>(left), lower_part = y - static_cast<Real>(top);
      const Real *upper_left = at(left, top), *upper_right = at(left + 1, top);
      const Real *lower_left = at(left, top + 1), *lower_right = at(left + 1, top + 1);
      for (Index channel = 0; channel < shape.channels; ++channel) {
        *picture++ =
            (1 - lower_part) * ((1 - right_part) * upper_left[channel] + right_part * upper_right[channel]) +
            lower_part * ((1 - right_part) * lower_left[channel] + right_part * lower_right[channel]);
      }
    }
  }
}

void flip(Real* picture, const Shape& shape) {
  for (Index row = 0; row < shape.height; ++row) {
    Real* first = picture + row * shape.width * shape.channels;
    for (Index column = 0; column < shape.width / 2; ++column) {
      std::swap_ranges(first + column * shape.channels, first + (column + 1) * shape.channels,
                       first + (shape.width - 1 - column) * shape.channels);
    }
  }
}

}  // namespace

void augment(Real* picture, const Shape& shape, const AugmentSettings& settings, std::uint64_t seed,
             std::uint32_t epoch, std::uint32_t example) {
  Random random(seed, Purpose::augment, epoch, example);
  if (settings.moves()) move(picture, shape, settings, random);
  if (settings.flip > 0 && random.uniform() < static_cast<Real>(settings.flip)) flip(picture, shape);
  if (settings.brightness > 0 || settings.contrast > 0) {
    const Real added = draw(random, settings.brightness), factor = 1 + draw(random, settings.contrast);
    Eigen::Map<Eigen::Array<Real, Eigen::Dynamic, 1>> values(picture, shape.size());
    const Real mean = values.mean();
    values = (mean + added + factor * (values - mean)).max(Real(0)).min(Real(1));
  }
}

}  // namespace jmvae
