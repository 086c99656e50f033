#pragma once
// Shades of pictures, as models and as screens and files have them.

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace jmvae {

/// From 0 ... 1 to 0 ... 255; what lies beyond is cut off.
inline std::uint8_t to_byte(float shade) {
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(shade, 0.0f, 1.0f)));
}

}  // namespace jmvae
