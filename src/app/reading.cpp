#include "app/reading.h"

#include "app/writing.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int most_digits = 64;

float squared_difference(const DigitPicture& a, const float* b) {
  float difference = 0, whole = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += (a[i] - b[i]) * (a[i] - b[i]);
    whole += b[i] * b[i];
  }
  return whole > 0 ? difference / whole : 0;
}

Result<LabelReading> read_label(const jmvae_model* model, const DigitCondition& condition, int label,
                                int samples, std::uint32_t seed) {
  const auto possible = condition.check(label);
  if (!possible) return fail(possible);
  std::vector<float> values(static_cast<std::size_t>(digit_count * samples));
  if (jmvae_complete(model, condition.get(), label, 1, seed, 0, samples, values.data()) != 0)
    return fail_in_words();
  LabelReading reading;
  for (std::size_t value = 0; value < digit_count; ++value) {
    float sum = 0, lowest = 1, highest = 0;
    for (std::size_t at = value; at < values.size(); at += digit_count) {
      sum += values[at];
      lowest = std::min(lowest, values[at]);
      highest = std::max(highest, values[at]);
    }
    reading.probabilities[value] = sum / static_cast<float>(samples);
    reading.lowest[value] = lowest;
    reading.highest[value] = highest;
  }
  return reading;
}
}  // namespace

Result<Reading> read_digit(const jmvae_model* model, const jmvae_digit& digit, const StandIn& stand_in,
                           int samples, std::uint32_t seed) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  DigitCondition condition(model, *modalities, stand_in);
  condition.give_picture(digit.pixels);
  const auto labels = read_label(model, condition, modalities->label, samples, seed);
  if (!labels) return fail(labels);
  Reading reading{};
  reading.digit = digit;
  reading.labels = *labels;
  if (jmvae_complete(model, condition.get(), modalities->image, 0, seed, 0, 1,
                     reading.reconstruction.data()) != 0)
    return fail_in_words();
  reading.difference = squared_difference(reading.reconstruction, digit.pixels);
  reading.verdict = judge(labels->probabilities, reading.difference);

  const auto imagined = write_digits(model, {reading.verdict.label, 0, seed, 0, 1, stand_in});
  if (!imagined) return fail(imagined);
  std::copy(imagined->pictures.begin(), imagined->pictures.end(), reading.imagined.begin());
  return reading;
}

Result<Completion> complete_digit(const jmvae_model* model, const float* pixels, const DigitPicture& known,
                                  const StandIn& stand_in, int count, int samples, std::uint32_t seed) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  DigitCondition condition(model, *modalities, stand_in);
  condition.give_picture(pixels, known.data());
  const auto possible = condition.check(modalities->image);
  if (!possible) return fail(possible);
  Completion completion;
  completion.pictures.resize(static_cast<std::size_t>(count) * digit_size);
  if (jmvae_complete(model, condition.get(), modalities->image, 1, seed, 0, count,
                     completion.pictures.data()) != 0)
    return fail_in_words();
  for (std::size_t at = 0; at < completion.pictures.size(); ++at) {
    if (known[at % digit_size] != 0) completion.pictures[at] = pixels[at % digit_size];
  }
  const auto labels = read_label(model, condition, modalities->label, samples, seed);
  if (!labels) return fail(labels);
  completion.labels = *labels;
  return completion;
}

Result<std::vector<jmvae_digit>> find_digits(const std::uint8_t* rgba, int width, int height) {
  std::vector<jmvae_digit> digits(most_digits);
  const int found = jmvae_find_digits(rgba, width, height, digits.data(), most_digits);
  if (found < 0) return fail_in_words();
  digits.resize(static_cast<std::size_t>(std::min(found, most_digits)));
  return digits;
}

Result<std::vector<jmvae_digit>> find_drawn_digits(const Drawing& drawing) {
  std::vector<jmvae_digit> digits;
  if (drawing.empty()) return digits;
  for (const Drawing& part : drawing.parts()) {
    jmvae_digit digit;
    const auto picture = part.picture();
    const int found =
        jmvae_prepare_digit(picture.data(), Drawing::picture_side, Drawing::picture_side, &digit);
    if (found < 0) return fail_in_words();
    if (found == 0) continue;
    digit.x = (digit.x - Drawing::picture_margin) * Drawing::picture_scale;
    digit.y = (digit.y - Drawing::picture_margin) * Drawing::picture_scale;
    digit.width *= Drawing::picture_scale;
    digit.height *= Drawing::picture_scale;
    digits.push_back(digit);
  }
  return digits;
}

}  // namespace jmvae
