#include "nn/dense.h"

namespace jmvae {

Dense::Dense(ParameterLayout& layout, const std::string& name, Index inputs, Index outputs,
             Initializer initializer)
    : weight_(layout[layout.add(name + ".weight", {outputs, inputs}, initializer)]),
      bias_(layout[layout.add(name + ".bias", {outputs}, Initializer::zero)]) {}

Variable Dense::operator()(Variable x) const {
  Tape& tape = *x.tape;
  Variable y = tape.make_from_parameters(x.rows(), outputs(), x);

  y.value().noalias() = x.value() * tape.matrix(weight_).transpose();
  y.value().rowwise() += tape.row(bias_);

  // dx = dy W, dW = dy^T x, db = sum of dy over samples
  tape.on_backward(y, [=, this_weight = weight_, this_bias = bias_, frozen = tape.parameters_frozen()] {
    Tape& recorded = *x.tape;
    x.add_gradient(y.gradient() * recorded.matrix(this_weight));
    if (frozen) return;
    recorded.matrix_gradient(this_weight).noalias() += y.gradient().transpose() * x.value();
    recorded.row_gradient(this_bias) += y.gradient().colwise().sum();
  });
  return y;
}

}  // namespace jmvae
