#pragma once
// From pictures to labels: what a model makes of a digit, or of the part of it that can be seen.

#include "app/condition.h"
#include "app/drawing.h"

#include <cstdint>
#include <vector>

namespace jmvae {

/// Probabilities of the labels, over samples of the posterior.
struct LabelReading {
  LabelProbabilities probabilities;    ///< their means
  LabelProbabilities lowest, highest;  ///< among the samples
};

/// One digit, read. Pictures are [28, 28], 0 background ... 1 ink.
struct Reading {
  jmvae_digit digit;  ///< where it was found, and as the model sees it
  LabelReading labels;
  DigitPicture reconstruction;  ///< decoded without noise
  DigitPicture imagined;        ///< generated from the most probable label alone
  float difference;             ///< of the reconstruction, as judge() takes it
  Verdict verdict;
};

/// Reads one digit. `samples` z are drawn from q(z | picture) with the given seed.
Result<Reading> read_digit(const jmvae_model* model, const jmvae_digit& digit, const StandIn& stand_in,
                           int samples, std::uint32_t seed);

/// A digit of which a part can be seen, completed.
struct Completion {
  std::vector<float> pictures;  ///< [count, 28 * 28]; pixels that can be seen are as they were
  LabelReading labels;
};

/// Completes a digit in `count` ways. pixels [28, 28]; known [28, 28] is 1 where a pixel can be seen, 0 where
/// not.
Result<Completion> complete_digit(const jmvae_model* model, const float* pixels, const DigitPicture& known,
                                  const StandIn& stand_in, int count, int samples, std::uint32_t seed);

/// Digits of a photo or a scan, in reading order. None found: an empty list.
Result<std::vector<jmvae_digit>> find_digits(const std::uint8_t* rgba, int width, int height);

/// Digits of a drawing, from left to right, with boxes in pixels of its sheet.
Result<std::vector<jmvae_digit>> find_drawn_digits(const Drawing& drawing);

}  // namespace jmvae
