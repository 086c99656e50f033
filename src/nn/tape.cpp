#include "nn/tape.h"

#include <algorithm>

namespace jmvae {

const Matrix& Variable::gradient() const {
  Tape::Node& node = tape->node(index);
  if (!node.has_gradient) {
    node.gradient.setZero(node.value.rows(), node.value.cols());
    node.has_gradient = true;
  }
  return node.gradient;
}

Variable Tape::push(Index rows, Index cols, bool needs_gradient) {
  if (used_ == static_cast<int>(nodes_.size())) nodes_.push_back(std::make_unique<Node>());
  Node& fresh = node(used_);
  fresh.value.resize(rows, cols);
  fresh.needs_gradient = needs_gradient;
  fresh.has_gradient = false;
  fresh.backward = nullptr;
  return {this, used_++};
}

Variable Tape::constant(const Matrix& value) {
  Variable variable = push(value.rows(), value.cols(), false);
  variable.value() = value;
  return variable;
}

namespace {
template <class Variables>
bool any_needs_gradient(const Variables& variables) {
  return std::any_of(variables.begin(), variables.end(),
                     [](const Variable& x) { return x.needs_gradient(); });
}
}  // namespace

Variable Tape::make(Index rows, Index cols, std::initializer_list<Variable> from) {
  return push(rows, cols, any_needs_gradient(from));
}

Variable Tape::make(Index rows, Index cols, const std::vector<Variable>& from) {
  return push(rows, cols, any_needs_gradient(from));
}

Variable Tape::make_from_parameters(Index rows, Index cols, Variable from) {
  return push(rows, cols, recording() && (!frozen_ || from.needs_gradient()));
}

Variable Tape::parameter(const Tensor& tensor) {
  Variable y = push(1, tensor.size, recording() && !frozen_);
  y.value() = row(tensor);
  on_backward(y, [=] { y.tape->row_gradient(tensor) += y.gradient(); });
  return y;
}

void Tape::backward(Variable objective, Real seed) {
  objective.add_gradient(Matrix::Constant(objective.rows(), objective.cols(), seed));
  for (int index = objective.index; index >= 0; --index) {
    // A variable that the objective does not depend on has no gradient to pass on.
    if (node(index).backward && node(index).has_gradient) node(index).backward();
  }
}

ConstMatrixMap Tape::matrix(const Tensor& tensor) const {
  return {parameters_.data() + tensor.offset, tensor.shape[0], tensor.size / tensor.shape[0]};
}

ConstRowVectorMap Tape::row(const Tensor& tensor) const {
  return {parameters_.data() + tensor.offset, tensor.size};
}

MatrixMap Tape::matrix_gradient(const Tensor& tensor) {
  return {gradients_->data() + tensor.offset, tensor.shape[0], tensor.size / tensor.shape[0]};
}

void Tape::follow(const Tensor& statistic, const RowVector& observed, Index rows) {
  row_gradient(statistic) += static_cast<Real>(rows) * (row(statistic) - observed);
  rows_followed_[statistic.offset] += rows;
}

Index Tape::take_rows_followed(const Tensor& statistic) {
  return std::exchange(rows_followed_[statistic.offset], 0);
}

RowVectorMap Tape::row_gradient(const Tensor& tensor) {
  return {gradients_->data() + tensor.offset, tensor.size};
}

}  // namespace jmvae
