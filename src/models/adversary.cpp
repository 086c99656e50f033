#include "models/adversary.h"

#include "models/model.h"
#include "nn/arithmetic.h"
#include "nn/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace jmvae {

namespace {

std::size_t position(const ModelSpec& spec) {
  return static_cast<std::size_t>(*spec.find_modality(spec.adversary->modality));
}

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
      projection_(layout, "training.adversary.projection", size_of_others(spec), features_.outputs()) {}

Variable Adversary::logit(Variable pictures, const Evidence& batch) const {
  std::vector<Variable> others;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    if (m != modality_) others.push_back(pictures.tape->constant(*batch[m].values));
  }
  const Variable features = features_(pictures);
  return output_(features) + dot_rows(features, projection_(concatenate(others)));
}

Variable Adversary::log_real(Variable pictures, const Evidence& batch) const {
  return Real(-1) * softplus(Real(-1) * logit(pictures, batch));
}

Variable Adversary::log_generated(Variable pictures, const Evidence& batch, Real weight) const {
  const auto known_later = std::make_shared<Variable>();
  *known_later = logit(opposed(pictures, weight, known_later), batch);
  return Real(-1) * softplus(*known_later);
}

namespace {

/// Uniform in [0, 1) where x is N(0, 1): the normal distribution function.
Matrix uniform_of(const Matrix& x) {
  constexpr Real below_one = 1 - std::numeric_limits<Real>::epsilon();
  return x.unaryExpr(
      [=](Real value) { return std::min(std::erfc(-value / std::sqrt(Real(2))) / 2, below_one); });
}

/// q(z | others), or a component of it where it is a mixture.
Gaussian posterior_of_others(const LatentModel& model, Tape& tape, const Evidence& others,
                             const Matrix& noise) {
  if (!model.encodes_as_mixture(others)) return model.product_posterior(tape, others);
  return choose(model.mixture_posterior(tape, others), uniform_of(noise));
}

}  // namespace

Index adversarial_noise_size(const ModelSpec& spec) { return 2 * spec.latent_size() + 1; }

Objective adversarial_objective(const LatentModel& model, const Adversary& adversary, Tape& tape,
                                const Evidence& batch, const Matrix& noise, const ObjectiveWeights& weights) {
  if constexpr (!training_supported) return {};
  const std::size_t m = adversary.modality();
  const Evidence whole = unmasked(batch);
  const Index latent = model.spec().latent_size();
  const Variable all_noise = tape.constant(noise);

  tape.freeze_parameters(true);
  const Variable z = reparameterize(model.joint_posterior(tape, whole), columns(all_noise, 0, latent));
  Variable z_of_others;
  if (model.has_encoders()) {
    Evidence others = whole;
    others[m] = {};
    const Gaussian q = posterior_of_others(model, tape, others, noise.rightCols(1));
    z_of_others = reparameterize(q, columns(all_noise, latent, latent));
  }
  tape.freeze_parameters(false);

  const Likelihood p = model.decode(m, z, whole);
  const Variable log_likelihood = log_prob(p, *whole[m].values);
  const Variable real = adversary.log_real(tape.constant(*whole[m].values), whole);
  Variable generated = adversary.log_generated(shown_picture(p), whole, weights.adversary);
  if (model.has_encoders()) {
    const Likelihood p_of_others = model.decode(m, z_of_others, whole);
    generated = Real(0.5) * generated +
                Real(0.5) * adversary.log_generated(shown_picture(p_of_others), whole, weights.adversary);
  }
  return {likelihood_weight(weights, m) * log_likelihood + real + generated,
          {{"log p(" + model.spec().modalities[m].name + "|z)", log_likelihood},
           {"log D(real)", real},
           {"log(1 - D(generated))", generated}}};
}

}  // namespace jmvae
