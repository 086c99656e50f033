// Names of figures, and figures whose value is known: accuracy, the judge's view, diversity, latent
// statistics.

#include "eval/accuracy.h"
#include "eval/coherence.h"
#include "eval/diversity.h"
#include "eval/latent_statistics.h"
#include "eval/likelihood_estimates.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace jmvae;

namespace {

constexpr Index count = 60;

/// Left and right halves [4, 2, 1] of pictures that show their label, 0 ... 2, as a bright pixel on the left.
Examples make_examples() {
  std::vector<std::uint8_t> left(count * 8), right(count * 8), labels(count);
  for (std::size_t i = 0; i < count; ++i) {
    labels[i] = static_cast<std::uint8_t>(i % 3);
    left[8 * i + i % 3] = 255;
    right[8 * i + 7] = static_cast<std::uint8_t>(i);
  }
  Examples examples;
  examples.count = count;
  examples.columns = {{"left", ExampleColumn::Coding::intensity, 8, std::move(left)},
                      {"right", ExampleColumn::Coding::intensity, 8, std::move(right)},
                      {"label", ExampleColumn::Coding::category, 3, std::move(labels)}};
  return examples;
}

ModelSpec halves_spec(const std::string& kind) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 3;
  for (const char* name : {"left", "right", "label"}) {
    ModalitySpec modality;
    modality.name = name;
    modality.shape = {4, 2, 1};
    spec.modalities.push_back(modality);
  }
  spec.modalities[2].likelihood = LikelihoodKind::categorical;
  spec.modalities[2].shape = {3};
  if (kind == "jmvae-h") spec.upper = {{2, {}, {}}};
  return spec;
}

/// A judge of whole pictures [4, 4, 1], without hidden layers: its features are the picture.
ModelSpec judge_spec() {
  ModelSpec spec = halves_spec("classifier");
  spec.modalities.erase(spec.modalities.begin());
  spec.modalities[0].name = "image";
  spec.modalities[0].shape = {4, 4, 1};
  return spec;
}

struct Subject {
  Examples examples = make_examples();
  std::unique_ptr<Model> model;
  Vector parameters;
  TestSet test_set;

  explicit Subject(const ModelSpec& spec)
      : model(std::move(*make_model(spec))),
        parameters(model->layout().initialize(3)),
        test_set(*make_test_set(spec, examples)) {}
  const LatentModel& latent() const { return *model->latent(); }

  MatrixMap tensor(const std::string& name) {
    for (const Tensor& tensor : model->layout().tensors()) {
      if (tensor.name == name) {
        return {parameters.data() + tensor.offset, tensor.shape[0], tensor.size / tensor.shape[0]};
      }
    }
    FAIL(name);
    return {nullptr, 0, 0};
  }

  std::string refusal(const std::string& name, MissingRule rule = {}) const {
    if (name.rfind("log_p", 0) == 0) {
      const auto query = likelihood_query(latent(), test_set, name, rule);
      return query ? "" : query.error().message;
    }
    const auto query = accuracy_query(latent(), test_set, name, rule);
    return query ? "" : query.error().message;
  }
};

struct JudgeOfHalves {
  std::unique_ptr<Model> model = std::move(*make_model(judge_spec()));
  Vector parameters = model->layout().initialize(4);
  const Classifier& classifier() const { return static_cast<const Classifier&>(*model); }
  Judge of(const Subject& subject) const { return *Judge::make(subject.latent(), classifier(), parameters); }
};

