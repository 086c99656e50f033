// The adversary of pictures: its gradients, what it reads, and who learns from it.

#include "gradient_check.h"
#include "models/adversary.h"
#include "nn/arithmetic.h"
#include "random_matrix.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <utility>

using namespace jmvae;

TEST_CASE("an adversary's own gradient is of log(1 - D), the pictures' of log D") {
  ModelSpec spec = tiny_model("jmvae-kl", 2);
  spec.modalities[0].likelihood = LikelihoodKind::gaussian;
  spec.modalities[0].shape = {2, 3, 1};
  spec.adversary = AdversarySpec{"image", one_layer(3)};
  const Matrix label = one_hot(4, 4), picture = random_matrix(4, 6, 9);
  const Evidence batch = {&picture, &label};
  Inputs inputs;
  const int x = inputs.add(4, 6);
  const Index own = inputs.layout.size();
  const Adversary adversary(inputs.layout, spec);
  constexpr Real weight = Real(0.7);
  const auto gradient_of = [&](const Function& function) {
    const Vector parameters = inputs.values();
    Vector gradient = Vector::Zero(parameters.size());
    Tape tape(parameters, gradient);
    tape.backward(function(tape), 1);
    return gradient;
  };
  const Function contest = [&](Tape& tape) {
    return adversary.log_generated(inputs.variable(tape, x), batch, weight);
  };
  const Function fool = [&](Tape& tape) {
    return weight * adversary.log_real(adversary.features(inputs.variable(tape, x)), batch);
  };
  const Vector both = gradient_of(contest), of_pictures = gradient_of(fool);
  CHECK((both.head(own) - of_pictures.head(own)).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(both.head(own).cwiseAbs().maxCoeff() > 1e-3);

  // The adversary's own tensors: finite differences of log(1 - D) where pictures are given.
  ParameterLayout layout;
  const Adversary alone(layout, spec);
  check_gradient([&](Tape& tape) { return alone.log_generated(tape.constant(picture), batch, weight); },
                 layout, layout.initialize(4));
  check_gradient([&](Tape& tape) { return alone.log_real(alone.features(tape.constant(picture)), batch); },
                 layout, layout.initialize(4));
}

TEST_CASE("an adversary reads labels and attributes of pictures, each by its own likelihood") {
  ModelSpec spec = tiny_model("jmvae-kl", 3);
  spec.modalities[0].likelihood = LikelihoodKind::gaussian;
  spec.modalities[0].shape = {2, 3, 1};
  spec.modalities[2] = spec.modalities[1];
  spec.modalities[2].name = "attributes";
  spec.modalities[2].likelihood = LikelihoodKind::bernoulli;
  spec.adversary = AdversarySpec{"image", one_layer(3)};
  const Matrix picture = random_matrix(4, 6, 9), label = one_hot(4, 4);
  const Matrix attributes = (random_matrix(4, 4, 5).array() > 0).cast<Real>();
  ParameterLayout layout;
  const Adversary adversary(layout, spec);
  const Vector parameters = layout.initialize(4);
  const auto read = [&](Tape& tape, const Matrix& of_label, const Matrix& of_attributes) {
    const auto readings =
        adversary.log_read(adversary.features(tape.constant(picture)), {&picture, &of_label, &of_attributes});
    REQUIRE(readings.size() == 2);
    return readings[0].log_probability + readings[1].log_probability;
  };
  check_gradient([&](Tape& tape) { return read(tape, label, attributes); }, layout, parameters);

  // Over everything that could be read, probabilities add up to 1.
  Vector total = Vector::Zero(4);
  for (Index value = 0; value < 4; ++value) {
    for (int bits = 0; bits < 16; ++bits) {
      Matrix one_label = Matrix::Zero(4, 4), some(4, 4);
      one_label.col(value).setOnes();
      for (Index i = 0; i < 4; ++i) some.col(i).setConstant(static_cast<Real>(bits >> i & 1));
      Tape tape(parameters);
      total += read(tape, one_label, some).value().col(0).array().exp().matrix();
    }
  }
  CHECK((total.array() - 1).abs().maxCoeff() < 1e-9);
}

TEST_CASE("an adversary looks at pictures, not at labels") {
  ModelSpec spec = tiny_model("jmvae-kl", 2);
  spec.adversary = AdversarySpec{"label", one_layer(3)};
  CHECK(make_model(spec).error().message ==
        "adversary: expected pictures, but \"label\" has the shape of a label");
}

/// A model of small pictures and labels, trained against an adversary of the pictures.
static ModelSpec with_adversary() {
  ModelSpec spec = tiny_model("jmvae-kl", 2);
  spec.modalities[0].shape = {2, 3, 1};
  spec.adversary = AdversarySpec{"image", one_layer(3)};
  return spec;
}

/// Such a model at its first weights, with what a step of training takes.
struct Contest {
  explicit Contest(const ModelSpec& its_spec, const ObjectiveWeights& its_weights = {})
      : spec(its_spec), weights(its_weights), owner(made(its_spec)), model(*owner->latent()) {
    const Index disturbance = disturbance_size(spec, weights);
    noise = random_matrix(4, model.noise_size() + disturbance, 7);
    parameters = model.layout().initialize(3);
  }

  Objective objective(Tape& tape, const Evidence& batch) const {
    return adversarial_objective(model, *model.adversary(), tape, batch, noise, weights);
  }
  Objective objective(Tape& tape) const { return objective(tape, {&picture, &label}); }

  const ModelSpec spec;
  ObjectiveWeights weights;
  const std::unique_ptr<Model> owner;
  const LatentModel& model;
  const Matrix label = one_hot(4, 4), picture = random_probabilities(4, 6, 9);
  Matrix noise;
  Vector parameters;

 private:
  static std::unique_ptr<Model> made(const ModelSpec& of) {
    auto model = make_model(of);
    REQUIRE(model);
    return std::move(*model);
  }
};

/// One of its terms by name.
static Variable term_of(const Objective& objective, const std::string& name) {
  const auto term = std::find_if(objective.terms.begin(), objective.terms.end(),
                                 [&](const ObjectiveTerm& each) { return each.name == name; });
  REQUIRE(term != objective.terms.end());
  return term->value;
}

TEST_CASE("against an adversary it, the decoder of pictures and the encoders of the rest learn") {
  for (const bool mixture : {false, true}) {
    for (const Index examples : {1, 4}) {
      const ModelSpec spec = mixture ? with_mixture(with_adversary()) : with_adversary();
      const auto made = make_model(spec);
      REQUIRE(made);
      const LatentModel& model = *(*made)->latent();
      const Matrix label = one_hot(examples, 4), picture = random_probabilities(examples, 6, 9);
      const Matrix noise = random_matrix(examples, model.noise_size(), 7);
      const Vector parameters = model.layout().initialize(3);
      for (const Real alpha : {Real(0), Real(0.1)}) {
        ObjectiveWeights weights;
        weights.alpha = alpha;
        Vector gradient = Vector::Zero(parameters.size());
        Tape tape(parameters, gradient);
        const Objective objective =
            adversarial_objective(model, *model.adversary(), tape, {&picture, &label}, noise, weights);
        tape.backward(objective.value, 1);
        for (const Tensor& tensor : model.layout().tensors()) {
          CAPTURE(mixture);
          CAPTURE(examples);
          CAPTURE(alpha);
          CAPTURE(tensor.name);
          const auto is_of = [&](const char* part) { return tensor.name.rfind(part, 0) == 0; };
          // The first of each four is of the prior, from which encoders learn nothing; and nothing is learnt
          // of how often a component of a mixture is drawn.
          const bool from_pictures = examples > 1 && !is_of("encoder.label.component");
          const bool learns = is_of("decoder.image") || is_of("training.adversary") ||
                              (is_of("encoder.label") && (from_pictures || alpha > 0));
          CHECK((gradient.segment(tensor.offset, tensor.size).cwiseAbs().maxCoeff() > 0) == learns);
        }
      }
    }
  }
}

TEST_CASE(
    "an adversary sees pictures as people will: normalized by what the model has learnt, not by the batch") {
  ModelSpec spec = with_adversary();
  spec.modalities[0].decoder[0].normalize = true;
  const Contest contest(spec);
  Vector gradient = Vector::Zero(contest.parameters.size());
  Tape training(contest.parameters, gradient), using_it(contest.parameters);
  const Objective objective = contest.objective(training);
  CHECK(objective.value.value() == contest.objective(using_it).value.value());
  training.backward(objective.value, 1);
  for (const Tensor& tensor : contest.model.layout().tensors()) {
    if (tensor.name.rfind("decoder.image.0", 0) != 0) continue;
    CAPTURE(tensor.name);
    const bool learns = gradient.segment(tensor.offset, tensor.size).cwiseAbs().maxCoeff() > 0;
    CHECK(learns == (tensor.role == Role::weight));
  }
}

TEST_CASE("an encoder of labels learns that its z says what it was given") {
  ObjectiveWeights weights;
  weights.alpha = weights.adversary = 0;
  const Contest contest(with_adversary(), weights);
  const auto said = [&](const Vector& parameters, Vector& gradient) {
    Tape tape(parameters, gradient);
    const Objective objective = contest.objective(tape);
    const Variable term = term_of(objective, "log p(label|z of others)");
    const Matrix value = term.value();
    tape.backward(objective.value, 1);
    return value.bottomRows(3).sum();  // the first is of the prior
  };
  const Vector& parameters = contest.parameters;
  Vector gradient = Vector::Zero(parameters.size()), slope = gradient, unused = gradient;
  said(parameters, gradient);
  for (const Tensor& tensor : contest.model.layout().tensors()) {
    if (tensor.name.rfind("encoder.label", 0) != 0) continue;
    slope.segment(tensor.offset, tensor.size) = gradient.segment(tensor.offset, tensor.size);
  }
  constexpr Real step = 1e-5;
  const Real rise = said(parameters + step * slope, unused) - said(parameters - step * slope, unused);
  CHECK(slope.squaredNorm() > 1e-4);
  CHECK(rise / (2 * step) == doctest::Approx(slope.squaredNorm()).epsilon(1e-4));
}

TEST_CASE("a generated picture is read as what was known to its z, and as what z says elsewhere") {
  ModelSpec spec = with_adversary();
  spec.modalities[1].likelihood = LikelihoodKind::bernoulli;
  spec.modalities[1].partial = true;
  const Contest contest(spec);
  Matrix known = Matrix::Zero(4, 4);
  known.col(1).setOnes();
  const auto read = [&](const Matrix& attributes) {
    Tape tape(contest.parameters);
    const Objective objective = contest.objective(tape, {&contest.picture, {&attributes, &known}});
    const Variable term = term_of(objective, "log r(label|generated)");
    return Matrix(term.value());
  };
  const Matrix off = Matrix::Zero(4, 4);
  Matrix hidden = off, told = off;
  hidden.col(2).setOnes();
  told.col(1).setOnes();
  CHECK(read(hidden) == read(off));
  const Matrix difference = (read(told) - read(off)).cwiseAbs();
  CHECK(difference(0, 0) == 0);  // one of each four examples is of the prior
  CHECK(difference.bottomRows(3).minCoeff() > 1e-6);
}

TEST_CASE("a hierarchy, which has no encoder of labels, draws from zeros in place of the picture") {
  ModelSpec spec = with_adversary();
  spec.kind = "jmvae-h";
  spec.upper = {{2, one_layer(3), one_layer(3)}};
  for (ModalitySpec& modality : spec.modalities) modality.encoder = {};
  const Contest contest(spec);
  const LatentModel& model = contest.model;
  Tape tape(contest.parameters);
  const Evidence others = {{}, &contest.label};
  const Variable term = term_of(contest.objective(tape), "log r(label|generated)");

  const Index latent = spec.latent_size();
  const Matrix drawn = contest.noise.middleCols(latent, latent);
  const Variable z = reparameterize(model.joint_posterior(tape, others), tape.constant(drawn));
  const Variable features = model.adversary()->features(shown_picture(model.decode(0, z, others)));
  const Matrix expected = model.adversary()->log_read(features, others).at(0).log_probability.value();
  const Matrix difference = (term.value() - expected).cwiseAbs();
  CHECK(difference.bottomRows(3).maxCoeff() < 1e-9);
  CHECK(difference(0, 0) > 1e-9);  // one of each four examples is of the prior
}

TEST_CASE("the slope of an adversary's logit is held down, and it alone learns from that") {
  ObjectiveWeights weights;
  CHECK(disturbance_size(with_adversary(), weights) == 0);
  weights.smoothness = Real(0.7);
  CHECK(disturbance_size(with_adversary(), weights) == 6);
  Contest contest(with_adversary(), weights);
  Vector with = Vector::Zero(contest.parameters.size()), without = with;
  Tape tape(contest.parameters, with), plain(contest.parameters, without);
  const Objective objective = contest.objective(tape);
  contest.weights.smoothness = 0;
  const Objective other = contest.objective(plain);
  const Matrix squared = term_of(objective, "squared slope of logit D").value();
  const Matrix difference = objective.value.value() - other.value.value();
  CHECK((difference + Real(0.35) * squared).cwiseAbs().maxCoeff() < 1e-9);

  tape.backward(objective.value, 1);
  plain.backward(other.value, 1);
  for (const Tensor& tensor : contest.model.layout().tensors()) {
    CAPTURE(tensor.name);
    const bool same = with.segment(tensor.offset, tensor.size) == without.segment(tensor.offset, tensor.size);
    const bool is_of_adversary = tensor.name.rfind("training.adversary", 0) == 0;
    const bool is_read =
        tensor.name.find(".reader.") != std::string::npos || tensor.name == "training.adversary.output.bias";
    CHECK(same == (!is_of_adversary || is_read));
  }

  // The distance is small enough: the derivative along the same noise is nearly that.
  Tape along(contest.parameters);
  const auto logit = [&](Real step) {
    const Adversary& adversary = *contest.model.adversary();
    const Variable moved = along.constant(contest.picture + step * contest.noise.rightCols(6));
    const Matrix value =
        adversary.logit(adversary.features(moved), {&contest.picture, &contest.label}).value();
    return value;
  };
  constexpr Real step = 1e-6;
  const Matrix slope = (logit(step) - logit(-step)) / (2 * step);
  CHECK((slope.array().square().matrix() - squared).cwiseAbs().maxCoeff() < 0.1 * squared.maxCoeff());
}

TEST_CASE("an adversary reads real and generated pictures through the same noise") {
  ObjectiveWeights weights;
  weights.reading_noise = Real(0.3);
  const Contest contest(with_adversary(), weights);
  Tape tape(contest.parameters);
  const Objective objective = contest.objective(tape);

  const LatentModel& model = contest.model;
  const Evidence others = {{}, &contest.label};
  const Index latent = model.spec().latent_size();
  const Matrix drawn = contest.noise.middleCols(latent, latent);
  const Variable z = reparameterize(model.product_posterior(tape, others), tape.constant(drawn));
  const Matrix generated = shown_picture(model.decode(0, z, others)).value();
  const auto read = [&](const Matrix& x) {
    const Variable seen = tape.constant(x + weights.reading_noise * contest.noise.rightCols(6));
    const Adversary& adversary = *model.adversary();
    const Matrix value = adversary.log_read(adversary.features(seen), others).at(0).log_probability.value();
    return value;
  };
  const Matrix real = term_of(objective, "log r(label|real)").value() - read(contest.picture);
  CHECK(real.cwiseAbs().maxCoeff() < 1e-9);
  const Matrix difference = term_of(objective, "log r(label|generated)").value() - read(generated);
  CHECK(difference.bottomRows(3).cwiseAbs().maxCoeff() < 1e-9);  // the first is of the prior
}
