#include "math/random.h"

#include <cmath>

namespace jmvae {

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = multiplier0 * counter[0], product1 = multiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += weyl0;
    key[1] += weyl1;
  }
  return counter;
}

Random::Random(std::uint64_t seed, Purpose purpose, std::uint32_t step, std::uint32_t index)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, index, step, static_cast<std::uint32_t>(purpose)} {}

std::uint32_t Random::bits() {
  if (used_ == 4) {
    block_ = philox4x32(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

Real Random::uniform() { return static_cast<Real>(bits() >> 8) * static_cast<Real>(0x1p-24); }

Real Random::normal() {
  if (has_spare_normal_) {
    has_spare_normal_ = false;
    return spare_normal_;
  }
  constexpr Real two_pi = static_cast<Real>(6.283185307179586476925);
  // 1 - u is in (0, 1], so its logarithm is finite.
  const Real radius = std::sqrt(-2 * std::log(1 - uniform()));
  const Real angle = two_pi * uniform();
  spare_normal_ = radius * std::sin(angle);
  has_spare_normal_ = true;
  return radius * std::cos(angle);
}

std::uint32_t Random::below(std::uint32_t count) {
  // Draws under the threshold would favour small results; they are drawn again.
  const std::uint32_t threshold = (0u - count) % count;
  std::uint32_t draw;
  do {
    draw = bits();
  } while (draw < threshold);
  return draw % count;
}

std::vector<Random> random_rows(std::uint64_t seed, Purpose purpose, std::uint32_t step,
                                std::uint32_t first_index, Index rows) {
  std::vector<Random> randoms;
  randoms.reserve(static_cast<std::size_t>(rows));
  for (Index row = 0; row < rows; ++row)
    randoms.emplace_back(seed, purpose, step, first_index + static_cast<std::uint32_t>(row));
  return randoms;
}

void fill_normal(Eigen::Ref<Matrix> out, std::uint64_t seed, Purpose purpose, std::uint32_t step,
                 std::uint32_t first_index) {
  for (Index row = 0; row < out.rows(); ++row) {
    Random random(seed, purpose, step, first_index + static_cast<std::uint32_t>(row));
    for (Index column = 0; column < out.cols(); ++column) out(row, column) = random.normal();
  }
}

}  // namespace jmvae
