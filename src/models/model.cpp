#include "models/model.h"

#include "models/classifier.h"
#include "models/jmvae.h"
#include "models/jmvae_kl.h"
#include "nn/arithmetic.h"

namespace jmvae {

Gaussian LatentModel::posterior(Tape& tape, const Evidence& given, Index samples) const {
  for (const Matrix* x : given) {
    if (x) return posterior_of(tape, given);
  }
  return {tape.constant(Matrix::Zero(samples, spec_.latent)),
          tape.constant(Matrix::Ones(samples, spec_.latent))};
}

Objective LatentModel::elbo(const Gaussian& q, const Evidence& batch, const Matrix& noise,
                            const ObjectiveWeights& weights) const {
  const Variable z = reparameterize(q, noise);
  const Variable kl = kl_divergence_to_standard_normal(q);

  Objective objective;
  objective.value = -weights.kl * kl;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    const Variable log_likelihood = log_prob(decoders_[m](z), *batch[m]);
    objective.value = objective.value + likelihood_weight(weights, m) * log_likelihood;
    objective.terms.push_back({"log p(" + spec_.modalities[m].name + "|z)", log_likelihood});
  }
  objective.terms.push_back({"KL(q||p)", kl});
  return objective;
}

void LatentModel::make_decoders() {
  for (const ModalitySpec& modality : spec_.modalities)
    decoders_.emplace_back(layout_, modality, spec_.latent);
}

Real likelihood_weight(const ObjectiveWeights& weights, std::size_t modality) {
  return weights.likelihood.empty() ? Real(1) : weights.likelihood[modality];
}

const std::vector<std::string>& model_kinds() {
  static const std::vector<std::string> kinds = {"jmvae", "jmvae-kl", "classifier"};
  return kinds;
}

Result<std::unique_ptr<Model>> make_model(const ModelSpec& spec) {
  if (spec.kind == "jmvae") return std::make_unique<Jmvae>(spec);
  if (spec.kind == "jmvae-kl") return std::make_unique<JmvaeKl>(spec);
  if (spec.kind == "classifier") {
    if (spec.modalities.size() != 2 || spec.modalities[1].likelihood != LikelihoodKind::categorical) {
      return fail("a classifier has two modalities, of which the second is categorical");
    }
    return std::make_unique<Classifier>(spec);
  }
  std::string known;
  for (const std::string& kind : model_kinds()) known += (known.empty() ? "" : ", ") + kind;
  return fail("unknown model kind \"", spec.kind, "\"; known are ", known);
}

}  // namespace jmvae
