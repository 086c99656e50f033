// The C interface, on a small model that is made here.

#include "api/jmvae.h"
#include "coloured_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

bool mentions(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the C interface agrees with the core and reports what is wrong") {
  const auto bytes = file_of(coloured_spec("jmvae-kl"));
  jmvae_model* model = jmvae_load(bytes.data(), bytes.size());
  REQUIRE(model);
  CHECK(std::string(jmvae_kind(model)) == "jmvae-kl");
  CHECK(jmvae_latent_size(model) == 4);
  CHECK(jmvae_modality_count(model) == 2);
  CHECK(jmvae_modality_find(model, "label") == 1);
  CHECK(jmvae_modality_find(model, "sound") == -1);
  CHECK(mentions(jmvae_error(), "sound"));
  CHECK(std::string(jmvae_value_name(model, 1, 2)) == "blue");
  CHECK(jmvae_value_name(model, 1, 3) == nullptr);
  CHECK(jmvae_value_name(model, 0, 0) == nullptr);
  int shape[3];
  CHECK(jmvae_modality_shape(model, 0, shape) == 0);
  CHECK(shape[0] * shape[1] * shape[2] == jmvae_modality_size(model, 0));
  CHECK(jmvae_modality_shape(model, 9, shape) == -1);

  const float green[3] = {0, 1, 0};
  const float* given[2] = {nullptr, green};
  std::vector<float> pictures(5 * 6), fewer(2 * 6);
  CHECK(jmvae_generate(model, given, 0, 1, 42, 5, pictures.data()) == 0);
  CHECK(jmvae_generate(model, given, 0, 1, 42, 2, fewer.data()) == 0);
  for (std::size_t i = 0; i < fewer.size(); ++i) CHECK(fewer[i] == doctest::Approx(pictures[i]));
  for (const float pixel : pictures) CHECK((pixel > 0 && pixel < 1));

  // The posterior for nothing given is the prior; spread 0 is the mean.
  std::vector<float> mean(4), variance(4), z(4);
  CHECK(jmvae_encode(model, nullptr, mean.data(), variance.data()) == 0);
  CHECK(mean == std::vector<float>(4, 0.0f));
  CHECK(variance == std::vector<float>(4, 1.0f));
  CHECK(jmvae_encode(model, given, mean.data(), variance.data()) == 0);
  CHECK(jmvae_sample(model, mean.data(), variance.data(), 0, 1, 0, 1, z.data()) == 0);
  CHECK(z == mean);

  // Moved the whole way from one label to another, the mean of the one is that of the other.
  const float blue[3] = {0, 0, 1};
  const float* other[2] = {nullptr, blue};
  const jmvae_condition from = {given, nullptr, nullptr, 0, 0}, to = {other, nullptr, nullptr, 0, 0};
  CHECK(jmvae_encode(model, other, mean.data(), variance.data()) == 0);
  CHECK(jmvae_move(model, &from, &to, 1, 1, z.data()) == 0);
  for (std::size_t i = 0; i < z.size(); ++i) CHECK(z[i] == doctest::Approx(mean[i]));
  CHECK(jmvae_move(model, &from, &to, 0, 1, z.data()) == 0);
  for (std::size_t i = 0; i < z.size(); ++i) CHECK(z[i] == doctest::Approx(mean[i]));
  CHECK(jmvae_move(model, &from, &to, 1, -1, z.data()) == -1);

  // It has no attributes that could be drawn.
  const jmvae_condition imputed = {nullptr, nullptr, "imputation", 0, 0};
  CHECK(jmvae_draw(model, &imputed, 1, 1, 0, 1, z.data()) == -1);
  CHECK(mentions(jmvae_error(), "has not learnt which attributes"));

  std::vector<float> label(3);
  const float* picture[2] = {pictures.data(), nullptr};
  CHECK(jmvae_infer(model, picture, 1, 16, 1, label.data()) == 0);
  CHECK(label[0] + label[1] + label[2] == doctest::Approx(1));
  CHECK(jmvae_infer(model, picture, 1, 0, 1, label.data()) == -1);
  CHECK(mentions(jmvae_error(), "at least 1"));
  // More draws than are made at once: the mean of all of them.
  std::vector<float> drawn(600 * 3);
  CHECK(jmvae_infer(model, picture, 1, 600, 1, label.data()) == 0);
  CHECK(jmvae_generate(model, picture, 1, 1, 1, 600, drawn.data()) == 0);
  double sum = 0;
  for (std::size_t i = 0; i < drawn.size(); i += 3) sum += static_cast<double>(drawn[i]);
  CHECK(static_cast<double>(label[0]) == doctest::Approx(sum / 600));

  for (const float endless : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
    CHECK(jmvae_generate(model, given, 0, endless, 42, 5, pictures.data()) == -1);
    CHECK(mentions(jmvae_error(), "finite"));
    CHECK(jmvae_sample(model, mean.data(), variance.data(), endless, 1, 0, 1, z.data()) == -1);
    CHECK(jmvae_draw(model, &from, endless, 1, 0, 1, z.data()) == -1);
    const jmvae_condition emphasized = {given, nullptr, nullptr, 0, endless};
    CHECK(jmvae_draw(model, &emphasized, 1, 1, 0, 1, z.data()) == -1);
    CHECK(mentions(jmvae_error(), "an emphasis of"));
    CHECK(jmvae_move(model, &from, &to, endless, 1, z.data()) == -1);
  }
  const jmvae_condition weakened = {given, nullptr, nullptr, 0, -0.5f};
  CHECK(jmvae_draw(model, &weakened, 1, 1, 0, 1, z.data()) == -1);
  CHECK(mentions(jmvae_error(), "an emphasis of -0.5; expected 0 or more"));
  CHECK(jmvae_decode(model, 2, z.data(), 1, label.data()) == -1);
  jmvae_free(model);
  CHECK(jmvae_load("x", 1) == nullptr);
}

