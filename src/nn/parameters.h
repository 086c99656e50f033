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
  one,
  glorot_uniform,  ///< U(-a, a), a = sqrt(6 / (window (inputs + outputs))), where the window of a dense layer
                   ///< is 1 and of a convolution the pixels that it sees (Glorot and Bengio 2010)
  he_uniform,  ///< U(-a, a), a = sqrt(6 / (window inputs)), which keeps what passes through many rectified
               ///< layers as large as it was (He, Zhang, Ren and Sun 2015)
};

/// What training does with a tensor.
enum class Role {
  weight,     ///< follows gradients
  statistic,  ///< follows averages of what passes through, such as a batch's mean
};

/// A named tensor and its place in the flat vector.
struct Tensor {
  std::string name;          ///< as in weight files, e.g. "encoder.image.0.weight"
  std::vector<Index> shape;  ///< row-major; [outputs, inputs] for weights, the window between in convolutions
  Index offset = 0;
  Index size = 0;
  Initializer initializer = Initializer::zero;
  Role role = Role::weight;
};

/// More numbers are a damaged description, not a model.
constexpr Index most_parameters = 1 << 28;

/// The tensors of a model in the order in which they were added.
class ParameterLayout {
 public:
  /// Reserves room for a tensor; returns its number. Sizes end at most_parameters instead of overflowing.
  int add(std::string name, std::vector<Index> shape, Initializer initializer, Role role = Role::weight);

  const Tensor& operator[](int tensor) const { return tensors_[static_cast<std::size_t>(tensor)]; }
  const std::vector<Tensor>& tensors() const { return tensors_; }

  /// Length of the flat vector. Tensors begin at multiples of 16 numbers, so this may exceed their sum.
  Index size() const { return size_; }

  /// Number of weights, neither statistics nor the gaps between tensors counted.
  Index count() const;

  /// First values of all tensors; the gaps are zero. The same for a seed on every machine.
  Vector initialize(std::uint64_t seed) const;

 private:
  std::vector<Tensor> tensors_;
  Index size_ = 0;
};

}  // namespace jmvae
