#include "models/adversary.h"

#include "models/model.h"
#include "nn/arithmetic.h"
#include "nn/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace jmvae {

namespace {

std::size_t position(const ModelSpec& spec) { return *spec.find_modality(spec.adversary->modality); }

Index size_of_others(const ModelSpec& spec) {
  Index total = 0;
  for (const ModalitySpec& modality : spec.modalities) {
    if (modality.name != spec.adversary->modality) total += modality.size();
  }
  return total;
}

/// Passes x on. Where the gradient of log(1 - D) comes back, that of weight * log D goes on: with D =
/// sigmoid(l), d log(1 - D) / dl = -D and d log D / dl = 1 - D. The logit is known by then.
Variable opposed(Variable x, Real weight, const std::shared_ptr<Variable>& logit) {
  constexpr Real least = -30;  // below, D is 0 for a float and so is what comes back
  Variable y = x.tape->make(x.rows(), x.cols(), {x});
  y.value() = x.value();
  x.tape->on_backward(y, [=] {
    Matrix gradient = y.gradient();
    for (Index row = 0; row < gradient.rows(); ++row) {
      gradient.row(row) *= -weight * std::exp(-std::max(logit->value()(row, 0), least));
    }
    x.add_gradient(gradient);
  });
  return y;
}

}  // namespace

Adversary::Adversary(ParameterLayout& layout, const ModelSpec& spec)
    : modality_(position(spec)),
      features_(layout, "training.adversary", spec.modalities[modality_].picture_shape(),
                spec.adversary->network),
      output_(layout, "training.adversary.output", features_.outputs(), 1),
      projection_(layout, "training.adversary.projection", size_of_others(spec), features_.outputs()) {
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    const ModalitySpec& modality = spec.modalities[m];
    if (modality.likelihood != LikelihoodKind::categorical && !modality.is_attributes()) continue;
    readers_.push_back(
        {m, modality.is_attributes(),
         Dense(layout, "training.adversary.reader." + modality.name, features_.outputs(), modality.size())});
  }
}

Variable Adversary::logit(Variable features, const Evidence& w) const {
  std::vector<Variable> others;
  for (std::size_t m = 0; m < w.size(); ++m) {
    if (m != modality_) others.push_back(features.tape->constant(*w[m].values));
  }
  return output_(features) + dot_rows(features, projection_(concatenate(others)));
}

Variable Adversary::log_real(Variable features, const Evidence& w) const {
  return Real(-1) * softplus(Real(-1) * logit(features, w));
}

Variable Adversary::log_generated(Variable pictures, const Evidence& w, Real weight) const {
  const auto known_later = std::make_shared<Variable>();
  *known_later = logit(features(opposed(pictures, weight, known_later)), w);
  return Real(-1) * softplus(*known_later);
}

std::vector<Adversary::Reading> Adversary::log_read(Variable features, const Evidence& w) const {
  std::vector<Reading> readings;
  for (const Reader& reader : readers_) {
    const Variable logits = reader.logits(features);
    const Likelihood r =
        reader.is_attributes ? Likelihood(Bernoulli{logits}) : Likelihood(Categorical{logits});
    readings.push_back({reader.modality, log_prob(r, *w[reader.modality].values)});
  }
  return readings;
}

namespace {

constexpr Index examples_for_one_of_prior = 4;

// s, the way along which a slope is measured: about five of the 256 steps of a colour.
constexpr Real slope_distance = Real(0.02);

/// Uniform in [0, 1) where x is N(0, 1): the normal distribution function.
Matrix uniform_of(const Matrix& x) {
  constexpr Real below_one = 1 - std::numeric_limits<Real>::epsilon();
  return x.unaryExpr(
      [=](Real value) { return std::min(std::erfc(-value / std::sqrt(Real(2))) / 2, below_one); });
}

/// How the other modalities lead to z, if they do.
enum class From { prior, zeros, encoders };

From from_others(const LatentModel& model, const Evidence& others) {
  if (model.has_encoders()) return From::encoders;
  if (!model.has_joint_encoder()) return From::prior;
  for (std::size_t m = 0; m < others.size(); ++m) {
    if (others[m] && !model.is_condition(m)) return From::zeros;
  }
  return From::prior;
}

bool is_of_prior(From from, Index row) { return from == From::prior || row % examples_for_one_of_prior == 0; }

/// Row by row a z of the prior, which nobody learns, or one of the other modalities.
Variable rows_of_either(From from, Variable prior, Variable of_others) {
  Variable z = prior.tape->make(prior.rows(), prior.cols(), {of_others});
  for (Index row = 0; row < z.rows(); ++row) {
    z.value().row(row) = (is_of_prior(from, row) ? prior : of_others).value().row(row);
  }
  z.tape->on_backward(z, [=] {
    Matrix gradient = z.gradient();
    for (Index row = 0; row < gradient.rows(); ++row) {
      if (is_of_prior(from, row)) gradient.row(row).setZero();
    }
    of_others.add_gradient(gradient);
  });
  return z;
}

/// q(z | others) by the encoders: a sample, and log q of another z.
struct EncodedOthers {
  Variable sample, log_probability;
};

EncodedOthers encode_others(const LatentModel& model, Tape& tape, const Evidence& others, Variable z,
                            Variable noise, const Matrix& choosing) {
  if (!model.encodes_as_mixture(others)) {
    const Gaussian q = model.product_posterior(tape, others);
    return {reparameterize(q, noise), log_prob(q, z)};
  }
  const GaussianMixture q = model.mixture_posterior(tape, others);
  return {reparameterize(choose(q, uniform_of(choosing)), noise), log_prob(q, z)};
}

/// Row by row what is known to z, what is unknown filled by the values given here: [samples, size].
Variable fill_unknown(From from, Tape& tape, const Observation& of_others, Matrix values) {
  for (Index row = 0; row < values.rows(); ++row) {
    if (is_of_prior(from, row)) continue;
    for (Index i = 0; i < values.cols(); ++i) {
      const bool known = !of_others.known || (*of_others.known)(row, i) != 0;
      if (known) values(row, i) = (*of_others.values)(row, i);
    }
  }
  return tape.constant(values);
}

/// What a picture of a z that knows none ought to show, and how far z says so itself.
struct Shown {
  Evidence values;  // w''
  // log p(w|z), whose slope is that of what is known alone.
  std::vector<Adversary::Reading> log_likelihoods{};
};

Shown shown_by(const LatentModel& model, From from, Variable z, const Evidence& others) {
  Shown shown;
  for (std::size_t m = 0; m < others.size(); ++m) {
    if (!others[m]) {
      shown.values.emplace_back();
      continue;
    }
    const Likelihood p = model.decode(m, z, others);
    shown.values.emplace_back(&fill_unknown(from, *z.tape, others[m], most_probable(p)).value());
    // At its own mean the logarithm of p is level.
    shown.log_likelihoods.push_back(
        {m, log_prob(p, fill_unknown(from, *z.tape, others[m], mean(p)).value())});
  }
  return shown;
}

}  // namespace

