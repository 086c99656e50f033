#pragma once
// From a picture to digits as MNIST has them.
//
// MNIST's digits were scaled into a box of 20 x 20 pixels keeping their proportions, which made them grey at
// the edges, and placed into 28 x 28 with their centre of mass in the middle (LeCun, Cortes and Burges, "The
// MNIST database").

#include "base/result.h"

#include <array>
#include <cstdint>
#include <vector>

namespace jmvae {

/// A rectangle in a picture, in pixels.
struct DigitBox {
  int x = 0, y = 0, width = 0, height = 0;
};

struct PreparedDigit {
  DigitBox box;                                        ///< where it was found
  std::array<float, std::size_t{28}* 28> pixels = {};  ///< [28, 28], 0 background ... 1 ink
};

/// Finds the digits in a picture of any size: dark on light or light on dark, on any colour, under noise and
/// uneven light. They come in rows from the top, each from left to right; none where nothing is drawn. Digits
/// that touch one another stay together as one. With `single` all ink belongs to one digit, however many
/// pieces it is in.
///
/// rgba [height, width, 4], alpha not premultiplied. Fails for a picture without pixels or of more than 64
/// million.
Result<std::vector<PreparedDigit>> find_digits(const std::uint8_t* rgba, int width, int height, bool single);

}  // namespace jmvae
