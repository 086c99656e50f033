// Every operation, distribution and objective against central finite differences, in double.

#include "dist/bernoulli.h"
#include "dist/categorical.h"
#include "dist/gaussian.h"
#include "math/random.h"
#include "models/classifier.h"
#include "models/jmvae.h"
#include "models/jmvae_kl.h"
#include "nn/arithmetic.h"
#include "nn/concatenate.h"
#include "nn/network.h"

#include <doctest/doctest.h>

#include <functional>

using namespace jmvae;

namespace {

Matrix random_matrix(Index rows, Index cols, std::uint32_t number) {
  Matrix values(rows, cols);
  fill_normal(values, 11, Purpose::test, number);
  return values;
}

/// 0.1 ... 0.9, e.g. for pictures.
Matrix random_probabilities(Index rows, Index cols, std::uint32_t number) {
  Matrix values(rows, cols);
  Random random(12, Purpose::test, number);
  for (Index i = 0; i < values.size(); ++i) values.data()[i] = Real(0.1) + Real(0.8) * random.uniform();
  return values;
}

Matrix one_hot(Index rows, Index cols) {
  Matrix values = Matrix::Zero(rows, cols);
  for (Index row = 0; row < rows; ++row) values(row, (3 * row + 1) % cols) = 1;
  return values;
}

using Function = std::function<Variable(Tape&)>;

double value_of(const Function& function, const Vector& parameters) {
  Tape tape(parameters);
  return function(tape).value().sum();
}

/// Compares d sum(function) / d parameters with finite differences in every parameter.
void check_gradient(const Function& function, const ParameterLayout& layout, Vector parameters) {
  Vector gradient = Vector::Zero(parameters.size());
  Tape tape(parameters, gradient);
  tape.backward(function(tape), 1);
  constexpr Real step = Real(1e-6);
  double largest = 0;
  for (const Tensor& tensor : layout.tensors()) {
    for (Index i = tensor.offset; i < tensor.offset + tensor.size; ++i) {
      const Real saved = parameters[i];
      parameters[i] = saved + step;
      const double above = value_of(function, parameters);
      parameters[i] = saved - step;
      const double below = value_of(function, parameters);
      parameters[i] = saved;
      const double expected = (above - below) / (2 * step);
      CAPTURE(tensor.name);
      CAPTURE(i - tensor.offset);
      REQUIRE(gradient[i] == doctest::Approx(expected).epsilon(1e-5).scale(1));
      largest = std::max(largest, std::abs(expected));
    }
  }
  CHECK(largest > 1e-3);  // a function that depends on nothing would prove nothing
}

/// Parameters that stand for the inputs of an operation, so that its input gradients are checked too.
struct Inputs {
  ParameterLayout layout;
  std::vector<Dense> sources;
  Matrix one = Matrix::Ones(1, 1);

  /// A variable [rows, cols] whose every entry is a parameter: the product of a one-hot row and a weight
  /// matrix.
  int add(Index rows, Index cols) {
    sources.emplace_back(layout, "input" + std::to_string(sources.size()), rows, cols);
    return static_cast<int>(sources.size()) - 1;
  }
  Variable variable(Tape& tape, int input) const {
    const Dense& source = sources[static_cast<std::size_t>(input)];
    return source(tape.constant(Matrix::Identity(source.inputs(), source.inputs())));
  }
  Vector values() const {
    Vector parameters = Vector::Zero(layout.size());
    for (Index i = 0; i < parameters.size(); ++i) {
      parameters[i] = Random(13, Purpose::test, 0, static_cast<std::uint32_t>(i)).normal();
    }
    return parameters;
  }
};

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

ModelSpec tiny_model(const std::string& kind, int modalities) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 3;
  spec.joint = {{5, Activation::softplus}};
  for (int m = 0; m < modalities; ++m) {
    ModalitySpec modality;
    modality.name = m == 0 ? "image" : m == 1 ? "label" : "caption";
    modality.likelihood = m == 1 ? LikelihoodKind::categorical : LikelihoodKind::bernoulli;
    modality.shape = {m == 0 ? 6 : 4};
    modality.branch = {{4, Activation::softplus}};
    modality.encoder = {{5, Activation::softplus}};
    modality.decoder = {{4, Activation::softplus}, {3, Activation::linear}};
    spec.modalities.push_back(modality);
  }
  return spec;
}

void check_model(const ModelSpec& spec) {
  const auto model = make_model(spec);
  REQUIRE(model);
  std::vector<Matrix> data;
  for (const ModalitySpec& modality : spec.modalities) {
    data.push_back(modality.likelihood == LikelihoodKind::categorical
                       ? one_hot(4, modality.size())
                       : random_probabilities(4, modality.size(), static_cast<std::uint32_t>(data.size())));
  }
  Evidence batch;
  for (const Matrix& x : data) batch.push_back(&x);
  const Matrix noise = random_matrix(4, spec.latent, 7);
  ObjectiveWeights weights;
  weights.kl = Real(0.7);
  weights.alpha = Real(0.3);
  weights.alpha_warmup = Real(0.9);
  for (std::size_t m = 0; m < spec.modalities.size(); ++m)
    weights.likelihood.push_back(Real(1 + 2 * static_cast<int>(m)));
  check_gradient([&](Tape& tape) { return (*model)->objective(tape, batch, noise, weights).value; },
                 (*model)->layout(), (*model)->layout().initialize(3));
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
  check_gaussian([&](const Gaussian& q, const Gaussian& p) { return log_prob(p, reparameterize(q, noise)); });
  check_gaussian([&](const Gaussian& q, const Gaussian&) { return log_prob(q, q.mean.tape->constant(z)); });

  const Matrix picture = random_probabilities(3, 4, 1), label = one_hot(3, 4);
  Inputs inputs;
  const int logits = inputs.add(3, 4);
  check_gradient([&](Tape& tape) { return log_prob(Bernoulli{inputs.variable(tape, logits)}, picture); },
                 inputs.layout, inputs.values());
  check_gradient([&](Tape& tape) { return log_prob(Categorical{inputs.variable(tape, logits)}, label); },
                 inputs.layout, inputs.values());
}

TEST_CASE("gradients of the models' objectives, for two modalities and for three") {
  for (const char* kind : {"jmvae", "jmvae-kl"}) {
    for (const int modalities : {2, 3}) {
      CAPTURE(kind);
      check_model(tiny_model(kind, modalities));
    }
  }
  check_model(tiny_model("classifier", 2));
}
