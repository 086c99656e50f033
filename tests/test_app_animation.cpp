// What is set in motion, and from where to where it goes.

#include "app/animation.h"
#include "app/face_choice.h"
#include "models/model_file.h"
#include "small_spec.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace jmvae;

namespace {

/// An untrained model of pictures of 2 x 2 and two attributes, as the screens have it.
Models::Entry face_entry() {
  ModelSpec spec = small_spec("jmvae-kl", {2, 2, 3}, 4, 16);
  ModalitySpec& attributes = spec.modalities[1];
  attributes.name = "attributes";
  attributes.likelihood = LikelihoodKind::bernoulli;
  attributes.values = {"Smiling", "Bald"};
  attributes.shape = {2};
  attributes.partial = true;
  const auto model = make_model(spec);
  REQUIRE(model);
  SafetensorsWriter writer;
  REQUIRE(add_model(writer, **model, (*model)->layout().initialize(5), Json::object(), DataType::f32));
  const auto bytes = writer.bytes();
  Models::Entry entry{model_table().front()};
  entry.model.reset(jmvae_load(bytes.data(), bytes.size()));
  REQUIRE_MESSAGE(entry.model, jmvae_error());
  entry.faces = *face_modalities(entry.model.get(), false);
  return entry;
}

AnimationFrame frame_of(const Models::Entry& entry, const State& state, int frame) {
  const auto made = animation_frame(entry, state, frame);
  REQUIRE_MESSAGE(made, made.error().message);
  return *made;
}

}  // namespace

TEST_CASE("Slides, walks and written digits can be set in motion, and nothing else") {
  State state;
  CHECK(animated_row(state) < 0);
  state.screen = screen_write;
  CHECK(animated_row(state) == state.model);
  CHECK(animation_length(state) % 10 == 0);
  state.screen = screen_faces;
  CHECK(animated_row(state) < 0);
}

TEST_CASE("A walk goes from the one face to the other") {
  const Models::Entry entry = face_entry();
  State state;
  state.screen = screen_faces;
  state.faces = faces_walk;
  const int last = animation_length(state) - 1;
  FaceOrder ends = asked_faces(state, entry.faces);
  for (const FaceNoise noise : {kept_noise(state), walk_noise(state)}) ends.places.push_back({noise, noise});
  const auto faces = draw_faces(entry.model.get(), entry.faces, ends, 0, 2);
  REQUIRE(faces);
  for (const int end : {0, 1}) {
    const AnimationFrame frame = frame_of(entry, state, end * last);
    REQUIRE(frame.side == 2);
    REQUIRE(frame.rgba.size() == 16);
    for (std::size_t i = 0; i < 12; ++i) {
      const float value = faces->pictures[static_cast<std::size_t>(end) * 12 + i];
      CHECK(std::abs(255 * value - frame.rgba[4 * (i / 3) + i % 3]) <= 0.51f);
    }
    CHECK(frame.rgba[3] == 255);
  }
  CHECK(frame_of(entry, state, last / 2).rgba != frame_of(entry, state, 0).rgba);
}

TEST_CASE("An attribute slides from off to on") {
  const Models::Entry entry = face_entry();
  State state;
  state.screen = screen_faces;
  state.faces = faces_slide;
  state.slide = "Bald";
  const auto last = frame_of(entry, state, animation_length(state) - 1).rgba;
  CHECK(frame_of(entry, state, 0).rgba != last);
  // At its end as if it had been asked for.
  state.faces = faces_walk;
  state.on = {"Bald"};
  CHECK(frame_of(entry, state, 0).rgba == last);
}
