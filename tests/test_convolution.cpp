// Convolutions against their definition, and a model without its normalization against the one with it.

#include "models/folding.h"
#include "models/model.h"
#include "nn/layer.h"
#include "random_matrix.h"

#include <doctest/doctest.h>

#include <functional>

using namespace jmvae;

namespace {

/// The number of a pixel's channel, zero beyond the border.
Real at(const Matrix& x, Index sample, const Shape& shape, Index row, Index column, Index channel) {
  if (row < 0 || row >= shape.height || column < 0 || column >= shape.width) return 0;
  return x(sample, (row * shape.width + column) * shape.channels + channel);
}

LayerSpec layer_of(LayerKind kind, Index channels, Window window) {
  LayerSpec layer = {channels, Activation::linear, kind};
  layer.window = window;
  return layer;
}

/// A model with every kind of layer, all normalized.
ModelSpec convolutional_model() {
  ModelSpec spec;
  spec.kind = "jmvae-kl";
  spec.latent = 3;
  spec.joint = {{6, Activation::relu}};
  spec.joint[0].normalize = true;
  ModalitySpec image;
  image.name = "image";
  image.likelihood = LikelihoodKind::scaled_gaussian;
  image.shape = {8, 8, 3};
  image.branch = image.encoder = {layer_of(LayerKind::convolution, 4, {4, 2}),
                                  layer_of(LayerKind::convolution, 4, {3, 1})};
  image.branch[1].residual = true;
  image.decoder = {{4 * 4 * 3, Activation::relu}, layer_of(LayerKind::transposed_convolution, 3, {4, 2})};
  image.decoder[0].shape = {4, 4, 3};
  for (NetworkSpec* network : {&image.branch, &image.encoder, &image.decoder}) {
    for (LayerSpec& layer : *network) layer.normalize = true;
  }
  image.output = layer_of(LayerKind::convolution, 3, {3, 1});
  ModalitySpec attributes;
  attributes.name = "attributes";
  attributes.likelihood = LikelihoodKind::bernoulli;
  attributes.shape = {2};
  attributes.values = {"round", "red"};
  attributes.branch = attributes.encoder = attributes.decoder = {{4, Activation::relu}};
  attributes.partial = true;
  spec.modalities = {image, attributes};
  return spec;
}

}  // namespace

TEST_CASE("a convolution is the sum over its window") {
  const Shape shape(6, 4, 2);
  for (const Window window : {Window{3, 1}, Window{4, 2}, Window{2, 2}, Window{1, 1}, Window{5, 1}}) {
    ParameterLayout layout;
    const Convolution convolution(layout, "layer", shape, 3, window);
    Vector parameters = layout.initialize(5);
    parameters.tail(16).setConstant(Real(0.25));  // the bias
    const Matrix x = random_matrix(3, shape.size(), 1);
    Tape tape(parameters);
    const Matrix y = convolution(tape.constant(x)).value();
    const Shape outputs = convolution.outputs();
    REQUIRE(y.cols() == outputs.size());
    for (Index sample = 0; sample < 3; ++sample) {
      for (Index row = 0; row < outputs.height; ++row) {
        for (Index column = 0; column < outputs.width; ++column) {
          for (Index channel = 0; channel < 3; ++channel) {
            double sum = 0.25;
            for (Index i = 0; i < window.kernel; ++i) {
              for (Index j = 0; j < window.kernel; ++j) {
                for (Index input = 0; input < 2; ++input) {
                  sum += parameters[((channel * window.kernel + i) * window.kernel + j) * 2 + input] *
                         at(x, sample, shape, row * window.stride + i - window.padding(),
                            column * window.stride + j - window.padding(), input);
                }
              }
            }
            CHECK(at(y, sample, outputs, row, column, channel) == doctest::Approx(sum).epsilon(1e-4));
          }
        }
      }
    }
  }
}

