#include "models/folding.h"

#include "models/model_file.h"

#include <algorithm>
#include <map>

namespace jmvae {

namespace {

using TensorsByName = std::map<std::string, const Tensor*>;

TensorsByName by_name(const ParameterLayout& layout) {
  TensorsByName tensors;
  for (const Tensor& tensor : layout.tensors()) tensors[tensor.name] = &tensor;
  return tensors;
}

/// Every layer of the model itself; its adversary is of the training run, and may be normalized as it likes.
template <class Spec, class Visitor>
void visit_layers(Spec& spec, const Visitor& visit) {
  const auto visit_network = [&](auto& network) {
    for (auto& layer : network) visit(layer);
  };
  visit_network(spec.joint);
  for (auto& modality : spec.modalities) {
    visit_network(modality.branch);
    visit_network(modality.encoder);
    visit_network(modality.decoder);
    if (modality.output) visit(*modality.output);
  }
  for (auto& upper : spec.upper) {
    visit_network(upper.encoder);
    visit_network(upper.prior);
  }
}

/// The networks of a description that has no others than the model, with their numbers.
FoldedModel part_of(const Model& model, const Vector& parameters, const ModelSpec& spec) {
  FoldedModel part = {std::move(*make_model(spec)), {}};
  const TensorsByName all = by_name(model.layout());
  part.parameters = Vector::Zero(part.model->layout().size());
  for (const Tensor& tensor : part.model->layout().tensors()) {
    part.parameters.segment(tensor.offset, tensor.size) =
        parameters.segment(all.at(tensor.name)->offset, tensor.size);
  }
  return part;
}

}  // namespace

bool is_normalized(const ModelSpec& spec) {
  bool any = false;
  visit_layers(spec, [&](const LayerSpec& layer) { any = any || layer.normalize; });
  return any;
}

ModelSpec without_normalization(ModelSpec spec) {
  visit_layers(spec, [](LayerSpec& layer) { layer.normalize = false; });
  return spec;
}

FoldedModel fold_normalization(const Model& model, const Vector& parameters) {
  ModelSpec spec = without_normalization(model.spec());
  spec.adversary.reset();
  FoldedModel folded = part_of(model, parameters, spec);
  const TensorsByName before = by_name(model.layout()), after = by_name(folded.model->layout());

  const std::string statistic = ".running_mean";
  for (const auto& [name, tensor] : before) {
    if (tensor->role != Role::statistic || name.size() < statistic.size()) continue;
    if (name.rfind(training_prefix, 0) == 0) continue;
    const std::string layer = name.substr(0, name.size() - statistic.size());
    if (layer + statistic != name) continue;
    const auto values = [&, size = tensor->size](const char* suffix) {
      return parameters.segment(before.at(layer + suffix)->offset, size).array();
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

bool has_imputer(const ModelSpec& spec) {
  return std::any_of(spec.modalities.begin(), spec.modalities.end(),
                     [](const ModalitySpec& modality) { return modality.imputed; });
}

FoldedModel without_imputer(const FoldedModel& folded) {
  ModelSpec spec = folded.model->spec();
  for (ModalitySpec& modality : spec.modalities) modality.imputed = false;
  return part_of(*folded.model, folded.parameters, spec);
}

}  // namespace jmvae
