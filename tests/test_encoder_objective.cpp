// Fitting one modality's encoder to a model that stays as it is.

#include "gradient_check.h"
#include "models/encoder_objective.h"
#include "random_matrix.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

using namespace jmvae;

namespace {

Vector gradient_of(const Vector& parameters, const Function& objective) {
  Vector gradient = Vector::Zero(parameters.size());
  Tape tape(parameters, gradient);
  tape.backward(objective(tape), 1);
  return gradient;
}

struct Fixture {
  explicit Fixture(const ModelSpec& spec) : made(std::move(*make_model(spec))) {}

  std::unique_ptr<Model> made;
  const LatentModel& model = *made->latent();
  const Matrix label = one_hot(4, 4), picture = random_probabilities(4, model.spec().modalities[0].size(), 9);
  const Matrix noise = random_matrix(4, model.noise_size(), 7);
  const Evidence batch = {&picture, &label};
  const Vector parameters = model.layout().initialize(3);
};

/// Checks that the encoder of one modality has the gradient that is expected, and nothing else any.
void check_gradient(const LatentModel& model, const std::string& modality, const Vector& gradient,
                    const Vector& expected) {
  for (const Tensor& tensor : model.layout().tensors()) {
    CAPTURE(tensor.name);
    const Vector own = gradient.segment(tensor.offset, tensor.size);
    if (tensor.name.rfind("encoder." + modality + ".", 0) != 0) {
      CHECK(own.isZero(0));
      continue;
    }
    CHECK(own.cwiseAbs().maxCoeff() > 1e-6);
    CHECK((own - expected.segment(tensor.offset, tensor.size)).cwiseAbs().maxCoeff() < 1e-9);
  }
}

}  // namespace

TEST_CASE(
    "an encoder that learns alone has the gradient that JMVAE-kl's objective has for it, and nothing else "
    "any") {
  const Fixture f(with_mixture(tiny_model("jmvae-kl", 2)));
  ObjectiveWeights weights;
  weights.alpha = 1;
  const Vector whole = gradient_of(
      f.parameters, [&](Tape& tape) { return f.model.objective(tape, f.batch, f.noise, weights).value; });
  const Vector alone = gradient_of(
      f.parameters, [&](Tape& tape) { return encoder_objective(f.model, 1, tape, f.batch, f.noise).value; });
  check_gradient(f.model, "label", alone, whole);
}

TEST_CASE(
    "what an encoder reads is the likelihood of the others by its own z, and only the encoder learns it") {
  const Fixture f(tiny_model("jmvae-kl", 2));
  const auto with = [&](Real reading) {
    return gradient_of(f.parameters, [&](Tape& tape) {
      const Objective objective = encoder_objective(f.model, 0, tape, f.batch, f.noise, reading);
      CHECK(objective.terms.size() == (reading > 0 ? 2 : 1));
      return objective.value;
    });
  };
  const Vector read = with(2) - with(0);
  const Vector by_hand = gradient_of(f.parameters, [&](Tape& tape) {
    const Matrix own_noise = f.noise.leftCols(f.model.spec().latent_size());
    const Variable z =
        reparameterize(f.model.product_posterior(tape, {&f.picture, {}}), tape.constant(own_noise));
    return log_prob(f.model.decode(1, z, {}), f.label);
  });
  check_gradient(f.model, "image", read, 2 * by_hand);
}

TEST_CASE("an encoder learns alone from examples that have everything") {
  const Fixture f(tiny_model("jmvae-kl", 2));
  Tape tape(f.parameters);
  CHECK(encoder_objective(f.model, 1, tape, {{}, &f.label}, f.noise).terms.empty());
}
