#pragma once
// What every model of the family can do, whatever its equation.

#include "models/adversary.h"
#include "models/encoder.h"
#include "models/imputer.h"
#include "models/latent_prior.h"
#include "models/likelihood.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// Weights of the terms of an objective at one moment of training.
struct ObjectiveWeights {
  Real kl = 1;             ///< beta_t, on the divergence from the prior (KL warm-up)
  Real alpha = Real(0.1);  ///< JMVAE-kl: on the sum of the divergences from the modalities' own encoders
  std::vector<Real> likelihood;  ///< lambda_m, on log p(x_m | z); empty: all 1
  Real adversary = 1;   ///< gamma, on what the generator gets from an adversary: its log D and its readings
  Real smoothness = 0;  ///< kappa, on half the squared slope of an adversary's logit D at real pictures
  Real reading_noise = 0;  ///< rho, standard deviation of the noise in pictures that an adversary reads
  Index samples = 1;  ///< of z for each example; more than 1: the importance-weighted bound, which is tighter
};

/// One part of an objective, for logs: its name, e.g. "log p(image|z)", and its value [examples, 1] without
/// weight.
struct ObjectiveTerm {
  std::string name;
  Variable value;
};

/// The quantity that training maximises, [examples, 1], and its parts.
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

  /// Whether examples that have just these modalities can teach the model anything.
  virtual bool learns_from(const Evidence& batch) const = 0;

  /// Columns of noise that the objective takes.
  virtual Index noise_size() const { return 0; }

  /// The training objective for a batch of examples that have the same modalities. noise
  /// [examples * weights.samples, noise_size] is N(0, 1). Masks in the batch say what an encoder that can see
  /// a part may see; what is to be explained is always the whole. Batch and noise must outlive the tape's
  /// use.
  /// Empty where training is not supported (nn/tape.h), as are log_prior() and kl_divergences().
  virtual Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                              const ObjectiveWeights& weights) const = 0;

  /// The model as one with a latent space; null for a classifier.
  virtual const LatentModel* latent() const { return nullptr; }

 protected:
  explicit Model(ModelSpec spec) : spec_(std::move(spec)) {}

  ModelSpec spec_;
  ParameterLayout layout_;
};

/// A model that describes its modalities by a common z.
///
/// A model's constructor makes the networks that it has; what is common to several models is here. Which of
/// them stands in when something is missing is decided in missing.h.
class LatentModel : public Model {
 public:
  const LatentModel* latent() const override { return this; }
  /// From whatever has its conditions, and something beside them.
  bool learns_from(const Evidence& batch) const override;
  Index noise_size() const override {
    return adversary_ ? adversarial_noise_size(spec_) : spec_.latent_size() * bounds();
  }

  /// What the decoder of pictures is trained against, or null.
  const Adversary* adversary() const { return adversary_ ? &*adversary_ : nullptr; }

  bool has_joint_encoder() const { return joint_encoder_.has_value(); }
  /// Only where there is one.
  const JointEncoder& joint_encoder() const { return *joint_encoder_; }
  bool has_encoders() const { return !encoders_.empty(); }
  /// What completes a modality that is given in part, or null.
  const Imputer* imputer(std::size_t modality) const {
    return modality < imputers_.size() && imputers_[modality] ? &*imputers_[modality] : nullptr;
  }
  /// Whether a modality is always given and never generated, such as the label of a CVAE.
  virtual bool is_condition(std::size_t /*modality*/) const { return false; }
  /// Whether the prior is p(z | conditions).
  virtual bool prior_sees_conditions() const { return false; }

  /// q(z | all modalities), zeros standing in for what is missing. Something must be given.
  Gaussian joint_posterior(Tape& tape, const Evidence& given) const {
    return joint_posterior(joint_encoder().features(tape, given));
  }
  virtual Gaussian joint_posterior(const JointFeatures& features) const { return joint_encoder()(features); }

  /// The product of the encoders q(z | x_m) of what is given; a single one is itself. A mixture counts as the
  /// Gaussian of its mean and variance. Something must be given.
  virtual Gaussian product_posterior(Tape& tape, const Evidence& given) const;

  /// Whether q(z | given) by the encoders is a mixture: where one modality is given whose encoder is one.
  bool encodes_as_mixture(const Evidence& given) const;

  /// That mixture.
  GaussianMixture mixture_posterior(Tape& tape, const Evidence& given) const;

  /// log p(z): [samples, 1]. p(z | conditions) in a model that has them.
  virtual Variable log_prior(Variable z, const Evidence& given) const;

  /// A sample of p(z) from noise [samples, latent_size].
  virtual Variable sample_prior(Variable noise, const Evidence& given) const;

  /// The divergence of q from p(z), layer by layer, given a sample z of q.
  virtual std::vector<Variable> kl_divergences(const Gaussian& q, Variable z, const Evidence& given) const;

  /// p(x_m | z); p(x_m | z, conditions) in a model that has them. given: as many rows as z, or one for each n
  /// successive rows of z.
  virtual Likelihood decode(std::size_t modality, Variable z, const Evidence& given) const;

 protected:
  explicit LatentModel(ModelSpec spec) : Model(std::move(spec)), prior_(layout_, spec_) {}

  /// How many lower bounds the objective adds up, each with noise of its own.
  virtual Index bounds() const { return 1; }
  Variable noise_of_bound(Variable noise, std::size_t bound) const;

  void make_joint_encoder() { joint_encoder_.emplace(layout_, "joint", spec_); }
  void make_encoders();
  void make_decoders();

  /// The evidence lower bound
  ///
  ///   L = E_{q(z)}[sum_m lambda_m log p(x_m|z)] - beta KL(q(z) || p(z))
  ///
  /// over the modalities that are given, with one sample of z, or with K samples the importance-weighted
  /// bound log 1/K sum_k (prod_m p(x_m|z_k)^lambda_m) (p(z_k) / q(z_k))^beta (Burda, Grosse and Salakhutdinov
  /// 2016, equation 8). `from` tells the terms of several bounds apart.
  Objective elbo(const Gaussian& q, const Evidence& batch, Variable noise, const ObjectiveWeights& weights,
                 const std::string& from = "") const;

  std::optional<JointEncoder> joint_encoder_;
  std::vector<Encoder> encoders_;
  std::vector<std::optional<Imputer>> imputers_;  // beside the encoders
  std::vector<Decoder> decoders_;
  std::optional<Adversary> adversary_;
  LatentPrior prior_;
};

/// Adds up bounds of several subsets of the modalities.
void operator+=(Objective& total, const Objective& part);

/// The evidence that holds modality m alone.
Evidence only(const Evidence& evidence, std::size_t m);

/// The weight of a modality's likelihood.
Real likelihood_weight(const ObjectiveWeights& weights, std::size_t modality);

/// Builds the structure that a description asks for.
Result<std::unique_ptr<Model>> make_model(const ModelSpec& spec);

/// The kinds that make_model knows.
const std::vector<std::string>& model_kinds();

}  // namespace jmvae
