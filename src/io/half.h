#pragma once
// 16-bit floating point, stored in weight files and computed with as float.

#include <cstdint>

namespace jmvae {

/// The IEEE 754 binary16 nearest to x, ties to even. Beyond 65,504 + 16 it is infinity; NaN stays NaN.
std::uint16_t half_from_float(float x);

/// The exact value of an IEEE 754 binary16.
float float_from_half(std::uint16_t half);

/// The bfloat16 (the upper half of a float) nearest to x, ties to even; NaN stays NaN.
std::uint16_t bfloat16_from_float(float x);

/// The exact value of a bfloat16.
float float_from_bfloat16(std::uint16_t bits);

}  // namespace jmvae
