#include "nn/activation.h"

#include "math/elementwise.h"

namespace jmvae {

Variable relu(Variable x) {
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  y.value() = x.value().cwiseMax(Real(0));

  // dx = dy where y > 0
  x.tape->on_backward(y, [=] {
    x.add_gradient((y.value().array() > Real(0)).select(y.gradient().array(), Real(0)).matrix());
  });
  return y;
}

Variable leaky_relu(Variable x) {
  constexpr Real slope = Real(0.2);
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  y.value() = x.value().cwiseMax(slope * x.value());

  // dx = dy where y > 0, else slope dy
  x.tape->on_backward(y, [=] {
    x.add_gradient(
        (y.value().array() > Real(0)).select(y.gradient().array(), slope * y.gradient().array()).matrix());
  });
  return y;
}

Variable softplus(Variable x) {
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  softplus(x.value(), y.value());

  // dx = dy sigmoid(x); 1 - exp(-y) is the same, but nothing is left of it where x is far below zero
  x.tape->on_backward(y, [=] {
    Matrix slope;
    sigmoid(x.value(), slope);
    x.add_gradient(y.gradient().cwiseProduct(slope));
  });
  return y;
}

Variable sigmoid(Variable x) {
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  sigmoid(x.value(), y.value());

  // dx = dy y (1 - y)
  x.tape->on_backward(y, [=] {
    x.add_gradient((y.gradient().array() * y.value().array() * (1 - y.value().array())).matrix());
  });
  return y;
}

Variable swish(Variable x) {
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  sigmoid(x.value(), y.value());
  y.value().array() *= x.value().array();

  // dx = dy (s + y (1 - s)), s = sigmoid(x)
  x.tape->on_backward(y, [=] {
    Matrix s;
    sigmoid(x.value(), s);
    x.add_gradient((y.gradient().array() * (s.array() + y.value().array() * (1 - s.array()))).matrix());
  });
  return y;
}

Variable activate(Activation activation, Variable x) {
  switch (activation) {
    case Activation::relu:
      return relu(x);
    case Activation::leaky_relu:
      return leaky_relu(x);
    case Activation::softplus:
      return softplus(x);
    case Activation::swish:
      return swish(x);
    case Activation::linear:
      break;
  }
  return x;
}

}  // namespace jmvae
