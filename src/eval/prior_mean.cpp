#include "eval/prior_mean.h"

#include "math/random.h"

#include <limits>

namespace jmvae {

namespace {
// An address that no example has.
constexpr std::uint32_t prior_address = std::numeric_limits<std::uint32_t>::max();
}  // namespace

PriorMean::PriorMean(const LatentModel& model, const Vector& parameters, const EvalSettings& settings)
    : samples_(settings.prior_samples) {
  const ModelSpec& spec = model.spec();
  Matrix noise(samples_, spec.latent_size());
  fill_normal(noise, settings.seed, Purpose::latent, prior_address);
  const Evidence nothing(spec.modalities.size());
  Tape tape(parameters);
  const Variable z = model.sample_prior(tape.constant(noise), nothing);
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    const ModalitySpec& modality = spec.modalities[m];
    log_likelihood_.emplace_back();
    if (modality.likelihood != LikelihoodKind::categorical) continue;
    const Likelihood p = model.decode(m, z, nothing);
    log_likelihood_[m].resize(samples_, modality.size());
    for (Index value = 0; value < modality.size(); ++value) {
      Matrix one_hot = Matrix::Zero(1, modality.size());
      one_hot(0, value) = 1;
      log_likelihood_[m].col(value) = log_prob(p, one_hot).value();
    }
  }
}

LogMean PriorMean::operator()(const Subset& labels, const std::vector<Matrix>& values) const {
  std::vector<double> log_weights(static_cast<std::size_t>(samples_), 0.0);
  for (std::size_t m = 0; m < labels.size(); ++m) {
    if (!labels[m]) continue;
    Index value = 0;
    values[m].row(0).maxCoeff(&value);
    for (std::size_t k = 0; k < log_weights.size(); ++k) {
      log_weights[k] += static_cast<double>(log_likelihood_[m](static_cast<Index>(k), value));
    }
  }
  return log_mean_exp(std::move(log_weights));
}

}  // namespace jmvae
