// What the screens ask of models and what they make of the answers, with the committed weights.

#include "app/chain.h"
#include "app/cover.h"
#include "app/model_table.h"
#include "app/reading.h"
#include "app/writing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

using namespace jmvae;

namespace {

using OwnedModel = std::unique_ptr<jmvae_model, void (*)(jmvae_model*)>;

OwnedModel load(const std::string& name) {
  std::ifstream file(JMVAE_WEIGHTS_FOLDER + ("/" + name) + ".safetensors", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  OwnedModel model(jmvae_load(bytes.data(), bytes.size()), jmvae_free);
  REQUIRE_MESSAGE(model, jmvae_error());
  return model;
}

const jmvae_model* plain() {
  static const OwnedModel model = load("mnist-jmvae-small");
  return model.get();
}

const jmvae_model* kl() {
  static const OwnedModel model = load("mnist-jmvae-kl-small");
  return model.get();
}

/// A five, written by JMVAE-kl.
const std::vector<float>& five() {
  static const std::vector<float> pixels = write_digits(kl(), {5, 0, 1, 0, 1})->pictures;
  return pixels;
}

DigitPicture lower_half_covered() {
  Cover cover;
  cover.choose(cover_lower);
  return cover.known();
}

}  // namespace

TEST_CASE("a model offers the ways of filling that it has") {
  for (const char* filling : {"automatic", "zero", "chain", "encoder", "product"}) {
    CAPTURE(filling);
    const bool by_encoders = filling == std::string("encoder") || filling == std::string("product");
    CHECK(can_read(kl(), {filling}));
    CHECK(can_fill_picture(kl(), {filling}));
    CHECK(can_read(plain(), {filling}) != by_encoders);
    CHECK(can_fill_picture(plain(), {filling}) != by_encoders);
  }
}

TEST_CASE("what a model can't do is said in a sentence") {
  const auto written = write_digits(plain(), {5, 1, 1, 0, 1, {"encoder", 0}});
  REQUIRE_FALSE(written);
  CHECK(written.error().message ==
        "Filling encoder: a jmvae has no encoder for a single modality; it has the fillings zero and chain.");
}

TEST_CASE("what any model can't do is said in Chinese too") {
  speak(Language::chinese);
  int sentences = 0;
  const auto check = [&](const auto& result) {
    if (result) return;
    ++sentences;
    CAPTURE(result.error().message);
    // Names of models are what is left of Latin letters.
    CHECK(translated(result.error().message) == result.error().message);
    CHECK(result.error().message.find("。") != std::string::npos);
    CHECK(result.error().message.find(' ') == result.error().message.rfind(' '));
  };
  for (const ModelRow& row : model_table()) {
    if (row.data != std::string("mnist")) continue;
    const OwnedModel model = load(row.name);
    for (const char* filling : {"automatic", "zero", "chain", "encoder", "product"}) {
      jmvae_digit digit = {};
      std::copy(five().begin(), five().end(), digit.pixels);
      check(read_digit(model.get(), digit, {filling, 1}, 1, 1));
      check(write_digits(model.get(), {5, 1, 1, 0, 1, {filling, 1}}));
      check(write_digits(model.get(), {-1, 1, 1, 0, 1, {filling, 1}}));
      check(complete_digit(model.get(), five().data(), lower_half_covered(), {filling, 1}, 1, 1, 1));
    }
  }
  speak(Language::english);
  CHECK(sentences > 20);
}

TEST_CASE("the way of filling changes what is written, and the noise stays the same") {
  const auto zeros = write_digits(kl(), {3, 1, 7, 0, 2, {"zero", 0}});
  const auto encoder = write_digits(kl(), {3, 1, 7, 0, 2, {"encoder", 0}});
  const auto own = write_digits(kl(), {3, 1, 7, 0, 2});
  const auto no_sweep = write_digits(kl(), {3, 1, 7, 0, 2, {"chain", 0}});
  REQUIRE(zeros);
  REQUIRE(encoder);
  REQUIRE(own);
  REQUIRE(no_sweep);
  CHECK(zeros->pictures != encoder->pictures);
  CHECK(own->pictures == encoder->pictures);
  CHECK(no_sweep->pictures == zeros->pictures);
}

TEST_CASE("a chain grows by one picture a step, the same as a chain asked for at once") {
  Chain chain;
  chain.begin(plain(), {3, 7, 1});
  CHECK(chain.steps() == 0);
  for (int step = 0; step < 4; ++step) chain.advance();
  REQUIRE(chain.problem() == "");
  REQUIRE(chain.steps() == 4);
  for (int sweeps = 0; sweeps < 4; ++sweeps) {
    const auto at_once = write_digits(plain(), {3, 1, 7, 0, 1, {"chain", sweeps}});
    REQUIRE(at_once);
    const auto begin = chain.pictures().begin() + sweeps * digit_size;
    CHECK(std::vector<float>(begin, begin + digit_size) == at_once->pictures);
  }
  chain.begin(plain(), {3, 7, 1});
  CHECK(chain.steps() == 4);
  chain.begin(plain(), {4, 7, 1});
  CHECK(chain.steps() == 0);
  chain.begin(nullptr, {4, 7, 1});
  chain.advance();
  CHECK(chain.steps() == 0);
}

TEST_CASE("a completion keeps what can be seen and makes up the rest") {
  const DigitPicture known = lower_half_covered();
  for (const char* filling : {"zero", "chain"}) {
    CAPTURE(filling);
    const auto completion = complete_digit(kl(), five().data(), known, {filling, 5}, 3, 16, 1);
    REQUIRE(completion);
    double difference = 0, made_up = 0;
    for (std::size_t at = 0; at < completion->pictures.size(); ++at) {
      const std::size_t pixel = at % digit_size;
      if (known[pixel] != 0)
        difference += std::abs(completion->pictures[at] - five()[pixel]);
      else
        made_up += completion->pictures[at];
    }
    CHECK(difference == 0);
    CHECK(made_up > 1);
    const std::size_t one = digit_size;
    CHECK(std::vector<float>(completion->pictures.begin(), completion->pictures.begin() + one) !=
          std::vector<float>(completion->pictures.begin() + one, completion->pictures.begin() + 2 * one));
    double sum = 0;
    for (const float probability : completion->labels.probabilities) sum += static_cast<double>(probability);
    CHECK(sum == doctest::Approx(1).epsilon(1e-3));
  }
}

TEST_CASE("what is covered has no part in a completion") {
  const DigitPicture known = lower_half_covered();
  std::vector<float> other = five();
  for (std::size_t at = 0; at < digit_size; ++at) {
    if (known[at] == 0) other[at] = 1 - other[at];
  }
  const auto one = complete_digit(kl(), five().data(), known, {"zero", 0}, 2, 4, 1);
  const auto two = complete_digit(kl(), other.data(), known, {"zero", 0}, 2, 4, 1);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(one->pictures == two->pictures);
}

TEST_CASE("an encoder that never saw a part, and a cover over everything, are refused in words") {
  const auto by_encoder = complete_digit(kl(), five().data(), lower_half_covered(), {"encoder", 0}, 1, 1, 1);
  REQUIRE_FALSE(by_encoder);
  CHECK(by_encoder.error().message.find("never saw a part") != std::string::npos);
  const auto nothing = complete_digit(kl(), five().data(), DigitPicture{}, {"zero", 0}, 1, 1, 1);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message.find("hides all 784") != std::string::npos);
}

TEST_CASE("the encoder of pictures reads a five as one; zeros for the label make it another reading") {
  jmvae_digit digit{};
  std::copy(five().begin(), five().end(), digit.pixels);
  const auto own = read_digit(kl(), digit, {}, 16, 1),
             encoder = read_digit(kl(), digit, {"encoder", 0}, 16, 1);
  const auto zeros = read_digit(kl(), digit, {"zero", 0}, 16, 1);
  REQUIRE(own);
  REQUIRE(encoder);
  REQUIRE(zeros);
  CHECK(encoder->verdict.label == 5);
  CHECK(own->labels.probabilities == encoder->labels.probabilities);
  CHECK(zeros->labels.probabilities != encoder->labels.probabilities);
}
