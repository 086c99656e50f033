// Objectives and gradients against PyTorch's, in double. tools/make_torch_fixtures.py made the numbers.

#include "models/model.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace jmvae;

namespace {

Json read_fixture(const std::string& kind) {
  const std::string path = std::string(JMVAE_FIXTURES) + "/torch_" + kind + ".json";
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto json = parse_json(text, kind);
  REQUIRE(json);
  return *json;
}

Matrix matrix_of(const Json& numbers, Index cols) {
  const auto values = numbers.get<std::vector<double>>();
  Matrix matrix(static_cast<Index>(values.size()) / cols, cols);
  for (Index i = 0; i < matrix.size(); ++i)
    matrix.data()[i] = static_cast<Real>(values[static_cast<std::size_t>(i)]);
  return matrix;
}

ModelSpec spec_of(const std::string& kind) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 3;
  spec.joint = {{8, Activation::relu}};
  ModalitySpec image;
  image.name = "image";
  image.shape = {6};
  image.branch = {{7, Activation::relu}};
  image.encoder = {{5, Activation::relu}};
  image.decoder = {{6, Activation::relu}};
  ModalitySpec label = image;
  label.name = "label";
  label.likelihood = LikelihoodKind::categorical;
  label.shape = {4};
  spec.modalities = {image, label};
  if (kind == "vae") spec.modalities.pop_back();
  if (kind == "jmvae-h") spec.upper = {{2, {{4, Activation::relu}}, {{3, Activation::relu}}}};
  return spec;
}

void check_close(const Json& expected, const Real* found) {
  const auto values = expected.get<std::vector<double>>();
  for (std::size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i);
    CHECK(found[i] == doctest::Approx(values[i]).epsilon(1e-9).scale(1));
  }
}

}  // namespace

TEST_CASE("every loss term and every gradient agrees with PyTorch") {
  for (const std::string& kind : model_kinds()) {
    if (kind == "classifier") continue;  // the judge: none of the papers' models, and without a fixture
    CAPTURE(kind);
    const Json fixture = read_fixture(kind);
    const auto made = make_model(spec_of(kind));
    REQUIRE(made);
    const Model& model = **made;
    CHECK(model.layout().tensors().size() == fixture["parameters"].size());

    Vector parameters = Vector::Zero(model.layout().size()), gradients = parameters;
    for (const Tensor& tensor : model.layout().tensors()) {
      CAPTURE(tensor.name);
      REQUIRE(fixture["parameters"].contains(tensor.name));
      const Matrix values = matrix_of(fixture["parameters"][tensor.name], 1);
      REQUIRE(values.size() == tensor.size);
      parameters.segment(tensor.offset, tensor.size) = values.col(0);
    }

    const Matrix image = matrix_of(fixture["image"], 6), label = matrix_of(fixture["label"], 4);
    const Matrix noise = matrix_of(fixture["noise"], model.noise_size());
    ObjectiveWeights weights;
    weights.kl = fixture["weights"]["kl"].get<Real>();
    weights.alpha = fixture["weights"]["alpha"].get<Real>();
    weights.likelihood = {1, fixture["weights"]["label"].get<Real>()};
    Tape tape(parameters, gradients);
    Evidence batch = {&image, &label};
    batch.resize(model.spec().modalities.size());
    const Objective objective = model.objective(tape, batch, noise, weights);
    tape.backward(objective.value, 1);

    check_close(fixture["objective"], objective.value.value().data());
    CHECK(objective.terms.size() == fixture["terms"].size());
    for (const ObjectiveTerm& term : objective.terms) {
      CAPTURE(term.name);
      check_close(fixture["terms"][term.name], term.value.value().data());
    }
    for (const Tensor& tensor : model.layout().tensors()) {
      CAPTURE(tensor.name);
      check_close(fixture["gradients"][tensor.name], gradients.data() + tensor.offset);
    }
  }
}
