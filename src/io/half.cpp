#include "io/half.h"

#include <cstring>

namespace jmvae {

namespace {

std::uint32_t bits_of(float x) {
  std::uint32_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  return bits;
}

float float_of(std::uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof(x));
  return x;
}

constexpr std::uint32_t float_infinity = 0x7f800000;
constexpr std::uint32_t float_exponent_bias = 127, half_exponent_bias = 15;

/// bits / 2^shift to the nearest, ties to even.
std::uint32_t shift_right_rounded(std::uint32_t bits, std::uint32_t shift) {
  const std::uint32_t half_way = (1u << (shift - 1)) - 1;
  return (bits + half_way + ((bits >> shift) & 1)) >> shift;
}

}  // namespace

std::uint16_t half_from_float(float x) {
  const std::uint32_t bits = bits_of(x);
  const std::uint32_t sign = (bits >> 16) & 0x8000;
  const std::uint32_t magnitude = bits & 0x7fffffff;

  std::uint32_t half;
  if (magnitude > float_infinity) {
    half = 0x7e00;  // a quiet NaN
  } else if (magnitude >= 0x477ff000) {
    half = 0x7c00;  // 65,520 and more: infinity
  } else if (magnitude >= 0x38800000) {
    // Normal. A carry out of the mantissa moves on to the next exponent, as it should.
    half = shift_right_rounded(magnitude - ((float_exponent_bias - half_exponent_bias) << 23), 13);
  } else if (magnitude >= 0x33000000) {
    // Subnormal, a multiple of 2^-24: the mantissa with its implicit one, shifted down to that unit.
    half = shift_right_rounded((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >> 23));
  } else {
    half = 0;  // below half of the smallest
  }
  return static_cast<std::uint16_t>(sign | half);
}

float float_from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
  const std::uint32_t magnitude = half & 0x7fffu;
  if (magnitude >= 0x7c00) return float_of(sign | float_infinity | ((magnitude & 0x3ff) << 13));
  // Moved to a float's place the exponent is too small by the difference of the biases; multiplying by a
  // power of two corrects it exactly, and normalises subnormals as well.
  const float correction = 0x1p112f;
  return float_of(sign | bits_of(float_of(magnitude << 13) * correction));
}

std::uint16_t bfloat16_from_float(float x) {
  const std::uint32_t bits = bits_of(x);
  if ((bits & 0x7fffffff) > float_infinity) return static_cast<std::uint16_t>((bits >> 16) | 0x40);
  return static_cast<std::uint16_t>(shift_right_rounded(bits, 16));
}

float float_from_bfloat16(std::uint16_t bits) { return float_of(static_cast<std::uint32_t>(bits) << 16); }

}  // namespace jmvae
