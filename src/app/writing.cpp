#include "app/writing.h"

#include "app/reading.h"

#include <algorithm>

namespace jmvae {

bool operator==(const WritingOrder& a, const WritingOrder& b) {
  return a.label == b.label && a.spread == b.spread && a.seed == b.seed && a.first == b.first &&
         a.count == b.count;
}

int Writing::likeliest(int row) const {
  const auto begin = labels.begin() + row * digit_count;
  return static_cast<int>(std::max_element(begin, begin + digit_count) - begin);
}

float Writing::probability(int row, int label) const {
  return labels[static_cast<std::size_t>(row * digit_count + label)];
}

Result<Writing> write_digits(const jmvae_model* model, const WritingOrder& order) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  const auto [image, label] = *modalities;

  float one_hot[digit_count] = {};
  std::vector<const float*> given(static_cast<std::size_t>(jmvae_modality_count(model)), nullptr);
  if (order.label >= 0) {
    one_hot[order.label] = 1;
    given[static_cast<std::size_t>(label)] = one_hot;
  }
  const auto latent = static_cast<std::size_t>(jmvae_latent_size(model)),
             count = static_cast<std::size_t>(order.count);
  std::vector<float> mean(latent), variance(latent), z(latent * count);
  Writing writing;
  writing.count = order.count;
  writing.pictures.resize(count * digit_size);
  writing.labels.resize(count * digit_count);
  if (jmvae_encode(model, given.data(), mean.data(), variance.data()) != 0 ||
      jmvae_sample(model, mean.data(), variance.data(), order.spread, order.seed, order.first, order.count,
                   z.data()) != 0 ||
      jmvae_decode(model, image, z.data(), order.count, writing.pictures.data()) != 0 ||
      jmvae_decode(model, label, z.data(), order.count, writing.labels.data()) != 0) {
    return fail(jmvae_error());
  }
  return writing;
}

Result<int> read_back(const jmvae_model* reader, const Writing& writing, int label,
                      std::vector<int>& label_read) {
  const auto modalities = digit_modalities(reader);
  if (!modalities) return fail(modalities);
  constexpr int samples = 4;
  std::vector<const float*> given(static_cast<std::size_t>(jmvae_modality_count(reader)), nullptr);
  label_read.clear();
  for (int row = 0; row < writing.count; ++row) {
    given[static_cast<std::size_t>(modalities->first)] = writing.pictures.data() + row * digit_size;
    float probabilities[digit_count];
    if (jmvae_infer(reader, given.data(), modalities->second, samples, 1, probabilities) != 0)
      return fail(jmvae_error());
    label_read.push_back(
        static_cast<int>(std::max_element(probabilities, probabilities + digit_count) - probabilities));
  }
  return static_cast<int>(std::count(label_read.begin(), label_read.end(), label));
}

Result<std::pair<int, int>> digit_modalities(const jmvae_model* model) {
  const int image = jmvae_modality_find(model, "image"), label = jmvae_modality_find(model, "label");
  if (image < 0 || label < 0 || jmvae_modality_size(model, image) != digit_size ||
      jmvae_modality_size(model, label) != digit_count) {
    return fail("The model ", jmvae_kind(model),
                " is not one of digits: it should have an image of 28 x 28 and a "
                "label of 10 values.");
  }
  return std::make_pair(image, label);
}

}  // namespace jmvae
