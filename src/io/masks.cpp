#include "io/masks.h"

#include "io/json.h"
#include "io/nearest_word.h"

#include <algorithm>

namespace jmvae {

Result<Matrix> cover_half(const std::vector<Index>& shape, const std::string& half) {
  static const std::vector<std::string> halves = {"upper", "lower", "left", "right"};
  if (std::find(halves.begin(), halves.end(), half) == halves.end()) {
    return fail("unknown half ", quote(half), "; did you mean ", quote(nearest_word(half, halves)), "?");
  }
  if (shape.size() < 2) return fail("only a picture has an ", half, " half");
  const Index height = shape[0], width = shape[1], channels = shape.size() > 2 ? shape[2] : 1;
  Matrix known = Matrix::Ones(1, height * width * channels);
  for (Index y = 0; y < height; ++y) {
    for (Index x = 0; x < width; ++x) {
      const bool hidden = half == "upper"   ? y < height / 2
                          : half == "lower" ? y >= height / 2
                          : half == "left"  ? x < width / 2
                                            : x >= width / 2;
      if (hidden) known.row(0).segment((y * width + x) * channels, channels).setZero();
    }
  }
  return known;
}

namespace {

/// Two different borders in 0 ... extent.
std::pair<Index, Index> draw_span(Index extent, Random& random) {
  const auto count = static_cast<std::uint32_t>(extent);
  const Index a = random.below(count + 1);
  Index b = random.below(count);
  if (b >= a) ++b;
  return {std::min(a, b), std::max(a, b)};
}

/// Keeps about a share of the positions, and one at least.
void keep_by_chance(Index positions, Index channels, Real share, Random& random, Real* known) {
  const Index kept = random.below(static_cast<std::uint32_t>(positions));
  for (Index i = 0; i < positions; ++i) {
    const Real value = random.uniform() < share || i == kept ? Real(1) : Real(0);
    std::fill_n(known + i * channels, channels, value);
  }
}

}  // namespace

void draw_mask(const std::vector<Index>& shape, Random& random, Real* known) {
  if (shape.size() < 2) {
    // The square: people give one attribute or a few of forty more often than thirty.
    const Real u = random.uniform();
    return keep_by_chance(shape[0], 1, u * u, random, known);
  }
  const Index height = shape[0], width = shape[1], channels = shape.size() > 2 ? shape[2] : 1;
  const std::uint32_t way = random.below(3);
  if (way == 2) return keep_by_chance(height * width, channels, random.uniform(), random, known);

  const auto [top, bottom] = draw_span(height, random);
  const auto [left, right] = draw_span(width, random);
  const bool all = bottom - top == height && right - left == width;
  const bool hide_inside = way == 0 && !all;
  for (Index y = 0; y < height; ++y) {
    for (Index x = 0; x < width; ++x) {
      const bool inside = y >= top && y < bottom && x >= left && x < right;
      std::fill_n(known + (y * width + x) * channels, channels, inside == hide_inside ? Real(0) : Real(1));
    }
  }
}

void draw_named(const Real* values, const std::vector<Real>& weights, Random& random, Real* known) {
  const std::size_t count = weights.size();
  std::fill_n(known, count, Real(0));
  do {
    const auto may_be_named = [&](std::size_t i) { return values[i] != 0 && known[i] == 0; };
    Real total = 0;
    for (std::size_t i = 0; i < count; ++i) total += may_be_named(i) ? weights[i] : 0;
    if (total == 0) break;
    Real level = random.uniform() * total;
    std::size_t named = count;
    for (std::size_t i = 0; i < count && (named == count || level >= 0); ++i) {
      if (!may_be_named(i)) continue;
      named = i;  // the last one where rounding leaves a rest
      level -= weights[i];
    }
    known[named] = 1;
  } while (random.uniform() < Real(0.5));
  if (std::all_of(known, known + count, [](Real value) { return value == 0; })) {
    known[random.below(static_cast<std::uint32_t>(count))] = 1;
  }
}

}  // namespace jmvae
