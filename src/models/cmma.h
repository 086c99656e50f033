#pragma once

#include "models/model.h"

namespace jmvae {

/// Conditional multimodal autoencoder (Pandey and Dukkipati 2017, "Variational methods for conditional
/// multimodal deep learning"): p(x|w) = integral of p(x|z) p(z|w), modality 0 being x and the others w.
///
///   L = E_{q(z|x,w)}[log p(x|z)] - KL(q(z|x,w) || p(z|w)).
///
/// Only examples that have every modality teach.
class Cmma : public LatentModel {
 public:
  explicit Cmma(const ModelSpec& spec);

  bool is_condition(std::size_t modality) const override { return modality != 0; }
  bool prior_sees_conditions() const override { return true; }

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

  Variable log_prior(Variable z, const Evidence& given) const override;
  Variable sample_prior(Variable noise, const Evidence& given) const override;
  std::vector<Variable> kl_divergences(const Gaussian& q, Variable z, const Evidence& given) const override;

 private:
  /// p(z|w), repeated to `samples` rows.
  Gaussian conditional_prior(Tape& tape, const Evidence& given, Index samples) const;

  std::optional<JointEncoder> conditional_prior_;
};

}  // namespace jmvae
