#pragma once
// What every model of the family can do, whatever its equation.

#include "models/encoder.h"
#include "models/likelihood.h"

#include <memory>
#include <string>
#include <vector>

namespace jmvae {

/// Weights of the terms of an objective at one moment of training.
struct ObjectiveWeights {
  Real kl = 1;             ///< beta_t, on the divergence from the prior (KL warm-up)
  Real alpha = Real(0.1);  ///< JMVAE-kl: on the sum of the divergences from the modalities' own encoders
  Real alpha_warmup = 1;   ///< a factor on alpha, where the warm-up covers those divergences too
  std::vector<Real> likelihood;  ///< lambda_m, on log p(x_m | z); empty: all 1
};

/// One part of an objective, for logs: its name, e.g. "log p(image|z)", and its value [samples, 1] without
/// weight.
struct ObjectiveTerm {
  std::string name;
  Variable value;
};

/// The quantity that training maximises, [samples, 1], and its parts.
struct Objective {
  Variable value;
  std::vector<ObjectiveTerm> terms;
};

class LatentModel;

/// A model's structure and objective; its numbers are a Vector laid out as layout() says and given to the
/// tape.
class Model {
 public:
  virtual ~Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const ModelSpec& spec() const { return spec_; }
  const ParameterLayout& layout() const { return layout_; }

  /// The training objective for a batch in which every modality is given, with one sample of z for each
  /// example. noise [samples, latent] is N(0, 1). Batch and noise must outlive the tape's use.
  virtual Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                              const ObjectiveWeights& weights) const = 0;

  /// The model as one with a latent space; null for a classifier.
  virtual const LatentModel* latent() const { return nullptr; }

 protected:
  explicit Model(ModelSpec spec) : spec_(std::move(spec)) {}
  std::string term_name(std::size_t modality) const {
    return "log p(" + spec_.modalities[modality].name + "|z)";
  }

  ModelSpec spec_;
  ParameterLayout layout_;
};

/// A model that describes its modalities by a common z.
class LatentModel : public Model {
 public:
  /// q(z | what is given); the prior where nothing is. `samples`: rows of the result.
  Gaussian posterior(Tape& tape, const Evidence& given, Index samples) const;

  /// p(x_m | z).
  Likelihood decode(int modality, Variable z) const {
    return decoders_[static_cast<std::size_t>(modality)](z);
  }

  const LatentModel* latent() const override { return this; }

 protected:
  explicit LatentModel(ModelSpec spec) : Model(std::move(spec)) {}

  /// q(z | what is given), at least one modality.
  virtual Gaussian posterior_of(Tape& tape, const Evidence& given) const = 0;

  /// The evidence lower bound L = sum_m lambda_m log p(x_m | z) - beta KL(q || N(0, I)) with one sample z of
  /// q, and its terms. noise must outlive the tape's use.
  Objective elbo(const Gaussian& q, const Evidence& batch, const Matrix& noise,
                 const ObjectiveWeights& weights) const;

  void make_decoders();

  std::vector<Decoder> decoders_;
};

/// The weight of a modality's likelihood.
Real likelihood_weight(const ObjectiveWeights& weights, std::size_t modality);

/// Builds the structure that a description asks for.
Result<std::unique_ptr<Model>> make_model(const ModelSpec& spec);

/// The kinds that make_model knows.
const std::vector<std::string>& model_kinds();

}  // namespace jmvae
