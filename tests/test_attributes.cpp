// Attributes told by models and judges: figures whose value is known, on a small model of faces.

#include "eval/attribute_reading.h"
#include "eval/coherence.h"
#include "eval/picture_figures.h"
#include "eval/recovered.h"
#include "small_spec.h"
#include "train/trainer.h"

#include <doctest/doctest.h>

using namespace jmvae;

namespace {

constexpr Index count = 60, colours = 3;

/// Pictures [2, 2, 3] and three attributes: that it is bright on the left, that it is bright on the right,
/// and one that is never there.
Examples make_examples() {
  Examples examples;
  examples.count = count;
  examples.columns.push_back({"image", ExampleColumn::Coding::intensity, 12, {}});
  examples.columns.push_back({"attributes", ExampleColumn::Coding::intensity, 3, {}});
  std::vector<std::uint8_t> pixels, attributes;
  for (int i = 0; i < count; ++i) {
    const bool left = i % 2, right = i % 3 == 0;
    for (int pixel = 0; pixel < 4; ++pixel) {
      pixels.insert(pixels.end(), colours, static_cast<std::uint8_t>((pixel % 2 ? right : left) ? 230 : 20));
    }
    for (const bool on : {left, right, false}) attributes.push_back(on ? 255 : 0);
  }
  examples.columns[0].bytes = pixels;
  examples.columns[1].bytes = attributes;
  return examples;
}

ModelSpec face_spec(const std::string& kind) {
  ModelSpec spec = small_spec(kind, {2, 2, 3}, 4, 16);
  spec.modalities[1].name = "attributes";
  spec.modalities[1].likelihood = LikelihoodKind::bernoulli;
  spec.modalities[1].values = {"Left", "Right", "Bald"};
  spec.modalities[1].partial = kind == "jmvae-kl";
  return spec;
}

struct Trained {
  std::unique_ptr<Model> model;
  Vector parameters;
  const LatentModel& latent() const { return *model->latent(); }
  const Classifier& classifier() const { return static_cast<const Classifier&>(*model); }
};

Trained train(const std::string& kind, const Examples& examples, std::int64_t epochs) {
  Trained trained = {std::move(*make_model(face_spec(kind))), {}};
  TrainSettings settings;
  settings.batch = 20;
  settings.epochs = static_cast<int>(epochs);
  settings.learning_rate = 0.02;
  auto trainer = Trainer::make(*trained.model, examples, settings, 1);
  REQUIRE(trainer);
  while (!(*trainer)->done()) REQUIRE((*trainer)->step());
  trained.parameters = (*trainer)->result();
  return trained;
}

const Estimate& find(const std::vector<Estimate>& estimates, const std::string& name) {
  for (const Estimate& estimate : estimates) {
    if (estimate.name == name) return estimate;
  }
  FAIL(name);
  return estimates[0];
}

/// A judge without hidden layers that reads Left and Right in the first two pixels.
Trained exact_judge() {
  ModelSpec spec = face_spec("classifier");
  spec.modalities[0].encoder.clear();
  Trained judge = {std::move(*make_model(spec)), {}};
  judge.parameters = Vector::Zero(judge.model->layout().size());
  for (const Tensor& tensor : judge.model->layout().tensors()) {
    if (tensor.name == "classifier.logits.weight") {
      MatrixMap weight(judge.parameters.data() + tensor.offset, 3, 12);
      weight(0, 0) = weight(1, colours) = 10;
    } else if (tensor.name == "classifier.logits.bias") {
      judge.parameters.segment(tensor.offset, 3).setConstant(-5);
    }
  }
  return judge;
}

bool mentions(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("attributes that are the same in all examples are left out and named") {
  const Examples examples = make_examples();
  const ModelSpec spec = face_spec("jmvae");
  TestSet test_set = *make_test_set(spec, examples);
  const auto attributes = varying_attributes(spec, test_set);
  REQUIRE(attributes);
  CHECK(attributes->names == std::vector<std::string>{"Left", "Right"});
  CHECK(attributes->constant == std::vector<std::string>{"Bald"});
  CHECK(mentions(attributes->mean_in_words(), "2 of 3"));
  CHECK(mentions(attributes->mean_in_words(), "Bald"));

  test_set.count = 1;
  CHECK(mentions(varying_attributes(spec, test_set).error().message, "1 example"));
  CHECK(mentions(varying_attributes(small_spec("jmvae", {2, 2}, 2, 4), test_set).error().message,
                 "no attributes"));

  Examples others = examples;
  others.columns[1].names = {"Left", "Hat", "Bald"};
  CHECK(mentions(make_test_set(spec, others).error().message, "Hat"));
}

TEST_CASE("a classifier learns attributes, and a label that is neither is refused") {
  const Examples examples = make_examples();
  const Trained judge = train("classifier", examples, 40);
  const TestSet test_set = *make_test_set(judge.model->spec(), examples);
  const auto attributes = *varying_attributes(judge.model->spec(), test_set);
  const auto reading = read_attributes(judge.classifier(), judge.parameters, test_set, attributes, {});
  const auto auc = auc_estimates(reading, attributes, "auc.mean", "auc.");
  REQUIRE(auc.size() == 3);
  CHECK(auc[0].name == "auc.mean");
  CHECK(auc[0].value == 1);
  CHECK(auc[1].name == "auc.Left");
  CHECK(find(f1_estimates(reading, attributes, "f1.mean", "f1."), "f1.Right").value == 1);
  CHECK(find(recall_estimates(reading, attributes, "recall.mean", "recall."), "recall.Right").value == 1);
  CHECK(accuracy_estimates(reading, attributes, "accuracy.mean", "accuracy.")[0].value == 1);

  ModelSpec spec = face_spec("classifier");
  spec.modalities[1].likelihood = LikelihoodKind::gaussian;
  CHECK(mentions(make_model(spec).error().message, "attributes"));
}

TEST_CASE("a judge of other attributes is refused, and label figures refuse attributes") {
  const Examples examples = make_examples();
  const auto model = std::move(*make_model(face_spec("jmvae")));
  const Vector parameters = model->layout().initialize(1);
  const Trained judge = exact_judge();
  ModelSpec spec = face_spec("jmvae");
  spec.modalities[1].values[1] = "Hat";
  const auto other = std::move(*make_model(spec));
  CHECK(mentions(Judge::make(*other->latent(), judge.classifier(), judge.parameters).error().message, "Hat"));

  const auto made = Judge::make(*model->latent(), judge.classifier(), judge.parameters);
  REQUIRE(made);
  CHECK(mentions(cross_coherence(*model->latent(), parameters, *made, 5, {}).error().message, "recovered"));
  CHECK(mentions(joint_coherence(*model->latent(), parameters, *made, 5, {}).error().message, "label"));
}

TEST_CASE("figures of a trained model of faces, the same for any number of threads") {
  const Examples examples = make_examples();
  const Trained model = train("jmvae-kl", examples, 150), judge_model = exact_judge();
  const LatentModel& latent = model.latent();
  const TestSet test_set = *make_test_set(latent.spec(), examples);
  const auto attributes = *varying_attributes(latent.spec(), test_set);
  const Judge judge = *Judge::make(latent, judge_model.classifier(), judge_model.parameters);
  EvalSettings settings;
  settings.samples = 8;

  const Proposal from_image = *make_proposal(latent, test_set, {true, false}, {});
  const auto reading = read_attributes(latent, model.parameters, test_set, attributes, from_image, settings);
  CHECK(auc_estimates(reading, attributes, "auc.mean", "auc.")[0].value > 0.95);

  const auto queries = picture_queries(latent, test_set, attributes.modality, {});
  REQUIRE(queries.size() == 3);
  CHECK(queries[0].name == "image_from_attributes");
  CHECK(queries[1].name == "image_from_image");
  CHECK(queries[2].name == "image");
  const auto figures =
      picture_figures(latent, model.parameters, test_set, attributes, queries[0], &judge, settings);
  REQUIRE(figures);
  std::vector<std::string> names;
  for (const Estimate& figure : *figures) names.push_back(figure.name);
  CHECK(names == picture_figure_names(queries[0], attributes));
  CHECK(find(*figures, "auc.image_from_attributes.Left").value > 0.95);
  CHECK(find(*figures, "sharpness.image_from_attributes").value == doctest::Approx(1).epsilon(0.35));
  settings.threads = 3;
  const auto again =
      picture_figures(latent, model.parameters, test_set, attributes, queries[0], &judge, settings);
  CHECK(find(*again, "frechet.image_from_attributes").value ==
        find(*figures, "frechet.image_from_attributes").value);
  const auto sharpness_only =
      picture_figures(latent, model.parameters, test_set, attributes, queries[2], nullptr, settings);
  REQUIRE(sharpness_only);
  CHECK(sharpness_only->size() == 1);
  TestSet few = test_set;
  few.count = 19;
  CHECK(mentions(picture_figures(latent, model.parameters, few, attributes, queries[0], &judge, settings)
                     .error()
                     .message,
                 "20"));

  const auto one = recovered(latent, model.parameters, judge, attributes, 50, settings);
  REQUIRE(one);
  names.clear();
  for (const Estimate& figure : *one) names.push_back(figure.name);
  CHECK(names == recovered_names(latent.spec(), attributes));
  CHECK(find(*one, "recovered.Left").value > 0.9);
  CHECK(find(*one, "recovered.Left.off").value > 0.9);
  CHECK((*one)[0].value ==
        doctest::Approx((find(*one, "recovered.Left").value + find(*one, "recovered.Right").value) / 2));
  CHECK((*one)[0].examples == 100);
}

TEST_CASE("recovered is 1 and 0 for models and judges that always or never show the attribute") {
  const Examples examples = make_examples();
  const Trained judge_model = exact_judge();
  const auto model = std::move(*make_model(face_spec("jmvae-kl")));
  const TestSet test_set = *make_test_set(model->spec(), examples);
  const auto attributes = *varying_attributes(model->spec(), test_set);
  Vector parameters = Vector::Zero(model->layout().size());
  for (const Tensor& tensor : model->layout().tensors()) {
    if (tensor.name == "decoder.image.logits.bias") parameters.segment(tensor.offset, 12).setConstant(9);
  }
  const Judge judge = *Judge::make(*model->latent(), judge_model.classifier(), judge_model.parameters);
  const auto all_bright = recovered(*model->latent(), parameters, judge, attributes, 10, {});
  REQUIRE(all_bright);
  CHECK(find(*all_bright, "recovered.Left").value == 1);
  CHECK(find(*all_bright, "recovered.Left.off").value == 0);
  CHECK((*all_bright)[0].standard_error == 0);

  // An encoder that never saw a part can't be asked; zeros in the joint encoder can.
  ModelSpec whole = face_spec("jmvae-kl");
  whole.modalities[1].partial = false;
  const auto other = std::move(*make_model(whole));
  CHECK(mentions(one_attribute_proposal(*other->latent(), attributes, {}).error().message, "part"));
  CHECK(one_attribute_proposal(*other->latent(), attributes, {Filling::zero, 0}));
}