TEST_CASE("the C interface prepares the box of a picture as a face") {
  double box[4];
  jmvae_default_crop(178, 218, box);
  CHECK(box[0] == 8.5);
  CHECK(box[1] == 44);
  CHECK(box[2] == 160);
  jmvae_default_crop(30, 20, box);
  CHECK(box[0] == 5);
  CHECK(box[3] == 20);

  // 8 x 4 pixels, red on the left and blue on the right.
  std::vector<std::uint8_t> rgba(8 * 4 * 4, 0);
  for (std::size_t i = 0; i < 32; ++i) {
    rgba[4 * i + (i % 8 < 4 ? 0 : 2)] = 255;
    rgba[4 * i + 3] = 255;
  }
  std::vector<float> face(4 * 4 * 3);
  REQUIRE(jmvae_prepare_face(rgba.data(), 8, 4, nullptr, 4, face.data()) == 0);
  CHECK(face[0] == 1);
  CHECK(face[2] == 0);
  CHECK(face[3 * 3] == 0);
  CHECK(face[3 * 3 + 2] == 1);
  const double left[4] = {0, 0, 4, 4};
  REQUIRE(jmvae_prepare_face(rgba.data(), 8, 4, left, 4, face.data()) == 0);
  CHECK(face[3 * 2] == 1);

  const double outside[4] = {6, 0, 4, 4};
  CHECK(jmvae_prepare_face(rgba.data(), 8, 4, outside, 4, face.data()) == -1);
  CHECK(std::string(jmvae_error()).find("8 x 4") != std::string::npos);
  CHECK(jmvae_prepare_face(rgba.data(), 0, 4, nullptr, 4, face.data()) == -1);
  CHECK(jmvae_prepare_face(rgba.data(), 8, 4, nullptr, 0, face.data()) == -1);
}
