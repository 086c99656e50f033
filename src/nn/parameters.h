#pragma once
// A model's parameters: one flat vector, and the list of named tensors that lie in it.
//
// Layers hold where their tensors lie, never the numbers. So gradients, moments of the optimizer and running
// averages are further vectors of the same length, and several threads can use one model at once.

#include "math/matrix.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// How a tensor gets its first values.
enum class Initializer {
  zero,
  glorot_uniform,  ///< U(-a, a), a = sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010)
};

/// A named tensor and its place in the flat vector.
struct Tensor {
  std::string name;          ///< as in weight files, e.g. "encoder.image.0.weight"
  std::vector<Index> shape;  ///< row-major; [outputs, inputs] for weights
  Index offset = 0;
  Index size = 0;
  Initializer initializer = Initializer::zero;
};

/// The tensors of a model in the order in which they were added.
class ParameterLayout {
 public:
  /// Reserves room for a tensor; returns its number.
  int add(std::string name, std::vector<Index> shape, Initializer initializer);

  const Tensor& operator[](int tensor) const { return tensors_[static_cast<std::size_t>(tensor)]; }
  const std::vector<Tensor>& tensors() const { return tensors_; }

  /// Length of the flat vector. Tensors begin at multiples of 16 numbers, so this may exceed their sum.
  Index size() const { return size_; }

  /// Number of trained values, the gaps between tensors not counted.
  Index count() const;

  /// First values of all tensors; the gaps are zero. The same for a seed on every machine.
  Vector initialize(std::uint64_t seed) const;

 private:
  std::vector<Tensor> tensors_;
  Index size_ = 0;
};

}  // namespace jmvae
