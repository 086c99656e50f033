#include "io/digits.h"

#include <cstdlib>
#include <vector>

using namespace jmvae;

/// The first two bytes give the picture's width and height, up to 64; the rest are its pixels, repeated as
/// needed. Digits lie in the picture, and their pixels in 0 ... 1.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 3) return 0;
  const int width = 1 + bytes[0] % 64, height = 1 + bytes[1] % 64;
  std::vector<std::uint8_t> rgba(4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < rgba.size(); ++i) rgba[i] = bytes[2 + i % (size - 2)];
  for (const bool single : {false, true}) {
    const auto digits = find_digits(rgba.data(), width, height, single);
    if (!digits) continue;
    if (single && digits->size() > 1) std::abort();
    for (const PreparedDigit& digit : *digits) {
      const DigitBox& box = digit.box;
      if (box.x < 0 || box.y < 0 || box.width < 1 || box.height < 1) std::abort();
      if (box.x + box.width > width || box.y + box.height > height) std::abort();
      for (const float value : digit.pixels) {
        if (!(value >= 0 && value <= 1)) std::abort();
      }
    }
  }
  return 0;
}
