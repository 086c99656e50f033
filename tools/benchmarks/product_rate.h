#pragma once
// The rate of the machine's best matrix products, beside which every other rate is put.

#include "math/matrix.h"
#include "math/parallel.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

namespace jmvae {

inline double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// GFLOP/s of one 1024 x 1024 x 1024 product a thread, all threads at once.
inline double product_rate(int threads) {
  constexpr Index size = 1024;
  constexpr int repeats = 4;
  const Matrix a = Matrix::Constant(size, size, Real(0.5));
  std::vector<Matrix> results(static_cast<std::size_t>(threads), Matrix(size, size));
  const double seconds = seconds_of([&] {
    parallel_for(threads, threads, [&](int thread) {
      for (int i = 0; i < repeats; ++i) results[static_cast<std::size_t>(thread)].noalias() = a * a;
    });
  });
  return 2e-9 * repeats * threads * static_cast<double>(size * size * size) / seconds;
}

}  // namespace jmvae
