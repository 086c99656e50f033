#include "nn/parameters.h"

#include "math/random.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

int ParameterLayout::add(std::string name, std::vector<Index> shape, Initializer initializer, Role role) {
  constexpr Index alignment = 16;
  Tensor tensor{std::move(name), std::move(shape), size_, 1, initializer, role};
  for (const Index extent : tensor.shape)
    tensor.size = tensor.size > most_parameters / extent ? most_parameters : tensor.size * extent;
  size_ = std::min(size_ + (tensor.size + alignment - 1) / alignment * alignment, most_parameters);
  tensors_.push_back(std::move(tensor));
  return static_cast<int>(tensors_.size()) - 1;
}

Index ParameterLayout::count() const {
  Index total = 0;
  for (const Tensor& tensor : tensors_) {
    if (tensor.role == Role::weight) total += tensor.size;
  }
  return total;
}

Vector ParameterLayout::initialize(std::uint64_t seed) const {
  Vector values = Vector::Zero(size_);
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Tensor& tensor = tensors_[i];
    if (tensor.initializer == Initializer::zero) continue;
    if (tensor.initializer == Initializer::one) {
      values.segment(tensor.offset, tensor.size).setOnes();
      continue;
    }
    const Index inputs = tensor.shape.back(), outputs = tensor.shape.front();
    const Index ends = tensor.initializer == Initializer::he_uniform ? inputs : inputs + outputs;
    const Index window = tensor.size / (tensor.shape.front() * tensor.shape.back());
    const Real bound = std::sqrt(Real(6) / static_cast<Real>(window * ends));
    Random random(seed, Purpose::initialize, 0, static_cast<std::uint32_t>(i));
    for (Index k = 0; k < tensor.size; ++k) values[tensor.offset + k] = bound * (2 * random.uniform() - 1);
  }
  return values;
}

}  // namespace jmvae
