#pragma once
// Shades of pictures, as models and as screens and files have them.

#include <cstdint>

namespace jmvae {

/// From 0 ... 1 to 0 ... 255; what lies beyond is cut off.
std::uint8_t to_byte(float shade);

}  // namespace jmvae
