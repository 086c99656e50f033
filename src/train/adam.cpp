#include "train/adam.h"

#include "math/parallel.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {
// Parameters are handled in blocks of this many numbers: small enough for a core's cache, and fixed so that
// sums come out the same for any number of threads.
constexpr Index block_size = 1 << 14;
}  // namespace

double adam_step(const AdamSettings& settings, std::int64_t t, double rate, const Vector& relative_rates,
                 std::vector<Vector>& parts, AdamState& state, Vector& parameters, int threads) {
  const Index size = parameters.size();
  const int blocks = static_cast<int>((size + block_size - 1) / block_size);
  const auto in_block = [size](int block) {
    const Index begin = block * block_size;
    return std::pair<Index, Index>(begin, std::min(block_size, size - begin));
  };

  Vector& gradient = parts[0];
  std::vector<double> squares(static_cast<std::size_t>(blocks));
  parallel_for(blocks, threads, [&](int block) {
    const auto [begin, count] = in_block(block);
    auto sum = gradient.segment(begin, count);
    for (std::size_t part = 1; part < parts.size(); ++part) sum += parts[part].segment(begin, count);
    squares[static_cast<std::size_t>(block)] = static_cast<double>(sum.squaredNorm());
  });
  double square = 0;
  for (const double part : squares) square += part;
  const double norm = std::sqrt(square);
  if (!std::isfinite(norm)) return norm;

  const bool clips_norm = settings.clip_norm > 0 && norm > settings.clip_norm;
  const Real scale = static_cast<Real>(clips_norm ? settings.clip_norm / norm : 1);
  const Real largest = static_cast<Real>(settings.clip_value > 0 ? settings.clip_value : HUGE_VAL);
  const Real beta1 = static_cast<Real>(settings.beta1), beta2 = static_cast<Real>(settings.beta2);
  const Real epsilon = static_cast<Real>(settings.epsilon);
  const double steps = static_cast<double>(t);
  const Real step_size = static_cast<Real>(rate * std::sqrt(1 - std::pow(settings.beta2, steps)) /
                                           (1 - std::pow(settings.beta1, steps)));
  parallel_for(blocks, threads, [&](int block) {
    const auto [begin, count] = in_block(block);
    auto m = state.first_moment.segment(begin, count).array(),
         v = state.second_moment.segment(begin, count).array();
    auto g = gradient.segment(begin, count).array();
    g = (g * scale).max(-largest).min(largest);
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g.square();
    g = step_size * m / (v.sqrt() + epsilon);
    if (relative_rates.size()) g *= relative_rates.segment(begin, count).array();
    parameters.segment(begin, count).array() -= g;
  });
  return norm;
}

}  // namespace jmvae
