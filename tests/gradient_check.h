#pragma once
// Gradients against central finite differences, and models that are small enough for that.

#include "math/random.h"
#include "models/model.h"
#include "nn/network.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

namespace jmvae {

/// 0.1 ... 0.9, e.g. for pictures.
inline Matrix random_probabilities(Index rows, Index cols, std::uint32_t number) {
  Matrix values(rows, cols);
  Random random(12, Purpose::test, number);
  for (Index i = 0; i < values.size(); ++i) values.data()[i] = Real(0.1) + Real(0.8) * random.uniform();
  return values;
}

inline Matrix one_hot(Index rows, Index cols) {
  Matrix values = Matrix::Zero(rows, cols);
  for (Index row = 0; row < rows; ++row) values(row, (3 * row + 1) % cols) = 1;
  return values;
}

using Function = std::function<Variable(Tape&)>;

/// As in training, where normalization takes the statistics of the batch.
inline double value_of(const Function& function, const Vector& parameters) {
  Vector gradient = Vector::Zero(parameters.size());
  Tape tape(parameters, gradient);
  return function(tape).value().sum();
}

/// Compares d sum(function) / d parameters with finite differences in every parameter.
inline void check_gradient(const Function& function, const ParameterLayout& layout, Vector parameters) {
  Vector gradient = Vector::Zero(parameters.size());
  Tape tape(parameters, gradient);
  tape.backward(function(tape), 1);
  constexpr Real step = Real(1e-6);
  double largest = 0;
  for (const Tensor& tensor : layout.tensors()) {
    if (tensor.role == Role::statistic) continue;
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

inline NetworkSpec one_layer(Index units) { return {{units, Activation::softplus}}; }

/// Modalities: a picture, a label, numbers with a Gaussian likelihood.
inline ModelSpec tiny_model(const std::string& kind, int modalities) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 3;
  spec.joint = one_layer(5);
  if (kind == "jmvae-h") spec.upper = {{2, one_layer(3), one_layer(4)}, {2, one_layer(3), one_layer(2)}};
  for (int m = 0; m < modalities; ++m) {
    ModalitySpec modality;
    modality.name = m == 0 ? "image" : m == 1 ? "label" : "numbers";
    modality.likelihood = m == 0   ? LikelihoodKind::bernoulli
                          : m == 1 ? LikelihoodKind::categorical
                                   : LikelihoodKind::gaussian;
    modality.shape = {m == 0 ? 6 : 4};
    modality.branch = one_layer(4);
    modality.encoder = one_layer(5);
    modality.decoder = {{4, Activation::swish}, {3, Activation::linear}};
    modality.partial = kind == "jmvae-kl" && m != 1;
    spec.modalities.push_back(modality);
  }
  return spec;
}

/// The same with a mixture for q(z | label).
inline ModelSpec with_mixture(ModelSpec spec) {
  spec.modalities[1].components = 3;
  return spec;
}

}  // namespace jmvae
