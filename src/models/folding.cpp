#include "models/folding.h"

#include "models/model_file.h"

#include <map>

namespace jmvae {

namespace {

void leave_out_normalization(NetworkSpec& network) {
  for (LayerSpec& layer : network) layer.normalize = false;
}

ModelSpec without_normalization(ModelSpec spec) {
  spec.adversary.reset();  // of the training run, which may itself be normalized
  leave_out_normalization(spec.joint);
  for (ModalitySpec& modality : spec.modalities) {
    for (NetworkSpec* network : {&modality.branch, &modality.encoder, &modality.decoder})
      leave_out_normalization(*network);
    if (modality.output) modality.output->normalize = false;
  }
  for (UpperLatentSpec& upper : spec.upper) {
    leave_out_normalization(upper.encoder);
    leave_out_normalization(upper.prior);
  }
  return spec;
}

using TensorsByName = std::map<std::string, const Tensor*>;

TensorsByName by_name(const ParameterLayout& layout) {
  TensorsByName tensors;
  for (const Tensor& tensor : layout.tensors()) tensors[tensor.name] = &tensor;
  return tensors;
}

}  // namespace

FoldedModel fold_normalization(const Model& model, const Vector& parameters) {
  FoldedModel folded = {std::move(*make_model(without_normalization(model.spec()))), {}};
  const TensorsByName before = by_name(model.layout()), after = by_name(folded.model->layout());
  folded.parameters = Vector::Zero(folded.model->layout().size());
  for (const auto& [name, tensor] : after) {
    folded.parameters.segment(tensor->offset, tensor->size) =
        parameters.segment(before.at(name)->offset, tensor->size);
  }

  const std::string statistic = ".running_mean";
  for (const auto& [name, tensor] : before) {
    if (tensor->role != Role::statistic || name.size() < statistic.size()) continue;
    if (name.rfind(training_prefix, 0) == 0) continue;
    const std::string layer = name.substr(0, name.size() - statistic.size());
    if (layer + statistic != name) continue;
    const auto values = [&](const char* suffix) {
      return parameters.segment(before.at(layer + suffix)->offset, tensor->size).array();
    };
    // scale (W x + b - mean) / deviation + shift, channel by channel
    const Vector factor =
        values(".scale") / (values(".running_variance") + BatchNormalization::epsilon).sqrt();
    auto bias = folded.parameters.segment(after.at(layer + ".bias")->offset, tensor->size).array();
    bias = (bias - values(".running_mean")) * factor.array() + values(".shift");

    // Outputs are the first axis of a weight, the last one of a transposed convolution's.
    const auto transposed = after.find(layer + ".transposed_weight");
    if (transposed != after.end()) {
      const Tensor& weight = *transposed->second;
      MatrixMap(folded.parameters.data() + weight.offset, weight.size / tensor->size, tensor->size)
          .array()
          .rowwise() *= factor.transpose().array();
    } else {
      const Tensor& weight = *after.at(layer + ".weight");
      MatrixMap(folded.parameters.data() + weight.offset, tensor->size, weight.size / tensor->size)
          .array()
          .colwise() *= factor.array();
    }
  }
  return folded;
}

}  // namespace jmvae
