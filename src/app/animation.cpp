#include "app/animation.h"

#include "app/condition.h"
#include "app/face_choice.h"
#include "app/shade.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int face_steps = 20;  // from one end to the other
constexpr int digit_steps = 5;  // from a digit to the next

bool is_path(const State& state) {
  return state.screen == screen_faces && (state.faces == faces_slide || state.faces == faces_walk);
}

Result<AnimationFrame> face_frame(const Models::Entry& entry, const State& state, int frame) {
  FaceOrder order = asked_faces(state, entry.faces);
  FacePlace place = {kept_noise(state), kept_noise(state), static_cast<float>(frame) / (face_steps - 1)};
  if (state.faces == faces_walk) {
    place.to = walk_noise(state);
  } else {
    place.slide = sliding_attribute(state, entry.faces);
  }
  order.places = {place};
  const auto faces = draw_faces(entry.model.get(), entry.faces, order, 0, 1);
  if (!faces) return fail(faces);
  AnimationFrame picture = {entry.faces.side, {}};
  for (std::size_t i = 0; i < faces->pictures.size(); ++i) {
    picture.rgba.push_back(to_byte(faces->pictures[i]));
    if (i % 3 == 2) picture.rgba.push_back(255);
  }
  return picture;
}

/// z of a written digit, with the noise of the one that is kept aside, or the first.
Result<std::vector<float>> z_of_digit(const jmvae_model* model, const DigitModalities& modalities,
                                      const State& state, int digit) {
  DigitCondition condition(model, modalities, stand_in(state));
  condition.give_label(digit);
  const auto possible = condition.check(modalities.image);
  if (!possible) return fail(possible);
  const int seed = state.held < 0 ? state.seed : state.held_seed, row = std::max(state.held, 0);
  std::vector<float> z(static_cast<std::size_t>(jmvae_latent_size(model)));
  if (jmvae_draw(model, condition.get(), state.spread, static_cast<std::uint32_t>(seed),
                 static_cast<std::uint32_t>(row), 1, z.data()) != 0) {
    return fail_in_words();
  }
  return z;
}

Result<AnimationFrame> digit_frame(const jmvae_model* model, const State& state, int frame) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  const int digit = frame / digit_steps;
  auto z = z_of_digit(model, *modalities, state, digit);
  if (!z) return fail(z);
  const auto next = z_of_digit(model, *modalities, state, (digit + 1) % digit_count);
  if (!next) return fail(next);
  const float along = static_cast<float>(frame % digit_steps) / digit_steps;
  for (std::size_t i = 0; i < z->size(); ++i) (*z)[i] += ((*next)[i] - (*z)[i]) * along;
  DigitPicture ink;
  if (jmvae_decode(model, modalities->image, z->data(), 1, ink.data()) != 0) return fail_in_words();
  AnimationFrame picture = {digit_side, {}};
  for (const float value : ink) {
    const std::uint8_t paper = to_byte(1 - value);
    picture.rgba.insert(picture.rgba.end(), {paper, paper, paper, 255});
  }
  return picture;
}
}  // namespace

int animated_row(const State& state) {
  if (is_path(state)) return chosen_row(state);
  return state.screen == screen_write ? state.model : -1;
}

int animation_length(const State& state) { return is_path(state) ? face_steps : digit_count * digit_steps; }

Result<AnimationFrame> animation_frame(const Models::Entry& entry, const State& state, int frame) {
  return is_path(state) ? face_frame(entry, state, frame) : digit_frame(entry.model.get(), state, frame);
}

}  // namespace jmvae
