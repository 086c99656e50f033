// Every operation, distribution and objective against central finite differences, in double.

#include "dist/bernoulli.h"
#include "dist/categorical.h"
#include "dist/gaussian_mixture.h"
#include "dist/scaled.h"
#include "dist/unit_gaussian.h"
#include "gradient_check.h"
#include "math/random.h"
#include "models/model.h"
#include "nn/arithmetic.h"
#include "nn/columns.h"
#include "nn/network.h"
#include "nn/rows.h"
#include "random_matrix.h"

#include <doctest/doctest.h>

#include <functional>

using namespace jmvae;

namespace {

/// f(x) for one input, weighted by fixed numbers so that every entry of the result counts differently.
void check_operation(Index rows, Index cols, const std::function<Variable(Variable)>& operation) {
  Inputs inputs;
  const int x = inputs.add(rows, cols);
  check_gradient(
      [&](Tape& tape) {
        const Variable y = operation(inputs.variable(tape, x));
        const Variable weights = tape.constant(random_matrix(y.rows(), y.cols(), 5));
        return log_prob(Gaussian{weights, tape.constant(Matrix::Constant(y.rows(), y.cols(), Real(1.5)))}, y);
      },
      inputs.layout, inputs.values());
}

/// f of a mean and a positive variance.
void check_gaussian(const std::function<Variable(const Gaussian&, const Gaussian&)>& function) {
  Inputs inputs;
  const int mean_q = inputs.add(3, 4), variance_q = inputs.add(3, 4);
  const int mean_p = inputs.add(3, 4), variance_p = inputs.add(3, 4);
  check_gradient(
      [&](Tape& tape) {
        const auto variance = [&](int input) {
          return softplus(inputs.variable(tape, input)) + variance_floor;
        };
        return function({inputs.variable(tape, mean_q), variance(variance_q)},
                        {inputs.variable(tape, mean_p), variance(variance_p)});
      },
      inputs.layout, inputs.values());
}

/// The gradient of an objective; `missing` lacks the modality with that number, -1 none.
void check_model(const ModelSpec& spec, int missing = -1, Index samples = 1) {
  const auto made = make_model(spec);
  REQUIRE(made);
  const Model& model = **made;
  std::vector<Matrix> data, masks;
  for (const ModalitySpec& modality : spec.modalities) {
    data.push_back(modality.likelihood == LikelihoodKind::categorical
                       ? one_hot(4, modality.size())
                       : random_probabilities(4, modality.size(), static_cast<std::uint32_t>(data.size())));
    masks.push_back(one_hot(4, modality.size()));
  }
  Evidence batch;
  for (std::size_t m = 0; m < data.size(); ++m) {
    batch.push_back(static_cast<int>(m) == missing ? Observation() : Observation(&data[m], &masks[m]));
  }
  REQUIRE(model.learns_from(batch));
  const Matrix noise = random_matrix(4 * samples, model.noise_size(), 7);
  ObjectiveWeights weights;
  weights.kl = Real(0.7);
  weights.alpha = Real(0.3);
  weights.samples = samples;
  for (std::size_t m = 0; m < spec.modalities.size(); ++m)
    weights.likelihood.push_back(Real(1 + 2 * static_cast<int>(m)));
  check_gradient([&](Tape& tape) { return model.objective(tape, batch, noise, weights).value; },
                 model.layout(), model.layout().initialize(3));
}

}  // namespace

TEST_CASE("gradients of layers") {
  check_operation(3, 4, [](Variable x) { return relu(x); });
  check_operation(3, 4, [](Variable x) { return softplus(x); });
  check_operation(3, 4, [](Variable x) { return x + Real(2); });
  check_operation(3, 4, [](Variable x) { return Real(-2.5) * x; });
  check_operation(3, 4, [](Variable x) { return x + relu(x); });
  check_operation(3, 4, [](Variable x) { return softplus(x) - Real(3) * x; });
  check_operation(3, 4, [](Variable x) { return concatenate({x, softplus(x), relu(x)}); });
  check_operation(3, 4, [](Variable x) { return columns(x, 1, 2); });
  check_operation(3, 4, [](Variable x) { return leaky_relu(x); });
  check_operation(3, 4, [](Variable x) { return swish(x); });
  check_operation(3, 4, [](Variable x) { return sigmoid(x); });
  check_operation(3, 4, [](Variable x) { return repeat_rows(x, 2); });
  check_operation(6, 1, [](Variable x) { return log_mean_exp_rows(x, 3); });
  check_operation(6, 1, [](Variable x) { return mean_rows(x, 3); });
}

