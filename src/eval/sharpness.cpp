#include "eval/sharpness.h"

namespace jmvae {

double gradient_energy(const Real* values, const std::vector<Index>& shape) {
  const Index height = shape[0], width = shape[1], channels = shape.size() > 2 ? shape[2] : 1;
  const Index row = width * channels;
  using Numbers = Eigen::Map<const Eigen::Array<Real, Eigen::Dynamic, 1>>;
  const auto difference = [&](Index first, Index distance, Index count) {
    return static_cast<double>(
        (Numbers(values + first + distance, count) - Numbers(values + first, count)).square().sum());
  };
  double energy = 0;
  for (Index y = 0; y < height; ++y) {
    energy += difference(y * row, channels, row - channels);
    if (y + 1 < height) energy += difference(y * row, row, row);
  }
  return energy;
}

}  // namespace jmvae
