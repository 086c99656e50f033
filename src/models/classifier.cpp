#include "models/classifier.h"

namespace jmvae {

Classifier::Classifier(const ModelSpec& spec)
    : Model(spec),
      network_(layout_, "classifier", spec.modalities[0].picture_shape(), spec.modalities[0].encoder),
      logits_(layout_, "classifier.logits", network_.outputs(), spec.modalities[1].size()) {}

Likelihood Classifier::tell(Variable features) const {
  const Variable logits = logits_(features);
  if (spec_.modalities[1].is_attributes()) return Bernoulli{logits};
  return Categorical{logits};
}

Objective Classifier::objective(Tape& tape, const Evidence& batch, const Matrix& /*noise*/,
                                const ObjectiveWeights& /*weights*/) const {
  if constexpr (!training_supported) return {};
  const Variable log_likelihood = log_prob(classify(tape, *batch[0].values), *batch[1].values);
  return {log_likelihood,
          {{"log p(" + spec_.modalities[1].name + "|" + spec_.modalities[0].name + ")", log_likelihood}}};
}

}  // namespace jmvae
