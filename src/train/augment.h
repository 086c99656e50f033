#pragma once
// Small random changes of training pictures, so that a model also knows digits that stand a little
// differently.

#include "math/matrix.h"

#include <cstdint>

namespace jmvae {

/// Largest changes; each is drawn uniformly up to its bound for every picture in every epoch. All 0: none.
struct AugmentSettings {
  double shift = 0;     ///< pixels, along each axis
  double rotation = 0;  ///< degrees
  double scale = 0;     ///< relative, e.g. 0.1 for 90 % to 110 %
  double shear = 0;     ///< horizontal, in pixels a pixel of height
  bool any() const { return shift > 0 || rotation > 0 || scale > 0 || shear > 0; }
};

/// Moves one grey picture [height * width], bilinearly interpolated, zeros beyond its border. The change
/// depends on (seed, epoch, example) alone.
void augment(Real* picture, int height, int width, const AugmentSettings& settings, std::uint64_t seed,
             std::uint32_t epoch, std::uint32_t example);

}  // namespace jmvae
