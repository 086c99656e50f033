#include "app/reading.h"

#include "app/writing.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int most_digits = 64;

/// Room between two digits drawn side by side, in parts of the sheet. Open digits, such as a 4 of two
/// strokes, have smaller gaps.
constexpr double clear_gap = 0.06;

/// Smallest height of a digit beside another, in parts of the tallest; a dot or a dash is none.
constexpr double least_height = 0.4;

bool stand_side_by_side(std::vector<jmvae_digit> digits, int width) {
  std::sort(digits.begin(), digits.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  int tallest = 0;
  for (const jmvae_digit& digit : digits) tallest = std::max(tallest, digit.height);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i].height < least_height * tallest) return false;
    if (i > 0 && digits[i].x - (digits[i - 1].x + digits[i - 1].width) < clear_gap * width) return false;
  }
  return true;
}

float squared_difference(const DigitPicture& a, const float* b) {
  float difference = 0, whole = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += (a[i] - b[i]) * (a[i] - b[i]);
    whole += b[i] * b[i];
  }
  return whole > 0 ? difference / whole : 0;
}
}  // namespace

Result<Reading> read_digit(const jmvae_model* model, const jmvae_digit& digit, int samples,
                           std::uint32_t seed) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  const auto [image, label] = *modalities;

  std::vector<const float*> given(static_cast<std::size_t>(jmvae_modality_count(model)), nullptr);
  given[static_cast<std::size_t>(image)] = digit.pixels;
  const auto latent = static_cast<std::size_t>(jmvae_latent_size(model));
  std::vector<float> mean(latent), variance(latent), z(latent * static_cast<std::size_t>(samples));
  std::vector<float> labels(static_cast<std::size_t>(digit_count * samples));
  Reading reading{};
  reading.digit = digit;
  if (jmvae_encode(model, given.data(), mean.data(), variance.data()) != 0 ||
      jmvae_sample(model, mean.data(), variance.data(), 1, seed, 0, samples, z.data()) != 0 ||
      jmvae_decode(model, label, z.data(), samples, labels.data()) != 0 ||
      jmvae_decode(model, image, mean.data(), 1, reading.reconstruction.data()) != 0) {
    return fail(jmvae_error());
  }

  for (std::size_t value = 0; value < digit_count; ++value) {
    float sum = 0, lowest = 1, highest = 0;
    for (std::size_t at = value; at < labels.size(); at += digit_count) {
      sum += labels[at];
      lowest = std::min(lowest, labels[at]);
      highest = std::max(highest, labels[at]);
    }
    reading.probabilities[value] = sum / static_cast<float>(samples);
    reading.lowest[value] = lowest;
    reading.highest[value] = highest;
  }
  reading.verdict = judge(reading.probabilities, squared_difference(reading.reconstruction, digit.pixels));

  const auto imagined = write_digits(model, {reading.verdict.label, 0, seed, 0, 1});
  if (!imagined) return fail(imagined);
  std::copy(imagined->pictures.begin(), imagined->pictures.end(), reading.imagined.begin());
  return reading;
}

Result<std::vector<jmvae_digit>> find_digits(const std::uint8_t* rgba, int width, int height) {
  std::vector<jmvae_digit> digits(most_digits);
  const int found = jmvae_find_digits(rgba, width, height, digits.data(), most_digits);
  if (found < 0) return fail(jmvae_error());
  digits.resize(static_cast<std::size_t>(std::min(found, most_digits)));
  return digits;
}

Result<std::vector<jmvae_digit>> find_drawn_digits(const std::uint8_t* rgba, int width, int height) {
  auto several = find_digits(rgba, width, height);
  if (several && several->size() > 1 && stand_side_by_side(*several, width)) return several;
  std::vector<jmvae_digit> one(1);
  const int found = jmvae_prepare_digit(rgba, width, height, one.data());
  if (found < 0) return fail(jmvae_error());
  one.resize(static_cast<std::size_t>(found));
  return one;
}

}  // namespace jmvae
