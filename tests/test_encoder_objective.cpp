// Fitting one modality's encoder to a model that stays as it is.

#include "gradient_check.h"
#include "models/encoder_objective.h"
#include "random_matrix.h"

#include <doctest/doctest.h>

using namespace jmvae;

namespace {

Vector gradient_of(const Vector& parameters, const Function& objective) {
  Vector gradient = Vector::Zero(parameters.size());
  Tape tape(parameters, gradient);
  tape.backward(objective(tape), 1);
  return gradient;
}

}  // namespace

TEST_CASE(
    "an encoder that learns alone has the gradient that JMVAE-kl's objective has for it, and nothing else "
    "any") {
  const auto made = make_model(with_mixture(tiny_model("jmvae-kl", 2)));
  REQUIRE(made);
  const LatentModel& model = *(*made)->latent();
  const Matrix label = one_hot(4, 4), picture = random_probabilities(4, model.spec().modalities[0].size(), 9);
  const Matrix noise = random_matrix(4, model.noise_size(), 7);
  const Evidence batch = {&picture, &label};
  const Vector parameters = model.layout().initialize(3);
  ObjectiveWeights weights;
  weights.alpha = 1;
  const Vector whole =
      gradient_of(parameters, [&](Tape& tape) { return model.objective(tape, batch, noise, weights).value; });
  const Vector alone = gradient_of(
      parameters, [&](Tape& tape) { return encoder_objective(model, 1, tape, batch, noise).value; });
  for (const Tensor& tensor : model.layout().tensors()) {
    CAPTURE(tensor.name);
    const Vector own = alone.segment(tensor.offset, tensor.size);
    if (tensor.name.rfind("encoder.label.", 0) != 0) {
      CHECK(own.isZero(0));
      continue;
    }
    CHECK(own.cwiseAbs().maxCoeff() > 1e-6);
    CHECK((own - whole.segment(tensor.offset, tensor.size)).cwiseAbs().maxCoeff() < 1e-9);
  }
}

TEST_CASE(
    "what an encoder reads is the likelihood of the others by its own z, and only the encoder learns it") {
  const auto made = make_model(tiny_model("jmvae-kl", 2));
  REQUIRE(made);
  const LatentModel& model = *(*made)->latent();
  const Matrix label = one_hot(4, 4), picture = random_probabilities(4, model.spec().modalities[0].size(), 9);
  const Matrix noise = random_matrix(4, model.noise_size(), 7);
  const Evidence batch = {&picture, &label};
  const Vector parameters = model.layout().initialize(3);
  const auto with = [&](Real reading) {
    return gradient_of(parameters, [&](Tape& tape) {
      const Objective objective = encoder_objective(model, 0, tape, batch, noise, reading);
      CHECK(objective.terms.size() == (reading > 0 ? 2 : 1));
      return objective.value;
    });
  };
  const Vector read = with(2) - with(0);
  const Vector by_hand = gradient_of(parameters, [&](Tape& tape) {
    const Matrix own_noise = noise.leftCols(model.spec().latent_size());
    const Variable z =
        reparameterize(model.product_posterior(tape, {&picture, {}}), tape.constant(own_noise));
    return log_prob(model.decode(1, z, {}), label);
  });
  for (const Tensor& tensor : model.layout().tensors()) {
    CAPTURE(tensor.name);
    const Vector own = read.segment(tensor.offset, tensor.size);
    if (tensor.name.rfind("encoder.image.", 0) != 0) {
      CHECK(own.isZero(0));
      continue;
    }
    CHECK(own.cwiseAbs().maxCoeff() > 1e-6);
    CHECK((own - 2 * by_hand.segment(tensor.offset, tensor.size)).cwiseAbs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("an encoder learns alone from examples that have everything") {
  const auto made = make_model(tiny_model("jmvae-kl", 2));
  REQUIRE(made);
  const LatentModel& model = *(*made)->latent();
  const Matrix label = one_hot(4, 4), noise = random_matrix(4, model.noise_size(), 7);
  const Vector parameters = model.layout().initialize(3);
  Tape tape(parameters);
  CHECK(encoder_objective(model, 1, tape, {{}, &label}, noise).terms.empty());
}
