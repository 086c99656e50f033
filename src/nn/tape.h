#pragma once
// Reverse-mode differentiation over whole matrices.
//
// An operation computes its value at once and, if a gradient will be asked for, leaves its backward function
// on the tape. backward() runs these functions from the last to the first. Forward and backward of each
// operation stand side by side in its file:
//
//   Variable relu(Variable x) {
//     Variable y = x.tape->make(x.rows(), x.cols(), {x});
//     y.value() = x.value().cwiseMax(0);
//     x.tape->on_backward(y, [=] { x.add_gradient((y.value().array() > 0).select(y.gradient(), 0)); });
//     return y;
//   }
//
// A tape is used by one thread at a time. clear() keeps the memory of values and gradients, so that a step of
// training hardly allocates.

#include "math/matrix.h"
#include "nn/parameters.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace jmvae {

class Tape;

/// Whether backward functions and objectives are part of the program. Where models are only used, as in the
/// page, they are left out of it.
#ifdef JMVAE_INFERENCE_ONLY
constexpr bool training_supported = false;
#else
constexpr bool training_supported = true;
#endif

/// A matrix on a tape, [samples, features]. A light handle, copied freely; dies with clear().
struct Variable {
  Tape* tape = nullptr;
  int index = -1;

  const Matrix& value() const;
  Matrix& value();
  /// d objective / d value; zero until something was added.
  const Matrix& gradient() const;
  bool needs_gradient() const;
  Index rows() const { return value().rows(); }
  Index cols() const { return value().cols(); }

  /// Adds an expression of the value's shape to the gradient; does nothing where none is needed.
  template <class Expression>
  void add_gradient(const Expression& expression) const;
};

class Tape {
 public:
  /// For inference: parameters are read, nothing is recorded.
  explicit Tape(const Vector& parameters) : parameters_(parameters) {}

  /// For training: backward() adds d objective / d parameters to gradients (same length, prepared by the
  /// caller).
  Tape(const Vector& parameters, Vector& gradients) : parameters_(parameters), gradients_(&gradients) {}

  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  bool recording() const { return gradients_ != nullptr; }

  /// A given matrix, which gets no gradient.
  Variable constant(const Matrix& value);

  /// An unset matrix that needs a gradient where one of the variables it is computed from does.
  Variable make(Index rows, Index cols, std::initializer_list<Variable> from);
  Variable make(Index rows, Index cols, const std::vector<Variable>& from);

  /// The same for a result that depends on parameters too.
  Variable make_from_parameters(Index rows, Index cols, Variable from);

  /// A tensor as a variable, [1, size].
  Variable parameter(const Tensor& tensor);

  /// While frozen, operations take parameters as constants: gradients pass through to the input only
  /// (stop-gradient).
  void freeze_parameters(bool frozen) { frozen_ = frozen; }
  bool parameters_frozen() const { return frozen_; }

  /// While held, normalization goes by the statistics that a model has, as where it is used, though its
  /// parameters learn.
  void hold_statistics(bool held) { statistics_held_ = held; }
  bool statistics_held() const { return statistics_held_; }

  /// Says how y passes its gradient on. Ignored where y needs none.
  template <class Backward>
  void on_backward(Variable y, Backward backward);

  /// Runs the tape backwards from objective, whose every entry has the gradient `seed`.
  void backward(Variable objective, Real seed);

  /// Forgets all variables.
  void clear() { used_ = 0; }

  /// A tensor's numbers: as a matrix [shape[0], rest], as a row vector, and the same two for its gradient.
  ConstMatrixMap matrix(const Tensor& tensor) const;
  ConstRowVectorMap row(const Tensor& tensor) const;
  MatrixMap matrix_gradient(const Tensor& tensor);
  RowVectorMap row_gradient(const Tensor& tensor);

  /// Lets a statistic move towards what was observed in a number of rows: adds the difference, so many times,
  /// in place of its gradient.
  void follow(const Tensor& statistic, const RowVector& observed, Index rows);

  /// The rows that a statistic has followed since this was last asked.
  Index take_rows_followed(const Tensor& statistic);

 private:
  friend struct Variable;
  struct Node {
    Matrix value, gradient;
    bool needs_gradient = false;
    bool has_gradient = false;
    std::function<void()> backward;
  };

  Variable push(Index rows, Index cols, bool needs_gradient);
  Node& node(int index) { return *nodes_[static_cast<std::size_t>(index)]; }

  const Vector& parameters_;
  Vector* gradients_ = nullptr;
  bool frozen_ = false, statistics_held_ = false;
  std::map<Index, Index> rows_followed_;  // by a statistic's offset
  std::vector<std::unique_ptr<Node>> nodes_;
  int used_ = 0;
};

inline const Matrix& Variable::value() const { return tape->node(index).value; }
inline Matrix& Variable::value() { return tape->node(index).value; }
inline bool Variable::needs_gradient() const { return tape->node(index).needs_gradient; }

template <class Backward>
void Tape::on_backward([[maybe_unused]] Variable y, [[maybe_unused]] Backward backward) {
  if constexpr (training_supported) {
    if (y.needs_gradient()) node(y.index).backward = std::move(backward);
  }
}

template <class Expression>
void Variable::add_gradient(const Expression& expression) const {
  Tape::Node& node = tape->node(index);
  if (!node.needs_gradient) return;
  if (node.has_gradient) {
    node.gradient.noalias() += expression;
  } else {
    node.gradient.noalias() = expression;
    node.has_gradient = true;
  }
}

}  // namespace jmvae
