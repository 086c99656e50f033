// Masks: what they hide, and that they never hide everything.

#include "io/masks.h"

#include <doctest/doctest.h>

using namespace jmvae;

TEST_CASE("a half of a picture is hidden, all channels of a pixel together") {
  const auto lower = cover_half({4, 3, 2}, "lower");
  REQUIRE(lower);
  CHECK(lower->leftCols(12).isOnes());
  CHECK(lower->rightCols(12).isZero());
  const auto left = cover_half({2, 4, 1}, "left");
  REQUIRE(left);
  Matrix expected(1, 8);
  expected << 0, 0, 1, 1, 0, 0, 1, 1;
  CHECK(*left == expected);
}

TEST_CASE("a half that is none, or of something that is no picture, is refused with a sentence") {
  const auto wrong = cover_half({4, 4, 1}, "uper");
  REQUIRE(!wrong);
  CHECK(wrong.error().message.find("\"upper\"") != std::string::npos);
  CHECK(!cover_half({10}, "upper"));
}

TEST_CASE("random masks leave something, differ, and hide about half on average") {
  for (const std::vector<Index>& shape : {std::vector<Index>{28, 28, 1}, {6, 5, 3}, {10}, {1, 1, 1}}) {
    Index size = 1;
    for (const Index extent : shape) size *= extent;
    const Index channels = shape.size() > 2 ? shape[2] : 1;
    double known_share = 0;
    constexpr int masks = 2000;
    for (int i = 0; i < masks; ++i) {
      Random random(3, Purpose::test, 0, static_cast<std::uint32_t>(i));
      Matrix known = Matrix::Constant(1, size, 7);
      draw_mask(shape, random, known.data());
      REQUIRE((known.array() == 0 || known.array() == 1).all());
      REQUIRE(known.sum() > 0);
      for (Index k = 0; k < size; ++k) REQUIRE(known(0, k) == known(0, k / channels * channels));
      known_share += known.mean() / masks;
    }
    CHECK(known_share > 0.35);
    if (size > 1) CHECK(known_share < 0.75);
  }
}
