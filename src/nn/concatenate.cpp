#include "nn/concatenate.h"

namespace jmvae {

Variable concatenate(const std::vector<Variable>& parts) {
  Tape& tape = *parts[0].tape;
  Index width = 0;
  Variable deepest = parts[0];
  for (const Variable& part : parts) {
    width += part.cols();
    if (part.needs_gradient()) deepest = part;
  }
  Variable y = tape.make(parts[0].rows(), width, {deepest});

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

}  // namespace jmvae
