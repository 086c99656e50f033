// Training behind the C interface, a few steps at a time.

#include "api/jmvae.h"
#include "api/jmvae_learner.h"
#include "io/file.h"
#include "io/json.h"
#include "io/safetensors.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

using Learner = std::unique_ptr<jmvae_learner, void (*)(jmvae_learner*)>;

std::vector<std::uint8_t> digits() {
  const auto bytes = read_file(JMVAE_DIGITS_FILE);
  REQUIRE_MESSAGE(bytes, "tools/get_mnist makes the file");
  return *bytes;
}

Learner start(const std::vector<std::uint8_t>& bytes, const char* preset, std::uint32_t seed = 1) {
  return {jmvae_learner_start(bytes.data(), bytes.size(), preset, seed), jmvae_learner_free};
}

double term(jmvae_learner* learner, const char* name) {
  const auto report = parse_json(jmvae_learner_progress(learner), "report");
  REQUIRE(report);
  return (*report)["terms"][name].get<double>();
}

std::vector<std::uint8_t> weights(jmvae_learner* learner) {
  std::size_t size = 0;
  const auto* bytes = static_cast<const std::uint8_t*>(jmvae_learner_weights(learner, &size));
  REQUIRE(bytes);
  return {bytes, bytes + size};
}

bool mentions(const char* sentence, const std::string& words) {
  return std::string(sentence).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a learner gets better, says where it stands, and gives models that load") {
  const auto learner = start(digits(), "mnist-jmvae-kl-live");
  REQUIRE(learner);
  CHECK(jmvae_learner_learn(learner.get(), 3) == 3);
  const double before = term(learner.get(), "log p(image|z)");
  CHECK(jmvae_learner_learn(learner.get(), 40) == 40);
  term(learner.get(), "objective");  // the next means are of later steps
  CHECK(jmvae_learner_learn(learner.get(), 3) == 3);
  CHECK(term(learner.get(), "log p(image|z)") > before + 50);
  const auto report = parse_json(jmvae_learner_progress(learner.get()), "report");
  REQUIRE(report);
  CHECK((*report)["step"] == 46);
  CHECK((*report)["terms"].empty());

  const auto bytes = weights(learner.get());
  const std::unique_ptr<jmvae_model, void (*)(jmvae_model*)> model{jmvae_load(bytes.data(), bytes.size()),
                                                                   jmvae_free};
  REQUIRE(model);
  CHECK(jmvae_latent_size(model.get()) == 2);
}

TEST_CASE("the same seed learns the same, another something else; a setting changes what comes after") {
  const auto bytes = digits();
  const auto one = start(bytes, "mnist-jmvae-kl-live"), same = start(bytes, "mnist-jmvae-kl-live"),
             other = start(bytes, "mnist-jmvae-kl-live", 2), changed = start(bytes, "mnist-jmvae-kl-live");
  for (const Learner* learner : {&one, &same, &other, &changed}) {
    if (learner == &changed) CHECK(jmvae_learner_change(learner->get(), "alpha", "3") == 0);
    CHECK(jmvae_learner_learn(learner->get(), 2) == 2);
  }
  CHECK(weights(one.get()) == weights(same.get()));
  CHECK(weights(one.get()) != weights(other.get()));
  CHECK(weights(one.get()) != weights(changed.get()));
}

TEST_CASE("training ends with the last epoch") {
  const auto learner = start(digits(), "mnist-jmvae-live");
  REQUIRE(learner);
  const auto report = parse_json(jmvae_learner_progress(learner.get()), "report");
  const int steps = (*report)["steps"].get<int>();
  CHECK(steps == 600 / 50 * 60);  // digits, batch, epochs
  CHECK(jmvae_learner_learn(learner.get(), steps + 10) == steps);
  CHECK(jmvae_learner_learn(learner.get(), 1) == 0);
}

TEST_CASE("what can't be learnt from, or changed, is a sentence") {
  const auto bytes = digits();
  CHECK_FALSE(start(bytes, "mnist-jmvae-kl-alive"));
  CHECK(mentions(jmvae_learner_error(), "mnist-jmvae-kl-live"));
  CHECK_FALSE(start({1, 2, 3}, "mnist-jmvae-kl-live"));
  CHECK(mentions(jmvae_learner_error(), "digits"));

  const std::vector<Real> picture(784), label(2);
  SafetensorsWriter writer;
  REQUIRE(writer.add("image", DataType::u8, {1, 784}, picture.data()));
  REQUIRE(writer.add("label", DataType::u8, {2}, label.data()));
  CHECK_FALSE(start(writer.bytes(), "mnist-jmvae-kl-live"));
  CHECK(mentions(jmvae_learner_error(), "found 1 and 2"));

  const auto learner = start(bytes, "mnist-jmvae-kl-live");
  CHECK(jmvae_learner_change(learner.get(), "alpha", "strong") == -1);
  CHECK(mentions(jmvae_learner_error(), "alpha"));
  CHECK(jmvae_learner_change(learner.get(), "batch", "10") == -1);
  CHECK(mentions(jmvae_learner_error(), "batch"));
  for (const auto& [key, value] : {std::pair{"epochs", "3"},
                                   {"seed", "2"},
                                   {"present.label", "0.5"},
                                   {"only_encoder", "label"},
                                   {"average_decay", "0.99"},
                                   {"likelihood_weight.sound", "2"},
                                   {"adam.beta1", "1"}}) {
    CAPTURE(key);
    CHECK(jmvae_learner_change(learner.get(), key, value) == -1);
    const std::string name = key;
    CHECK(mentions(jmvae_learner_error(), name.substr(0, name.find('.'))));
  }
  CHECK(jmvae_learner_learn(learner.get(), 1) == 1);
}
