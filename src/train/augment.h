#pragma once
// Small random changes of training pictures, so that a model also knows those that stand a little
// differently.

#include "nn/shape.h"

#include <cstdint>

namespace jmvae {

/// Largest changes; each is drawn uniformly up to its bound for every picture in every epoch. All 0: none.
struct AugmentSettings {
  double shift = 0;       ///< pixels, along each axis
  double rotation = 0;    ///< degrees
  double scale = 0;       ///< relative, e.g. 0.1 for 90 % to 110 %
  double shear = 0;       ///< horizontal, in pixels a pixel of height
  double flip = 0;        ///< share of pictures whose left and right change places
  double brightness = 0;  ///< added to all numbers of a picture
  double contrast = 0;    ///< relative, about the picture's mean
  bool moves() const { return shift > 0 || rotation > 0 || scale > 0 || shear > 0; }
  bool any() const { return moves() || flip > 0 || brightness > 0 || contrast > 0; }
};

/// Changes one picture of numbers in 0 ... 1, bilinearly interpolated; beyond its border its last pixels go
/// on. The change depends on (seed, epoch, example) alone.
void augment(Real* picture, const Shape& shape, const AugmentSettings& settings, std::uint64_t seed,
             std::uint32_t epoch, std::uint32_t example);

}  // namespace jmvae
