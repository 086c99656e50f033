#include "models/emphasis.h"

#include "nn/arithmetic.h"
#include "nn/columns.h"

namespace jmvae {

namespace {

bool is_emphasized(const ModelSpec& spec, const Evidence& given, std::size_t m) {
  return given[m] && !spec.modalities[m].is_picture();
}

Matrix known_numbers(const Observation& x) {
  return x.known ? *x.known : Matrix::Ones(x.values->rows(), x.values->cols());
}

/// What is told without the labels and attributes that were given.
struct Rest {
  std::vector<Matrix> known;
  Evidence evidence;

  Rest(const ModelSpec& spec, const Evidence& told, const Evidence& given)
      : known(told.size()), evidence(told) {
    for (std::size_t m = 0; m < told.size(); ++m) {
      if (!is_emphasized(spec, given, m)) continue;
      known[m] = known_numbers(told[m]) - known_numbers(given[m]);
      evidence[m].known = &known[m];
    }
  }
};

/// The mean of q(z | the rest) by the encoders. One that takes a mask says itself what it makes of nothing,
/// any other is left out.
Variable mean_of_rest(const LatentModel& model, Tape& tape, const Evidence& told, const Evidence& given) {
  const ModelSpec& spec = model.spec();
  Rest rest(spec, told, given);
  Index rows = 0;
  for (std::size_t m = 0; m < told.size(); ++m) {
    Observation& x = rest.evidence[m];
    if (!x) continue;
    rows = x.values->rows();
    if (is_emphasized(spec, given, m) && !spec.modalities[m].partial) x = {};
  }
  if (given_count(rest.evidence) == 0) return tape.constant(Matrix::Zero(rows, spec.latent_size()));
  return model.product_posterior(tape, rest.evidence).mean;
}

}  // namespace

bool can_be_emphasized(const ModelSpec& spec, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (is_emphasized(spec, given, m)) return true;
  }
  return false;
}

Gaussian emphasized_by_encoders(const LatentModel& model, Tape& tape, const Evidence& told,
                                const Evidence& given, Real emphasis) {
  const Gaussian q = model.product_posterior(tape, told);
  if (emphasis == 0) return q;
  return {q.mean + emphasis * (q.mean - mean_of_rest(model, tape, told, given)), q.variance};
}

GaussianMixture emphasized_mixture(const LatentModel& model, Tape& tape, const Evidence& told,
                                   const Evidence& given, Real emphasis) {
  GaussianMixture q = model.mixture_posterior(tape, told);
  if (emphasis == 0) return q;
  const Variable way = emphasis * (moment_match(q).mean - mean_of_rest(model, tape, told, given));
  const std::vector<Variable> for_each_component(static_cast<std::size_t>(q.count()), way);
  q.components.mean = q.components.mean + concatenate(for_each_component);
  return q;
}

Gaussian emphasized_by_joint_encoder(const LatentModel& model, Tape& tape, const JointFeatures& features,
                                     const Evidence& told, const Evidence& given, Real emphasis) {
  const Gaussian q = model.joint_posterior(features);
  if (emphasis == 0) return q;
  const Rest rest(model.spec(), told, given);
  JointFeatures features_of_rest = features;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!is_emphasized(model.spec(), given, m)) continue;
    features_of_rest[m] = model.joint_encoder().feature(tape, m, rest.evidence[m]);
  }
  return {q.mean + emphasis * (q.mean - model.joint_posterior(features_of_rest).mean), q.variance};
}

}  // namespace jmvae