TEST_CASE("a transposed convolution is the transpose of a convolution") {
  // <y, C x> = <C^T y, x> for the same weights, whose two ends change places.
  const Shape large(6, 4, 2);
  for (const Window window : {Window{3, 1}, Window{4, 2}, Window{2, 2}}) {
    ParameterLayout layout, transposed_layout;
    const Convolution convolution(layout, "layer", large, 3, window);
    const Shape small = convolution.outputs();
    const TransposedConvolution transposed(transposed_layout, "layer", small, 2, window);
    const Vector parameters = layout.initialize(6);
    Vector same = Vector::Zero(transposed_layout.size());
    same.head(layout[0].size) = parameters.head(layout[0].size);
    const Matrix x = random_matrix(3, large.size(), 2), y = random_matrix(3, small.size(), 3);
    Tape tape(parameters), transposed_tape(same);
    const double one = convolution(tape.constant(x)).value().cwiseProduct(y).sum();
    const double other = transposed(transposed_tape.constant(y)).value().cwiseProduct(x).sum();
    CHECK(one == doctest::Approx(other).epsilon(1e-4));
  }
}

TEST_CASE("a model without its normalization says the same") {
  const ModelSpec spec = convolutional_model();
  REQUIRE(model_spec_from_json(to_json(spec), "spec"));
  const auto model = make_model(spec);
  REQUIRE(model);
  Vector parameters = (*model)->layout().initialize(2);
  Random random(22, Purpose::test, 0, 0);
  for (const Tensor& tensor : (*model)->layout().tensors()) {
    if (tensor.size > 48) continue;  // biases, scales, shifts and statistics as after some training
    for (Index i = 0; i < tensor.size; ++i)
      parameters[tensor.offset + i] += Real(0.2) + Real(0.5) * random.uniform();
  }
  const FoldedModel folded = fold_normalization(**model, parameters);
  CHECK(folded.model->layout().tensors().size() < (*model)->layout().tensors().size());
  const Matrix image = random_matrix(2, 192, 5), attributes = Matrix::Ones(2, 2);
  const auto result = [&](const Model& one, const Vector& numbers) {
    Tape tape(numbers);
    const LatentModel& latent = *one.latent();
    const Evidence both = {Observation(&image), Observation(&attributes)};
    const Gaussian q = latent.joint_posterior(tape, both);
    const Gaussian own = latent.product_posterior(tape, {Observation(&image), Observation()});
    Matrix all(2, 6 + 192);
    all << q.mean.value(), own.variance.value(), mean(latent.decode(0, q.mean, both));
    return all;
  };
  const Matrix before = result(**model, parameters), after = result(*folded.model, folded.parameters);
  CHECK((before - after).cwiseAbs().maxCoeff() < 1e-3 * before.cwiseAbs().maxCoeff());
}

TEST_CASE("networks that can't be are refused with a sentence") {
  const auto refusal = [](const std::function<void(ModelSpec&)>& damage) {
    ModelSpec spec = convolutional_model();
    damage(spec);
    const auto made = make_model(spec);
    return made ? std::string("accepted") : made.error().message;
  };
  CHECK(refusal([](ModelSpec&) {}) == "accepted");
  CHECK(refusal([](ModelSpec& spec) { spec.modalities[0].branch[0].window.kernel = 3; }) ==
        "image: branch: layer 1: a window of 3 pixels can't move by 2; expected a kernel that exceeds "
        "the stride by 0, 2, 4, ...");
  CHECK(refusal([](ModelSpec& spec) { spec.modalities[0].branch[1].units = 5; }) ==
        "image: branch: layer 2: a residual layer turns 64 numbers into 80, so they can't be added");
  CHECK(refusal([](ModelSpec& spec) { spec.modalities[0].output->units = 4; }) ==
        "image: output: expected 192 numbers, found 256");
  CHECK(refusal([](ModelSpec& spec) {
          spec.modalities[0].decoder[0].shape = {5, 5, 3};
        }) == "image: decoder: layer 1: a dense layer of 48 units can't be seen as 75 numbers");
  CHECK(refusal([](ModelSpec& spec) { spec.joint[0].residual = true; }).find("can't be added") !=
        std::string::npos);
}
