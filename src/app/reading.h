#pragma once
// From pictures to labels: what a model makes of a digit.

#include "api/jmvae.h"
#include "app/drawing.h"
#include "app/verdict.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <vector>

namespace jmvae {

constexpr int digit_side = 28;
constexpr int digit_size = digit_side * digit_side;
using DigitPicture = std::array<float, digit_size>;

/// One digit, read. Pictures are [28, 28], 0 background ... 1 ink.
struct Reading {
  jmvae_digit digit;                   ///< where it was found, and as the model sees it
  LabelProbabilities probabilities;    ///< averaged over samples of the posterior
  LabelProbabilities lowest, highest;  ///< among these samples
  DigitPicture reconstruction;         ///< decoded from the posterior's mean
  DigitPicture imagined;               ///< generated from the most probable label alone
  float difference;                    ///< of the reconstruction, as judge() takes it
  Verdict verdict;
};

/// Reads one digit. `samples` z are drawn from q(z | picture) with the given seed.
Result<Reading> read_digit(const jmvae_model* model, const jmvae_digit& digit, int samples,
                           std::uint32_t seed);

/// Digits of a photo or a scan, in reading order. None found: an empty list.
Result<std::vector<jmvae_digit>> find_digits(const std::uint8_t* rgba, int width, int height);

/// Digits of a drawing, from left to right, with boxes in pixels of its sheet.
Result<std::vector<jmvae_digit>> find_drawn_digits(const Drawing& drawing);

}  // namespace jmvae