bool mentions(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("likelihoods of every subset given every other have names, and sentences where they can't be") {
  const Subject f(halves_spec("jmvae-kl"));
  for (const char* name :
       {"log_p(left,right,label)", "log_p(left)", "log_p(label)", "log_p(right,label).single",
        "log_p(left|right)", "log_p(right|left,label).multiple", "log_p(left,right|label).single",
        "log_p(label|left)"}) {
    CAPTURE(name);
    const auto query = likelihood_query(f.latent(), f.test_set, name, {});
    REQUIRE(query);
    CHECK(query->name == name);
  }
  CHECK(likelihood_query(f.latent(), f.test_set, "log_p(left|right)", {})->proposal.name == "q(z|right)");
  CHECK(likelihood_query(f.latent(), f.test_set, "log_p(left|right).multiple", {})->proposal.name ==
        "q(z|left,right,label)");
  CHECK(likelihood_query(f.latent(), f.test_set, "log_p(label)", {})->proposal.name == "p(z)");
  CHECK(likelihood_query(f.latent(), f.test_set, "log_p(left).multiple", {})->name == "log_p(left)");
  // All and 6 subsets; of those with a picture .single too; 6 ways to divide, each in three forms.
  CHECK(likelihood_names(f.latent()).size() == 7 + 5 + 18);

  CHECK(mentions(f.refusal("log_p(sound)"), "left, right, label"));
  CHECK(mentions(f.refusal("log_p(left|left)"), "both"));
  CHECK(mentions(f.refusal("log_p(left,left)"), "twice"));
  CHECK(mentions(f.refusal("log_p(left).double"), ".single"));
  CHECK(mentions(f.refusal("log_p(left|right,label)", {Filling::encoder, 0}), "product"));
  CHECK(f.refusal("log_p(left,right,label)", {Filling::encoder, 0}).empty());
}

TEST_CASE("a conditional model has the likelihood of its own direction, by one estimator") {
  for (const char* kind : {"cvae", "cmma"}) {
    const Subject f(halves_spec(kind));
    CHECK(f.refusal("log_p(left|right,label)").empty());
    CHECK(mentions(f.refusal("log_p(left)"), "only when right is given"));
    CHECK(mentions(f.refusal("log_p(left|label)"), "only when right is given"));
    CHECK(mentions(f.refusal("log_p(label|left,right)"), "left only"));
    CHECK(mentions(f.refusal("log_p(left|right,label).single"), "one estimate"));
    CHECK(mentions(f.refusal("accuracy.label_from_left"), "left only"));
  }
}

TEST_CASE("accuracy counts the examples whose label the model reads, from any modalities") {
  Subject f(halves_spec("jmvae-kl"));
  // Encoders that pass the three pixels of the label on, and a decoder that takes the largest.
  f.parameters.setZero();
  f.tensor("encoder.left.mean.weight").leftCols(3) = 20 * Matrix::Identity(3, 3);
  f.tensor("decoder.label.logits.weight") = 20 * Matrix::Identity(3, 3);
  EvalSettings settings;
  settings.samples = 70;
  const auto from = [&](const std::string& name) {
    return accuracy(f.latent(), f.parameters, f.test_set,
                    *accuracy_query(f.latent(), f.test_set, name, settings.rule), settings);
  };
  const Estimate seen = from("accuracy.label_from_left"), both = from("accuracy.label_from_left+right");
  CHECK(seen.value == 1);
  CHECK(seen.filling == "encoder");
  CHECK(both.value == 1);
  CHECK(both.filling == "product");
  CHECK(from("accuracy.label_from_right").value < 0.7);
  CHECK(accuracy_names(f.latent().spec()).size() == 3);

  CHECK(mentions(f.refusal("accuracy.left_from_right"), "not a label"));
  CHECK(mentions(f.refusal("accuracy.label_from_label"), "both"));
  CHECK(mentions(f.refusal("accuracy.label"), "_from_"));

  // The label's pixels lie in the upper half; a zero filling needs no encoder that knows of masks.
  REQUIRE(cover(f.test_set, f.latent().spec(), "upper"));
  CHECK(mentions(f.refusal("accuracy.label_from_left"), "never saw a part"));
  f.tensor("joint.mean.weight").leftCols(3) = 20 * Matrix::Identity(3, 3);
  settings.rule.filling = Filling::zero;
  CHECK(from("accuracy.label_from_left").value < 0.7);
  REQUIRE(cover(f.test_set, f.latent().spec(), "lower"));
  CHECK(from("accuracy.label_from_left").value == 1);
  CHECK_FALSE(cover(f.test_set, f.latent().spec(), "middle"));
}

TEST_CASE("the judge sees halves side by side, and refuses pictures and labels that it does not know") {
  const Subject f(halves_spec("jmvae-kl"));
  const JudgeOfHalves judge;
  std::vector<Matrix> values = {Matrix(1, 8), Matrix(1, 8), Matrix::Zero(1, 3)};
  for (Index i = 0; i < 8; ++i) {
    values[0](0, i) = static_cast<Real>(i);
    values[1](0, i) = static_cast<Real>(10 + i);
  }
  Matrix whole(1, 16);
  whole << 0, 1, 10, 11, 2, 3, 12, 13, 4, 5, 14, 15, 6, 7, 16, 17;
  CHECK(judge.of(f).assemble(values) == whole);

  const auto refusal = [&](const ModelSpec& spec) {
    const auto model = std::move(*make_model(spec));
    const auto made = Judge::make(*model->latent(), judge.classifier(), judge.parameters);
    return made ? "" : made.error().message;
  };
  ModelSpec spec = halves_spec("jmvae");
  spec.modalities.erase(spec.modalities.begin());
  CHECK(mentions(refusal(spec), "16 numbers"));
  spec = halves_spec("jmvae");
  spec.modalities[2].name = "digit";
  CHECK(mentions(refusal(spec), "label"));
  spec = halves_spec("jmvae");
  spec.modalities[0].shape = {2, 4, 1};
  CHECK(mentions(refusal(spec), "4 rows"));
}

TEST_CASE("coherence is 1 where pictures show the label and the judge reads it, for any number of threads") {
  Subject f(halves_spec("jmvae-kl"));
  JudgeOfHalves judge;
  f.parameters.setZero();
  f.tensor("encoder.label.mean.weight") = 20 * Matrix::Identity(3, 3);
  f.tensor("decoder.label.logits.weight") = 20 * Matrix::Identity(3, 3);
  f.tensor("decoder.left.logits.weight").topRows(3) = Matrix::Identity(3, 3);
  judge.parameters.setZero();
  for (const Tensor& tensor : judge.model->layout().tensors()) {
    if (tensor.name != "classifier.logits.weight") continue;
    MatrixMap logits(judge.parameters.data() + tensor.offset, 3, 16);
    for (const auto& [value, pixel] : {std::pair<Index, Index>{0, 0}, {1, 1}, {2, 4}})
      logits(value, pixel) = 50;
  }
  EvalSettings settings;
  const auto cross = cross_coherence(f.latent(), f.parameters, judge.of(f), 300, settings);
  REQUIRE(cross);
  CHECK(cross->name == "coherence.left+right_from_label");
  CHECK(cross->value == 1);
  CHECK(cross->examples == 900);
  const auto joint = joint_coherence(f.latent(), f.parameters, judge.of(f), 300, settings);
  REQUIRE(joint);
  CHECK(joint->value == 1);
  settings.threads = 3;
  CHECK(joint_coherence(f.latent(), f.parameters, judge.of(f), 300, settings)->value == joint->value);

  // A judge that reads the opposite never agrees.
  judge.parameters = -judge.parameters;
  CHECK(cross_coherence(f.latent(), f.parameters, judge.of(f), 300, settings)->value == 0);
  const Subject conditional(halves_spec("cvae"));
  const auto none =
      joint_coherence(conditional.latent(), conditional.parameters, judge.of(conditional), 9, settings);
  REQUIRE(!none);
  CHECK(mentions(none.error().message, "cvae"));
}

TEST_CASE("diversity is 0 where all pictures of a value are one, and 1 where they vary as real ones do") {
  Subject f(halves_spec("jmvae-kl"));
  const JudgeOfHalves judge;
  f.parameters.setZero();
  EvalSettings settings;
  const auto none = diversity(f.latent(), f.parameters, f.test_set, judge.of(f), 50, settings);
  REQUIRE(none);
  CHECK(none->name == "diversity.left+right_from_label");
  CHECK(none->value == doctest::Approx(0).scale(1).epsilon(1e-6));

  // Real pictures of a value differ in the last pixel alone, i / 255 for i = value, value + 3, ..., whose
  // variance is that of 20 steps of 3 / 255. A generated pixel is sigmoid(s z) = 1/2 + s z / 4, z ~ N(0, v),
  // v = ln 2 here.
  const double real = 9.0 * 35 / (255.0 * 255.0);
  const double slope = 4 * std::sqrt(real / std::log(2.0));
  f.tensor("decoder.right.logits.weight")(7, 0) = static_cast<Real>(slope);
  const auto as_real = diversity(f.latent(), f.parameters, f.test_set, judge.of(f), 20000, settings);
  REQUIRE(as_real);
  CHECK(as_real->value == doctest::Approx(1).epsilon(0.05));
  CHECK(as_real->standard_error < 0.05);
  CHECK(!diversity(f.latent(), f.parameters, f.test_set, judge.of(f), 1, settings));
}

TEST_CASE(
    "a posterior that is the prior has no divergence and no active units; a mean that moves is active") {
  Subject f(halves_spec("jmvae-h"));
  f.parameters.setZero();
  const Real one = std::log(std::expm1(Real(1) - variance_floor));  // softplus and the floor make it 1
  for (const char* name : {"joint.variance.bias", "upper.1.variance.bias", "prior.1.variance.bias"}) {
    f.tensor(name).setConstant(one);
  }
  const auto measure = [&] { return *latent_statistics(f.latent(), f.parameters, f.test_set, {}); };
  std::vector<Estimate> figures = measure();
  REQUIRE(figures.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(figures[i].name == latent_statistics_names(f.latent().spec())[i]);
    CHECK(figures[i].value == doctest::Approx(0).scale(1).epsilon(1e-5));
  }

  f.tensor("joint.mean.weight")(1, 0) =
      1;  // z_1's second dimension sees a pixel, 1 in a third of the pictures
  figures = measure();
  CHECK(figures[0].value == doctest::Approx(0.5 / 3));  // KL(N(1, 1) || N(0, 1)) = 1/2
  CHECK(figures[1].value == 1);
  CHECK(figures[2].value == doctest::Approx(0).scale(1).epsilon(1e-5));
  CHECK(figures[3].value == 0);
}
