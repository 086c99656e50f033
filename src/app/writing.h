#pragma once
// From labels to pictures: digits that a model writes.

#include "app/condition.h"

#include <cstdint>
#include <vector>

namespace jmvae {

/// What is to be written. The noise of picture i is that of row first + i of the seed, whatever the label and
/// the model.
struct WritingOrder {
  int label = -1;  ///< -1: none, z comes from the prior
  float spread = 1;
  std::uint32_t seed = 1;
  std::uint32_t first = 0;
  int count = 1;
  StandIn stand_in = {};  ///< for the picture
};

bool operator==(const WritingOrder& a, const WritingOrder& b);

/// Pictures with the label that the same z gives.
struct Writing {
  int count = 0;
  std::vector<float> pictures;  ///< [count, 28 * 28], 0 background ... 1 ink
  std::vector<float> labels;    ///< [count, 10], probabilities; empty where the model tells none

  int likeliest(int row) const;  ///< the most probable label of a picture's z
  float probability(int row, int label) const;
};

/// Writes digits; a sentence where the model can't from what is given.
Result<Writing> write_digits(const jmvae_model* model, const WritingOrder& order);

/// How often a model, given the pictures alone, reads the label they were written for, of `writing.count`;
/// label_read gets the label read from each.
Result<int> read_back(const jmvae_model* reader, const Writing& writing, int label,
                      std::vector<int>& label_read);

}  // namespace jmvae
