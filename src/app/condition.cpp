#include "app/condition.h"

#include "app/words.h"

#include <cstring>

namespace jmvae {

bool operator==(const StandIn& a, const StandIn& b) {
  return std::strcmp(a.filling, b.filling) == 0 && a.sweeps == b.sweeps;
}

StandIn stand_in(const State& state) {
  return {state_choices("filling")[static_cast<std::size_t>(state.filling)], state.sweeps};
}

Result<DigitModalities> digit_modalities(const jmvae_model* model) {
  const int image = jmvae_modality_find(model, "image"), label = jmvae_modality_find(model, "label");
  if (image < 0 || jmvae_modality_size(model, image) != digit_size ||
      jmvae_modality_count(model) != (label < 0 ? 1 : 2) ||
      (label >= 0 && jmvae_modality_size(model, label) != digit_count)) {
    return fail("The model ", jmvae_kind(model),
                " is not one of digits: it should have an image of 28 x 28 and a label of 10 values.");
  }
  return DigitModalities{image, label};
}

DigitCondition::DigitCondition(const jmvae_model* model, const DigitModalities& modalities,
                               const StandIn& stand_in)
    : model_(model),
      modalities_(modalities),
      values_(static_cast<std::size_t>(jmvae_modality_count(model)), nullptr),
      known_(values_) {
  const bool chain = std::strcmp(stand_in.filling, "chain") == 0;
  condition_ = {values_.data(), known_.data(), stand_in.filling, chain ? stand_in.sweeps : 0, 0};
}

void DigitCondition::give_label(int label) {
  label_given_ = true;
  one_hot_[label] = 1;
  if (modalities_.label >= 0) values_[static_cast<std::size_t>(modalities_.label)] = one_hot_;
}

void DigitCondition::give_picture(const float* pixels, const float* known) {
  const auto image = static_cast<std::size_t>(modalities_.image);
  values_[image] = pixels;
  known_[image] = known;
}

Result<void> DigitCondition::check(int modality) const {
  if (modalities_.label < 0 && (modality < 0 || label_given_)) {
    return fail(say(words::pictures_alone, jmvae_kind(model_)));
  }
  if (jmvae_check(model_, &condition_, modality) != 0) return fail_in_words();
  return {};
}

bool can_read(const jmvae_model* model, const StandIn& stand_in) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return false;
  const DigitPicture blank{};
  DigitCondition condition(model, *modalities, stand_in);
  condition.give_picture(blank.data());
  return condition.check(modalities->label).has_value();
}

bool can_fill_picture(const jmvae_model* model, const StandIn& stand_in) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return false;
  DigitCondition condition(model, *modalities, stand_in);
  condition.give_label(0);
  // A model that tells no labels takes them as a condition: z comes from the prior, and nothing is missing.
  return condition.check(modalities->image) && condition.check(modalities->label);
}

tl::unexpected<Error> fail_in_words() { return fail(translated(with_capital(jmvae_error()) + ".")); }

}  // namespace jmvae
