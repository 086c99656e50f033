// Masks: what they hide, and that they never hide everything.

#include "io/masks.h"

#include <doctest/doctest.h>

#include <algorithm>

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

TEST_CASE("attributes are named where a face has them, in proportion to their weights, one most often") {
  const std::vector<Real> has = {1, 0, 1, 1}, weights = {1, 5, 3, 0};
  std::vector<int> named(4, 0);
  int alone = 0;
  constexpr int masks = 4000;
  for (int i = 0; i < masks; ++i) {
    Random random(3, Purpose::test, 0, static_cast<std::uint32_t>(i));
    std::vector<Real> known(4, 7);
    draw_named(has.data(), weights, random, known.data());
    for (std::size_t k = 0; k < 4; ++k) named[k] += known[k] == 1;
    alone += known[0] + known[2] == 1;
  }
  CHECK(named[1] == 0);
  CHECK(named[3] == 0);
  CHECK(alone / double(masks) == doctest::Approx(0.5).epsilon(0.1));
  // Alone a quarter and three quarters of the time; the other half of the time both.
  CHECK(named[0] / double(masks) == doctest::Approx(0.5 + 0.125).epsilon(0.1));
  CHECK(named[2] / double(masks) == doctest::Approx(0.5 + 0.375).epsilon(0.1));
}

TEST_CASE("of a face that has none of the attributes one is known to be missing") {
  const std::vector<Real> has(5, 0), weights(5, 1);
  std::vector<int> known_at(5, 0);
  for (int i = 0; i < 500; ++i) {
    Random random(3, Purpose::test, 0, static_cast<std::uint32_t>(i));
    std::vector<Real> known(5, 7);
    draw_named(has.data(), weights, random, known.data());
    REQUIRE(std::count(known.begin(), known.end(), Real(1)) == 1);
    REQUIRE(std::count(known.begin(), known.end(), Real(0)) == 4);
    for (std::size_t k = 0; k < 5; ++k) known_at[k] += known[k] == 1;
  }
  for (const int count : known_at) CHECK(count > 50);
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
