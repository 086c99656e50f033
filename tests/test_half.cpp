#include "io/half.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <initializer_list>
#include <limits>

using namespace jmvae;

namespace {

/// The value of a binary16 by its definition.
double half_value(std::uint16_t half) {
  const double sign = (half & 0x8000) ? -1 : 1;
  const int exponent = (half >> 10) & 0x1f, mantissa = half & 0x3ff;
  if (exponent == 31) return mantissa ? std::nan("") : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof(a)) == 0; }

}  // namespace

TEST_CASE("all 65,536 halves become the float of the same value and come back") {
  int different = 0, not_returned = 0;
  for (int bits = 0; bits < 65536; ++bits) {
    const std::uint16_t half = static_cast<std::uint16_t>(bits);
    const double expected = half_value(half);
    const float value = float_from_half(half);
    if (std::isnan(expected)) {
      if (!std::isnan(value) || !std::isnan(float_from_half(half_from_float(value)))) ++different;
      continue;
    }
    if (!same_bits(value, static_cast<float>(expected))) ++different;
    if (half_from_float(value) != half) ++not_returned;
  }
  CHECK(different == 0);
  CHECK(not_returned == 0);
}

TEST_CASE("floats between two halves go to the nearer one, and from the middle to the even one") {
  int wrong = 0;
  for (int bits = 0; bits < 0x7bff; ++bits) {
    const std::uint16_t low = static_cast<std::uint16_t>(bits), high = static_cast<std::uint16_t>(bits + 1);
    // Exact: a float has 13 more bits than a half.
    const float middle = (float_from_half(low) + float_from_half(high)) / 2;
    const std::uint16_t even = (low & 1) ? high : low;
    for (const float sign : {1.0f, -1.0f}) {
      const std::uint16_t sign_bit = sign < 0 ? 0x8000 : 0;
      const auto converted = [&](float x) { return half_from_float(sign * x); };
      if (converted(middle) != (even | sign_bit)) ++wrong;
      if (converted(std::nextafter(middle, 0.0f)) != (low | sign_bit)) ++wrong;
      if (converted(std::nextafter(middle, 1e9f)) != (high | sign_bit)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("halves at the ends of the range") {
  CHECK(half_from_float(65504) == 0x7bff);
  CHECK(half_from_float(std::nextafter(65520.0f, 0.0f)) == 0x7bff);
  CHECK(half_from_float(65520) == 0x7c00);
  CHECK(half_from_float(-1e30f) == 0xfc00);
  CHECK(half_from_float(std::numeric_limits<float>::infinity()) == 0x7c00);
  CHECK(half_from_float(std::ldexp(1.0f, -25)) == 0);
  CHECK(half_from_float(std::nextafter(std::ldexp(1.0f, -25), 1.0f)) == 1);
  CHECK(half_from_float(std::numeric_limits<float>::denorm_min()) == 0);
  CHECK(half_from_float(-0.0f) == 0x8000);
  CHECK(std::isnan(float_from_half(half_from_float(std::numeric_limits<float>::quiet_NaN()))));
}

TEST_CASE("bfloat16 is a rounded float") {
  CHECK(float_from_bfloat16(bfloat16_from_float(1.0f)) == 1.0f);
  CHECK(bfloat16_from_float(1.0f + std::ldexp(1.0f, -8)) == 0x3f80);      // tie to even, down
  CHECK(bfloat16_from_float(1.0f + 3 * std::ldexp(1.0f, -8)) == 0x3f82);  // tie to even, up
  CHECK(bfloat16_from_float(1.0f + 1.5f * std::ldexp(1.0f, -8)) == 0x3f81);
  CHECK(bfloat16_from_float(std::numeric_limits<float>::infinity()) == 0x7f80);
  CHECK(std::isnan(float_from_bfloat16(bfloat16_from_float(std::numeric_limits<float>::signaling_NaN()))));
}
