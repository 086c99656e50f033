#include "math/random.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace jmvae;

TEST_CASE("Philox4x32-10 gives the published known answers") {
  // The three vectors for philox4x32 with ten rounds in the kat_vectors file of Random123.
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a sequence depends on its address alone") {
  Random first(7, Purpose::latent, 3, 4), again(7, Purpose::latent, 3, 4);
  for (int i = 0; i < 20; ++i) CHECK(first.bits() == again.bits());
  const std::uint32_t reference = Random(7, Purpose::latent, 3, 4).bits();
  CHECK(Random(8, Purpose::latent, 3, 4).bits() != reference);
  CHECK(Random(std::uint64_t{7} << 32, Purpose::latent, 3, 4).bits() != reference);
  CHECK(Random(7, Purpose::shuffle, 3, 4).bits() != reference);
  CHECK(Random(7, Purpose::latent, 4, 4).bits() != reference);
  CHECK(Random(7, Purpose::latent, 3, 5).bits() != reference);
}

TEST_CASE("fill_normal gives each row its own sequence, wherever the matrix begins") {
  Matrix all(6, 5), last(2, 5);
  fill_normal(all, 1, Purpose::latent, 9);
  fill_normal(last, 1, Purpose::latent, 9, 4);
  CHECK(all.bottomRows(2) == last);
  CHECK(all.row(0) != all.row(1));
}

TEST_CASE("uniform and normal numbers have the moments of their distributions") {
  constexpr int count = 200000;
  Random random(1, Purpose::test);
  double sum = 0, square = 0, lowest = 1, highest = 0;
  for (int i = 0; i < count; ++i) {
    const double u = static_cast<double>(random.uniform());
    sum += u;
    square += u * u;
    lowest = std::min(lowest, u);
    highest = std::max(highest, u);
  }
  CHECK(sum / count == doctest::Approx(0.5).epsilon(0.01));
  CHECK(square / count == doctest::Approx(1.0 / 3).epsilon(0.01));
  CHECK(lowest >= 0);
  CHECK(highest < 1);

  double mean = 0, variance = 0, kurtosis = 0, beyond_two = 0;
  for (int i = 0; i < count; ++i) {
    const double z = static_cast<double>(random.normal());
    mean += z / count;
    variance += z * z / count;
    kurtosis += z * z * z * z / count;
    beyond_two += std::abs(z) > 2 ? 1.0 / count : 0;
  }
  CHECK(std::abs(mean) < 0.01);
  CHECK(variance == doctest::Approx(1).epsilon(0.01));
  CHECK(kurtosis == doctest::Approx(3).epsilon(0.04));
  CHECK(beyond_two == doctest::Approx(0.0455).epsilon(0.05));
}

TEST_CASE("below is uniform and stays below") {
  Random random(2, Purpose::test);
  std::array<int, 7> counts{};
  constexpr int draws = 70000;
  for (int i = 0; i < draws; ++i) {
    const std::uint32_t value = random.below(7);
    REQUIRE(value < 7);
    ++counts[value];
  }
  for (const int count : counts) CHECK(count == doctest::Approx(draws / 7.0).epsilon(0.05));
  CHECK(random.below(1) == 0);
}
