#include "app/writing.h"

#include <algorithm>

namespace jmvae {

bool operator==(const WritingOrder& a, const WritingOrder& b) {
  return a.label == b.label && a.spread == b.spread && a.seed == b.seed && a.first == b.first &&
         a.count == b.count && a.stand_in == b.stand_in;
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
  DigitCondition condition(model, *modalities, order.stand_in);
  if (order.label >= 0) condition.give_label(order.label);
  const auto possible = condition.check(image);
  if (!possible) return fail(possible);

  const auto count = static_cast<std::size_t>(order.count);
  Writing writing;
  writing.count = order.count;
  writing.pictures.resize(count * digit_size);
  if (!condition.check(label)) {
    if (jmvae_complete(model, condition.get(), image, order.spread, order.seed, order.first, order.count,
                       writing.pictures.data()) != 0) {
      return fail_in_words();
    }
    return writing;
  }
  writing.labels.resize(count * digit_count);
  std::vector<float> z(static_cast<std::size_t>(jmvae_latent_size(model)) * count);
  if (jmvae_draw(model, condition.get(), order.spread, order.seed, order.first, order.count, z.data()) != 0 ||
      jmvae_decode(model, image, z.data(), order.count, writing.pictures.data()) != 0 ||
      jmvae_decode(model, label, z.data(), order.count, writing.labels.data()) != 0) {
    return fail_in_words();
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
    given[static_cast<std::size_t>(modalities->image)] = writing.pictures.data() + row * digit_size;
    float probabilities[digit_count];
    if (jmvae_infer(reader, given.data(), modalities->label, samples, 1, probabilities) != 0)
      return fail_in_words();
    label_read.push_back(
        static_cast<int>(std::max_element(probabilities, probabilities + digit_count) - probabilities));
  }
  return static_cast<int>(std::count(label_read.begin(), label_read.end(), label));
}

}  // namespace jmvae
