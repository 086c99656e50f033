#include "models/emphasis.h"

#include <algorithm>

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

/// q(z | the rest) by the encoders. One that takes a mask says itself what it makes of nothing, any other is
/// left out.
Gaussian posterior_of_rest(const LatentModel& model, Tape& tape, const Evidence& told,
                           const Evidence& given) {
  const ModelSpec& spec = model.spec();
  Rest rest(spec, told, given);
  Index rows = 0;
  for (std::size_t m = 0; m < told.size(); ++m) {
    Observation& x = rest.evidence[m];
    if (!x) continue;
    rows = x.values->rows();
    if (is_emphasized(spec, given, m) && !spec.modalities[m].partial) x = {};
  }
  if (given_count(rest.evidence) > 0) return model.product_posterior(tape, rest.evidence);
  const Index dimensions = spec.latent_size();
  return {tape.constant(Matrix::Zero(rows, dimensions)), tape.constant(Matrix::Ones(rows, dimensions))};
}

}  // namespace

bool can_be_emphasized(const ModelSpec& spec, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (is_emphasized(spec, given, m)) return true;
  }
  return false;
}

Gaussian emphasize(const Gaussian& q, const Gaussian& rest, Real emphasis) {
  // With v and u the variances of q and the rest, the precision is (1 + e) / v - e / u, so the variance
  // v / (1 + e (1 - v / u)), and the mean's way from that of q is e / u times the variance.
  Matrix mean = q.mean.value(), variance = q.variance.value();
  for (Index i = 0; i < mean.size(); ++i) {
    Real &m = mean.data()[i], &v = variance.data()[i];
    const Real ratio = std::min(v / rest.variance.value().data()[i], Real(1));
    const Real shrink = 1 / (1 + emphasis * (1 - ratio));
    m += emphasis * ratio * shrink * (m - rest.mean.value().data()[i]);
    v *= shrink;
  }
  Tape& tape = *q.mean.tape;
  return {tape.constant(mean), tape.constant(variance)};
}

Gaussian emphasized_by_encoders(const LatentModel& model, Tape& tape, const Evidence& told,
                                const Evidence& given, Real emphasis) {
  const Gaussian q = model.product_posterior(tape, told);
  return emphasis == 0 ? q : emphasize(q, posterior_of_rest(model, tape, told, given), emphasis);
}

GaussianMixture emphasized_mixture(const LatentModel& model, Tape& tape, const Evidence& told,
                                   const Evidence& given, Real emphasis) {
  GaussianMixture q = model.mixture_posterior(tape, told);
  if (emphasis == 0) return q;
  const Gaussian plain = moment_match(q);
  const Gaussian more = emphasize(plain, posterior_of_rest(model, tape, told, given), emphasis);
  Matrix mean = q.components.mean.value(), variance = q.components.variance.value();
  for (Index row = 0; row < mean.rows(); ++row) {
    for (Index i = 0; i < mean.cols(); ++i) {
      const Index d = i % q.dimensions();
      mean(row, i) += more.mean.value()(row, d) - plain.mean.value()(row, d);
      variance(row, i) *= more.variance.value()(row, d) / plain.variance.value()(row, d);
    }
  }
  q.components = {tape.constant(mean), tape.constant(variance)};
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
  return emphasize(q, model.joint_posterior(features_of_rest), emphasis);
}

}  // namespace jmvae