TEST_CASE("gradients of convolutions, with respect to their parameters and their input") {
  struct Case {
    Shape inputs;
    LayerSpec layer;
  };
  const auto convolution = [](LayerKind kind, Index kernel, Index stride) {
    LayerSpec layer = {3, Activation::softplus, kind};
    layer.window = {kernel, stride};
    return layer;
  };
  std::vector<Case> cases = {{{4, 6, 2}, convolution(LayerKind::convolution, 3, 1)},
                             {{4, 6, 2}, convolution(LayerKind::convolution, 4, 2)},
                             {{2, 3, 2}, convolution(LayerKind::transposed_convolution, 4, 2)},
                             {{2, 3, 2}, convolution(LayerKind::transposed_convolution, 3, 1)},
                             {{2, 3, 2}, convolution(LayerKind::transposed_convolution, 2, 2)}};
  for (const std::size_t same : {0, 3}) {  // the same with all that a layer can have
    cases.push_back(cases[same]);
    cases.back().layer.units = cases.back().inputs.channels;
    cases.back().layer.residual = cases.back().layer.normalize = true;
  }
  for (const Case& one : cases) {
    Inputs inputs;
    const int x = inputs.add(3, one.inputs.size());
    const Layer layer(inputs.layout, "layer", one.inputs, one.layer);
    CHECK(layer.outputs().size() == shape_after(one.layer, one.inputs)->size());
    for (const bool held : {false, true}) {
      check_gradient(
          [&](Tape& tape) {
            tape.hold_statistics(held);
            const Variable y = layer(inputs.variable(tape, x));
            return log_prob(Gaussian{tape.constant(random_matrix(y.rows(), y.cols(), 5)),
                                     tape.constant(Matrix::Constant(y.rows(), y.cols(), Real(1.5)))},
                            y);
          },
          inputs.layout, inputs.values());
    }
  }
}

TEST_CASE("while training, normalization gives every channel of a batch mean 0 and variance 1") {
  const Shape shape(2, 3, 2);
  ParameterLayout layout;
  const BatchNormalization normalization(layout, "layer", shape);
  const Vector parameters = layout.initialize(1);
  Vector gradients = Vector::Zero(layout.size());
  Tape tape(parameters, gradients);
  const Matrix x = (random_matrix(5, shape.size(), 4).array() * 3 + 2).matrix();
  const Matrix y = normalization(tape.constant(x)).value();
  const ConstMatrixMap pixels(y.data(), 30, 2);
  for (Index channel = 0; channel < 2; ++channel) {
    CHECK(pixels.col(channel).mean() == doctest::Approx(0).epsilon(1e-4));
    CHECK(pixels.col(channel).array().square().mean() == doctest::Approx(1).epsilon(1e-3));
  }
  // What was observed waits for training: 0 - mean, 1 - variance, for each of 30 pixels.
  const ConstMatrixMap before(x.data(), 30, 2);
  const RowVector mean = before.colwise().mean();
  CHECK(gradients[layout[2].offset] == doctest::Approx(-30 * mean[0]).epsilon(1e-4));
  CHECK(tape.take_rows_followed(layout[2]) == 30);
  CHECK(tape.take_rows_followed(layout[2]) == 0);

  Tape reading(parameters);  // with the statistics that training has not moved yet
  CHECK((normalization(reading.constant(x)).value() - x).cwiseAbs().maxCoeff() < 1e-3);
}

TEST_CASE("gradients of distributions with a learned scale") {
  Inputs inputs;
  const int mean = inputs.add(4, 3), scale = inputs.add(1, 3);
  const Matrix x = random_matrix(2, 3, 8);  // each row for two samples
  const auto learned = [&](Tape& tape) { return softplus(inputs.variable(tape, scale)) + Real(0.1); };
  check_gradient(
      [&](Tape& tape) {
        return log_prob(ScaledGaussian{inputs.variable(tape, mean), learned(tape)}, x);
      },
      inputs.layout, inputs.values());
  check_gradient(
      [&](Tape& tape) {
        return log_prob(ScaledLaplace{inputs.variable(tape, mean), learned(tape)}, x);
      },
      inputs.layout, inputs.values());
}

TEST_CASE("gradients of a dense network, with respect to its parameters and its input") {
  Inputs inputs;
  const int x = inputs.add(3, 4);
  const Network network(inputs.layout, "network", 4, {{5, Activation::relu}, {2, Activation::linear}});
  check_gradient(
      [&](Tape& tape) {
        const Variable y = network(inputs.variable(tape, x));
        return log_prob_standard_normal(y);
      },
      inputs.layout, inputs.values());
}

