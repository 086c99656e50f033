#include "dist/gaussian.h"

#include "math/elementwise.h"
#include "nn/columns.h"
#include "nn/rows.h"

namespace jmvae {

namespace {

/// The gradient [samples, 1] of a sum over dimensions, repeated along them.
auto spread(const Variable& y, Index dimensions) {
  return y.gradient().col(0).replicate(1, dimensions).array();
}
}  // namespace

Variable reparameterize(const Gaussian& q, Variable noise) {
  Variable mean = q.mean, variance = q.variance;
  Variable z = mean.tape->make(mean.rows(), mean.cols(), {mean, variance});
  z.value() = mean.value().array() + variance.value().array().sqrt() * noise.value().array();

  // d sqrt(v) / dv = 1 / (2 sqrt(v))
  mean.tape->on_backward(z, [=] {
    mean.add_gradient(z.gradient());
    variance.add_gradient(
        (z.gradient().array() * noise.value().array() / (2 * variance.value().array().sqrt())).matrix());
  });
  return z;
}

Variable log_prob(const Gaussian& q, Variable z) {
  Variable mean = q.mean, variance = q.variance;
  Variable y = z.tape->make(z.rows(), 1, {mean, variance, z});
  const auto difference = [=] { return z.value().array() - mean.value().array(); };
  y.value() = Real(-0.5) *
              (log_two_pi + variance.value().array().log() + difference().square() / variance.value().array())
                  .rowwise()
                  .sum();

  z.tape->on_backward(y, [=] {
    const Matrix slope = spread(y, z.cols()) * difference() / variance.value().array();
    z.add_gradient(-slope);
    mean.add_gradient(slope);
    variance.add_gradient((Real(-0.5) * spread(y, z.cols()) *
                           (1 - difference().square() / variance.value().array()) / variance.value().array())
                              .matrix());
  });
  return y;
}

Variable log_prob_standard_normal(Variable z) {
  Variable y = z.tape->make(z.rows(), 1, {z});
  y.value() = Real(-0.5) * (log_two_pi + z.value().array().square()).rowwise().sum();
  z.tape->on_backward(y, [=] { z.add_gradient((-spread(y, z.cols()) * z.value().array()).matrix()); });
  return y;
}

Variable kl_divergence_to_standard_normal(const Gaussian& q) {
  Variable mean = q.mean, variance = q.variance;
  Variable y = mean.tape->make(mean.rows(), 1, {mean, variance});
  const auto m = mean.value().array(), v = variance.value().array();
  y.value() = Real(-0.5) * (1 + v.log() - m.square() - v).rowwise().sum();

  // d/dm = m, d/dv = (1 - 1/v) / 2
  mean.tape->on_backward(y, [=] {
    mean.add_gradient((spread(y, mean.cols()) * mean.value().array()).matrix());
    variance.add_gradient(
        (Real(0.5) * spread(y, mean.cols()) * (1 - variance.value().array().inverse())).matrix());
  });
  return y;
}

Variable kl_divergence(const Gaussian& q, const Gaussian& p) {
  Variable mean_q = q.mean, variance_q = q.variance, mean_p = p.mean, variance_p = p.variance;
  Variable y = mean_q.tape->make(mean_q.rows(), 1, {mean_q, variance_q, mean_p, variance_p});
  const auto difference = [=] { return mean_q.value().array() - mean_p.value().array(); };
  {
    const auto v_q = variance_q.value().array(), v_p = variance_p.value().array();
    y.value() = Real(0.5) * ((v_p / v_q).log() + (v_q + difference().square()) / v_p - 1).rowwise().sum();
  }

  // d/dm_q = (m_q - m_p) / v_p = -d/dm_p, d/dv_q = (1/v_p - 1/v_q) / 2,
  // d/dv_p = (1 - (v_q + (m_q - m_p)^2) / v_p) / (2 v_p)
  mean_q.tape->on_backward(y, [=] {
    const Index dimensions = mean_q.cols();
    const auto v_q = variance_q.value().array(), v_p = variance_p.value().array();
    const Matrix slope = spread(y, dimensions) * difference() / v_p;
    mean_q.add_gradient(slope);
    mean_p.add_gradient(-slope);
    variance_q.add_gradient((Real(0.5) * spread(y, dimensions) * (v_p.inverse() - v_q.inverse())).matrix());
    variance_p.add_gradient(
        (Real(0.5) * spread(y, dimensions) * (1 - (v_q + difference().square()) / v_p) / v_p).matrix());
  });
  return y;
}

Gaussian product(const std::vector<Gaussian>& experts) {
  if (experts.size() == 1) return experts[0];
  Tape& tape = *experts[0].mean.tape;
  const Index samples = experts[0].mean.rows(), dimensions = experts[0].mean.cols();
  std::vector<Variable> parts;
  for (const Gaussian& expert : experts) parts.insert(parts.end(), {expert.mean, expert.variance});
  Variable mean = tape.make(samples, dimensions, parts), variance = tape.make(samples, dimensions, parts);
  Matrix precision = Matrix::Zero(samples, dimensions), weighted_mean = precision;
  for (const Gaussian& expert : experts) {
    precision.array() += expert.variance.value().array().inverse();
    weighted_mean.array() += expert.mean.value().array() / expert.variance.value().array();
  }
  variance.value() = precision.cwiseInverse();
  mean.value() = weighted_mean.cwiseProduct(variance.value());

  // With v the product's variance and m its mean:  dv_i = dv (v / v_i)^2;
  // dm_i = dm v / v_i,  dv_i = -dm v (m_i - m) / v_i^2.
  tape.on_backward(variance, [=] {
    for (const Gaussian& expert : experts) {
      expert.variance.add_gradient((variance.gradient().array() *
                                    (variance.value().array() / expert.variance.value().array()).square())
                                       .matrix());
    }
  });
  tape.on_backward(mean, [=] {
    for (const Gaussian& expert : experts) {
      const auto v_i = expert.variance.value().array();
      const Matrix slope = mean.gradient().array() * variance.value().array() / v_i;
      expert.mean.add_gradient(slope);
      expert.variance.add_gradient(
          (slope.array() * (mean.value().array() - expert.mean.value().array()) / v_i).matrix());
    }
  });
  return {mean, variance};
}

Gaussian standard_normal(Tape& tape, Index samples, Index dimensions) {
  return {tape.constant(Matrix::Zero(samples, dimensions)), tape.constant(Matrix::Ones(samples, dimensions))};
}

Gaussian repeat_rows(const Gaussian& q, Index times) {
  return {repeat_rows(q.mean, times), repeat_rows(q.variance, times)};
}

Gaussian columns(const Gaussian& q, Index first, Index count) {
  return {columns(q.mean, first, count), columns(q.variance, first, count)};
}

}  // namespace jmvae
