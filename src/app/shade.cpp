#include "app/shade.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

std::uint8_t to_byte(float shade) {
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(shade, 0.0f, 1.0f)));
}

}  // namespace jmvae
