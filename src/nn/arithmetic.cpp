#include "nn/arithmetic.h"

namespace jmvae {

Variable operator+(Variable a, Variable b) {
  Variable y = a.tape->make(a.rows(), a.cols(), {a, b});
  y.value() = a.value() + b.value();
  a.tape->on_backward(y, [=] {
    a.add_gradient(y.gradient());
    b.add_gradient(y.gradient());
  });
  return y;
}

Variable operator-(Variable a, Variable b) {
  Variable y = a.tape->make(a.rows(), a.cols(), {a, b});
  y.value() = a.value() - b.value();
  a.tape->on_backward(y, [=] {
    a.add_gradient(y.gradient());
    b.add_gradient(-y.gradient());
  });
  return y;
}

Variable operator+(Variable a, Real number) {
  Variable y = a.tape->make(a.rows(), a.cols(), {a});
  y.value() = a.value().array() + number;
  a.tape->on_backward(y, [=] { a.add_gradient(y.gradient()); });
  return y;
}

Variable operator*(Real factor, Variable a) {
  Variable y = a.tape->make(a.rows(), a.cols(), {a});
  y.value() = factor * a.value();
  a.tape->on_backward(y, [=] { a.add_gradient(factor * y.gradient()); });
  return y;
}

Variable dot_rows(Variable a, Variable b) {
  Variable y = a.tape->make(a.rows(), 1, {a, b});
  y.value() = a.value().cwiseProduct(b.value()).rowwise().sum();
  a.tape->on_backward(y, [=] {
    a.add_gradient(y.gradient().col(0).asDiagonal() * b.value());
    b.add_gradient(y.gradient().col(0).asDiagonal() * a.value());
  });
  return y;
}

}  // namespace jmvae