Index adversarial_noise_size(const ModelSpec& spec) { return 2 * spec.latent_size() + 1; }

Index disturbance_size(const ModelSpec& spec, const ObjectiveWeights& weights) {
  const bool disturbs = weights.smoothness > 0 || weights.reading_noise > 0;
  return disturbs ? spec.modalities[position(spec)].size() : 0;
}

Objective adversarial_objective(const LatentModel& model, const Adversary& adversary, Tape& tape,
                                const Evidence& batch, const Matrix& noise, const ObjectiveWeights& weights) {
  if constexpr (!training_supported) return {};
  const std::size_t m = adversary.modality();
  const Evidence whole = unmasked(batch);
  Evidence others = batch;
  others[m] = {};
  const Index latent = model.spec().latent_size();
  const Variable drawn = tape.constant(noise), drawn_without = columns(drawn, latent, latent);
  const Index disturbance = disturbance_size(model.spec(), weights);
  const auto disturb = [&](Variable x, Real deviation) {
    return x + deviation * columns(drawn, adversarial_noise_size(model.spec()), disturbance);
  };

  tape.hold_statistics(true);
  tape.freeze_parameters(true);
  const Variable z = reparameterize(model.joint_posterior(tape, whole), columns(drawn, 0, latent));
  const From from = from_others(model, others);
  Variable z_without = model.sample_prior(drawn_without, others);
  if (from == From::zeros) {
    const Gaussian q = model.joint_posterior(tape, others);
    z_without = rows_of_either(from, z_without, reparameterize(q, drawn_without));
  }
  tape.freeze_parameters(false);
  std::optional<EncodedOthers> encoded;
  if (from == From::encoders) {
    encoded = encode_others(model, tape, others, z, drawn_without, noise.col(2 * latent));
    z_without = rows_of_either(from, z_without, encoded->sample);
  }
  tape.freeze_parameters(true);
  const auto [shown, said_by_z] = shown_by(model, from, z_without, others);
  tape.freeze_parameters(false);

  const Likelihood p = model.decode(m, z, whole);
  const Variable log_likelihood = log_prob(p, *whole[m].values);
  const Variable picture = tape.constant(*whole[m].values), features = adversary.features(picture);
  const Variable real = adversary.log_real(features, whole);
  const Variable without = shown_picture(model.decode(m, z_without, others));  // x''
  const Variable generated = Real(0.5) * adversary.log_generated(shown_picture(p), whole, weights.adversary) +
                             Real(0.5) * adversary.log_generated(without, shown, weights.adversary);
  Objective objective = {likelihood_weight(weights, m) * log_likelihood + real + generated,
                         {{"log p(" + model.spec().modalities[m].name + "|z)", log_likelihood},
                          {"log D(real)", real},
                          {"log(1 - D(generated))", generated}}};
  const auto add = [&](const std::vector<Adversary::Reading>& readings, Real weight, const char* by,
                       const char* of) {
    for (const auto& [modality, log_probability] : readings) {
      objective.value = objective.value + (weight * likelihood_weight(weights, modality)) * log_probability;
      objective.terms.push_back(
          {std::string(by) + "(" + model.spec().modalities[modality].name + "|" + of + ")", log_probability});
    }
  };
  if (weights.smoothness > 0) {
    const Variable nearby = adversary.features(disturb(picture, slope_distance));
    const Variable slope =
        (1 / slope_distance) * (adversary.logit(nearby, whole) - adversary.logit(features, whole));
    const Variable squared = dot_rows(slope, slope);
    objective.value = objective.value - (weights.smoothness / 2) * squared;
    objective.terms.push_back({"squared slope of logit D", squared});
  }
  if (encoded) {
    objective.value = objective.value + weights.alpha * encoded->log_probability;
    objective.terms.push_back({"log q(z|others)", encoded->log_probability});
    add(said_by_z, 1, "log p", "z of others");
  }
  const bool in_noise = weights.reading_noise > 0;
  const Variable read = in_noise ? adversary.features(disturb(picture, weights.reading_noise)) : features;
  add(adversary.log_read(read, whole), 1, "log r", "real");
  tape.freeze_parameters(true);
  const Variable read_without = in_noise ? disturb(without, weights.reading_noise) : without;
  const auto readings = adversary.log_read(adversary.features(read_without), shown);
  tape.freeze_parameters(false);
  add(readings, Real(0.5) * weights.adversary, "log r", "generated");
  tape.hold_statistics(false);
  return objective;
}

}  // namespace jmvae
