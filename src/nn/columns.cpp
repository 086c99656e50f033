#include "nn/columns.h"

namespace jmvae {

Variable concatenate(const std::vector<Variable>& parts) {
  Tape& tape = *parts[0].tape;
  Index width = 0;
  for (const Variable& part : parts) width += part.cols();
  Variable y = tape.make(parts[0].rows(), width, parts);

  Index column = 0;
  for (const Variable& part : parts) {
    y.value().middleCols(column, part.cols()) = part.value();
    column += part.cols();
  }
  tape.on_backward(y, [=] {
    Index first = 0;
    for (const Variable& part : parts) {
      part.add_gradient(y.gradient().middleCols(first, part.cols()));
      first += part.cols();
    }
  });
  return y;
}

Variable columns(Variable x, Index first, Index count) {
  if (first == 0 && count == x.cols()) return x;
  Variable y = x.tape->make(x.rows(), count, {x});
  y.value() = x.value().middleCols(first, count);
  x.tape->on_backward(y, [=] {
    Matrix gradient = Matrix::Zero(x.rows(), x.cols());
    gradient.middleCols(first, count) = y.gradient();
    x.add_gradient(gradient);
  });
  return y;
}

}  // namespace jmvae
