#pragma once

#include "io/plane.h"

#include <cstdint>

namespace jmvae {

/// What was drawn or written in a picture, apart from what it was written on.
struct Ink {
  Plane strength;       ///< contrast to the background around, about 0 without ink, at most 1
  float threshold = 0;  ///< more than this is ink; infinite where the picture holds none
  float level = 0;      ///< usual strength of ink
  float noise = 0;      ///< standard deviation of `strength` where there is no ink
  int reduction = 1;    ///< pixels of the picture along one of `strength`; large pictures are reduced
};

/// Separates ink from its background: dark on light or light on dark, on any colour, under uneven light and
/// noise. rgba [height, width, 4], alpha not premultiplied. Transparent parts count as the background that
/// the opaque ones stand out from.
Ink find_ink(const std::uint8_t* rgba, int width, int height);

}  // namespace jmvae
