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
  reading.difference = squared_difference(reading.reconstruction, digit.pixels);
  reading.verdict = judge(reading.probabilities, reading.difference);

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

Result<std::vector<jmvae_digit>> find_drawn_digits(const Drawing& drawing) {
  std::vector<jmvae_digit> digits;
  if (drawing.empty()) return digits;
  for (const Drawing& part : drawing.parts()) {
    jmvae_digit digit;
    const auto picture = part.picture();
    const int found =
        jmvae_prepare_digit(picture.data(), Drawing::picture_side, Drawing::picture_side, &digit);
    if (found < 0) return fail(jmvae_error());
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
