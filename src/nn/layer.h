#pragma once

#include "base/result.h"
#include "nn/activation.h"
#include "nn/batch_normalization.h"
#include "nn/convolution.h"
#include "nn/dense.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jmvae {

enum class LayerKind { dense, convolution, transposed_convolution };

/// One layer of a network as a model's description gives it.
struct LayerSpec {
  Index units = 0;  ///< outputs of a dense layer, channels of a convolution
  Activation activation = Activation::relu;
  LayerKind kind = LayerKind::dense;
  Window window = {};             ///< of a convolution
  bool normalize = false;         ///< batch normalization before the activation
  bool residual = false;          ///< adds the layer's input to its output, which have the same shape
  std::vector<Index> shape = {};  ///< as what the outputs of a dense layer are seen: height, width, channels
};

/// What the layer makes of its input; a sentence where it can't take it.
Result<Shape> shape_after(const LayerSpec& layer, const Shape& inputs);

/// A linear function of the input, its normalization, and the nonlinearity.
class Layer {
 public:
  /// Adds the tensors of Dense, Convolution or TransposedConvolution, and of BatchNormalization where there
  /// is one. shape_after must have an answer.
  Layer(ParameterLayout& layout, const std::string& name, const Shape& inputs, const LayerSpec& spec);

  Variable operator()(Variable x) const;

  const Shape& outputs() const { return outputs_; }

 private:
  std::variant<Dense, Convolution, TransposedConvolution> function_;
  std::optional<BatchNormalization> normalization_;
  Activation activation_;
  bool residual_;
  Shape outputs_;
};

}  // namespace jmvae