TEST_CASE("gradients of distributions") {
  const Matrix noise = random_matrix(3, 4, 1), z = random_matrix(3, 4, 2);
  check_gaussian([](const Gaussian& q, const Gaussian& p) { return kl_divergence(q, p); });
  check_gaussian([](const Gaussian& q, const Gaussian&) { return kl_divergence_to_standard_normal(q); });
  check_gaussian([&](const Gaussian& q, const Gaussian& p) {
    return log_prob(p, reparameterize(q, q.mean.tape->constant(noise)));
  });
  check_gaussian([&](const Gaussian& q, const Gaussian&) { return log_prob(q, q.mean.tape->constant(z)); });

  check_gaussian([&](const Gaussian& q, const Gaussian& p) { return kl_divergence(product({q, p}), p); });

  const Matrix picture = random_probabilities(3, 4, 1), label = one_hot(3, 4), one_for_all = one_hot(1, 4);
  Inputs inputs;
  const int logits = inputs.add(3, 4);
  check_gradient([&](Tape& tape) { return log_prob(Bernoulli{inputs.variable(tape, logits)}, picture); },
                 inputs.layout, inputs.values());
  check_gradient([&](Tape& tape) { return log_prob(Categorical{inputs.variable(tape, logits)}, label); },
                 inputs.layout, inputs.values());
  check_gradient([&](Tape& tape) { return log_prob(UnitGaussian{inputs.variable(tape, logits)}, picture); },
                 inputs.layout, inputs.values());
  // One observed row for several samples.
  check_gradient([&](Tape& tape) { return log_prob(Bernoulli{inputs.variable(tape, logits)}, one_for_all); },
                 inputs.layout, inputs.values());
  check_gradient(
      [&](Tape& tape) { return log_prob(Categorical{inputs.variable(tape, logits)}, one_for_all); },
      inputs.layout, inputs.values());
  check_gradient(
      [&](Tape& tape) { return log_prob(UnitGaussian{inputs.variable(tape, logits)}, one_for_all); },
      inputs.layout, inputs.values());
}

TEST_CASE("gradients of a mixture of Gaussians") {
  Inputs inputs;
  const int logits = inputs.add(2, 3), mean = inputs.add(2, 12), variance = inputs.add(2, 12);
  const int z = inputs.add(4, 4);  // two rows for each sample
  const auto mixture = [&](Tape& tape) {
    const Gaussian components = {inputs.variable(tape, mean),
                                 softplus(inputs.variable(tape, variance)) + variance_floor};
    return GaussianMixture{inputs.variable(tape, logits), components};
  };
  check_gradient([&](Tape& tape) { return log_prob(mixture(tape), inputs.variable(tape, z)); }, inputs.layout,
                 inputs.values());
  check_gradient([&](Tape& tape) { return kl_divergence_to_standard_normal(moment_match(mixture(tape))); },
                 inputs.layout, inputs.values());
  Matrix level(4, 1);
  level << Real(0.01), Real(0.99), Real(0.01), Real(0.02);
  check_gradient([&](Tape& tape) { return kl_divergence_to_standard_normal(choose(mixture(tape), level)); },
                 inputs.layout, inputs.values());
}

TEST_CASE("gradients of the models' objectives, for two modalities and for three") {
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "mvae", "cvae", "cmma"}) {
    for (const int modalities : {2, 3}) {
      CAPTURE(kind);
      CAPTURE(modalities);
      check_model(tiny_model(kind, modalities));
      check_model(tiny_model(kind, modalities), -1, 3);
    }
  }
  check_model(tiny_model("vae", 1));
  check_model(tiny_model("classifier", 2));
  check_model(with_mixture(tiny_model("jmvae-kl", 2)));
  check_model(with_mixture(tiny_model("jmvae-kl", 2)), -1, 3);
}

TEST_CASE("gradients of the objectives of examples that lack a modality") {
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae"}) {
    for (const int modalities : {2, 3}) {
      for (const int missing : {0, 1}) {
        CAPTURE(kind);
        CAPTURE(modalities);
        CAPTURE(missing);
        check_model(tiny_model(kind, modalities), missing);
      }
    }
  }
  check_model(with_mixture(tiny_model("jmvae-kl", 2)), 0);
}

TEST_CASE("while parameters are frozen, gradients pass through to what is below") {
  Inputs inputs;
  const int x = inputs.add(3, 4);
  const Network network(inputs.layout, "network", 4, {{2, Activation::softplus}});
  const Vector parameters = inputs.values();
  const auto gradient = [&](bool frozen) {
    Vector gradients = Vector::Zero(parameters.size());
    Tape tape(parameters, gradients);
    const Variable input = inputs.variable(tape, x);
    tape.freeze_parameters(frozen);
    const Variable y = network(input);
    tape.freeze_parameters(false);
    tape.backward(log_prob_standard_normal(y), 1);
    return gradients;
  };
  const Vector free = gradient(false), frozen = gradient(true);
  for (const Tensor& tensor : inputs.layout.tensors()) {
    CAPTURE(tensor.name);
    const auto part = [&](const Vector& v) { return v.segment(tensor.offset, tensor.size); };
    if (tensor.name.rfind("network", 0) == 0) {
      CHECK(part(frozen).isZero());
      CHECK_FALSE(part(free).isZero());
    } else {
      CHECK(part(frozen) == part(free));
    }
  }
}
