#pragma once
// A chain of samples, step by step: what one model makes of a label after 0, 1, 2, ... sweeps.

#include "app/problem.h"
#include "app/writing.h"

#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// Where a chain begins.
struct ChainOrder {
  int label = 0;
  std::uint32_t seed = 1;
  float spread = 1;
};

bool operator==(const ChainOrder& a, const ChainOrder& b);

class Chain {
 public:
  /// Forgets the steps where the model or the order is another one, and returns whether it is.
  bool begin(const jmvae_model* model, const ChainOrder& order);

  /// Adds the picture after one more sweep. Nothing happens without a model, or after a failure.
  void advance();

  /// Pictures so far: the first is that of no sweep at all.
  int steps() const { return static_cast<int>(pictures_.size()) / digit_size; }
  const std::vector<float>& pictures() const { return pictures_; }  ///< [steps, 28 * 28]

  const std::string& problem() const { return problem_.sentence(); }

 private:
  const jmvae_model* model_ = nullptr;
  ChainOrder order_;
  std::vector<float> pictures_;
  Problem problem_;
};

}  // namespace jmvae
