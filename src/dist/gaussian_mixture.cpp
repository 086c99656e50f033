#include "dist/gaussian_mixture.h"

#include "dist/categorical.h"
#include "math/elementwise.h"

#include <cmath>
#include <vector>

namespace jmvae {

namespace {

/// The mean or the variance of one sample's components: [components, dimensions].
ConstMatrixMap by_component(const GaussianMixture& q, const Variable& parameter, Index sample) {
  return {parameter.value().row(sample).data(), q.count(), q.dimensions()};
}

}  // namespace

Variable log_prob(const GaussianMixture& q, Variable z) {
  Variable logits = q.logits, mean = q.components.mean, variance = q.components.variance;
  Variable y = z.tape->make(z.rows(), 1, {logits, mean, variance, z});
  const Index times = z.rows() / logits.rows();

  Matrix weight, share(z.rows(), q.count());  // share: w_k N_k(z) / q(z), how much of z is the component's
  softmax_rows(logits.value(), weight);
  for (Index row = 0; row < z.rows(); ++row) {
    const auto m = by_component(q, mean, row / times), v = by_component(q, variance, row / times);
    const auto squares = (m.rowwise() - z.value().row(row)).array().square() / v.array();
    share.row(row) = weight.row(row / times).array().log() -
                     Real(0.5) * (log_two_pi + v.array().log() + squares).rowwise().sum().transpose();
    const Real largest = share.row(row).maxCoeff();
    share.row(row) = (share.row(row).array() - largest).exp();
    const Real total = share.row(row).sum();
    y.value()(row, 0) = largest + std::log(total);
    share.row(row) /= total;
  }

  // dl_k = s_k - w_k, dm_k = s_k (z - m_k) / v_k, dz = -sum_k dm_k, dv_k = s_k ((z - m_k)^2 / v_k - 1) / (2
  // v_k)
  z.tape->on_backward(y, [=] {
    Matrix d_logits = Matrix::Zero(logits.rows(), logits.cols()), d_z(z.rows(), z.cols());
    Matrix d_mean = Matrix::Zero(mean.rows(), mean.cols()), d_variance = d_mean;
    for (Index row = 0; row < z.rows(); ++row) {
      const Index sample = row / times;
      const auto m = by_component(q, mean, sample), v = by_component(q, variance, sample);
      const RowVector s = y.gradient()(row, 0) * share.row(row);
      const Matrix difference = -(m.rowwise() - z.value().row(row));
      const Matrix slope = (difference.array() / v.array()).colwise() * s.transpose().array();
      d_logits.row(sample) += s - y.gradient()(row, 0) * weight.row(sample);
      d_z.row(row) = -slope.colwise().sum();
      MatrixMap(d_mean.row(sample).data(), q.count(), q.dimensions()) += slope;
      MatrixMap(d_variance.row(sample).data(), q.count(), q.dimensions()).array() +=
          ((slope.array() * difference.array()).colwise() - s.transpose().array()) / (2 * v.array());
    }
    logits.add_gradient(d_logits);
    mean.add_gradient(d_mean);
    variance.add_gradient(d_variance);
    z.add_gradient(d_z);
  });
  return y;
}

namespace {

/// The mean or the variance of the chosen component, n successive rows for each sample.
Variable of_component(const GaussianMixture& q, Variable parameter, const std::vector<Index>& chosen) {
  const Index size = q.dimensions(), rows = static_cast<Index>(chosen.size()),
              times = rows / parameter.rows();
  Variable y = parameter.tape->make(rows, size, {parameter});
  const auto first_column = [=](Index row) { return chosen[static_cast<std::size_t>(row)] * size; };
  for (Index row = 0; row < rows; ++row) {
    y.value().row(row) = parameter.value().row(row / times).segment(first_column(row), size);
  }
  parameter.tape->on_backward(y, [=] {
    Matrix d_parameter = Matrix::Zero(parameter.rows(), parameter.cols());
    for (Index row = 0; row < rows; ++row) {
      d_parameter.row(row / times).segment(first_column(row), size) += y.gradient().row(row);
    }
    parameter.add_gradient(d_parameter);
  });
  return y;
}

/// The component with the largest score in each row.
Gaussian of_largest(const GaussianMixture& q, const Matrix& scores) {
  std::vector<Index> chosen(static_cast<std::size_t>(scores.rows()));
  for (Index row = 0; row < scores.rows(); ++row) {
    scores.row(row).maxCoeff(&chosen[static_cast<std::size_t>(row)]);
  }
  return {of_component(q, q.components.mean, chosen), of_component(q, q.components.variance, chosen)};
}

}  // namespace

Gaussian choose(const GaussianMixture& q, const Matrix& level) {
  return of_largest(q, quantile(Categorical{q.logits}, level));
}

Gaussian choose_steadily(const GaussianMixture& q, const Matrix& numbers) {
  Matrix scores = -(-numbers.array().log()).log();
  const Index times = numbers.rows() / q.logits.rows();
  for (Index row = 0; row < scores.rows(); ++row) scores.row(row) += q.logits.value().row(row / times);
  return of_largest(q, scores);
}

Gaussian moment_match(const GaussianMixture& q) {
  const Variable logits = q.logits, means = q.components.mean, variances = q.components.variance;
  Tape& tape = *logits.tape;
  Variable mean = tape.make(logits.rows(), q.dimensions(), {logits, means, variances});
  Variable variance = tape.make(logits.rows(), q.dimensions(), {logits, means, variances});
  const Matrix weight = jmvae::mean(Categorical{logits});
  mean.value().setZero();
  variance.value().setZero();
  for (Index row = 0; row < weight.rows(); ++row) {
    const auto m = by_component(q, means, row), v = by_component(q, variances, row);
    auto centre = mean.value().row(row), spread = variance.value().row(row);
    for (Index k = 0; k < q.count(); ++k) centre += weight(row, k) * m.row(k);
    for (Index k = 0; k < q.count(); ++k)
      spread += weight(row, k) * (v.row(k) + (m.row(k) - centre).cwiseAbs2());
  }

  // With slopes a_k of the weights:  dl_k = w_k (a_k - sum_j w_j a_j)
  const auto add_to_logits = [=](Index row, const Vector& slope, Matrix& d_logits) {
    const auto w = weight.row(row).transpose().array();
    d_logits.row(row) = (w * (slope.array() - (w * slope.array()).sum())).transpose();
  };
  tape.on_backward(mean, [=] {
    Matrix d_logits(logits.rows(), logits.cols()), d_means(means.rows(), means.cols());
    for (Index row = 0; row < weight.rows(); ++row) {
      const auto g = mean.gradient().row(row);
      MatrixMap(d_means.row(row).data(), q.count(), q.dimensions()) = weight.row(row).transpose() * g;
      add_to_logits(row, by_component(q, means, row) * g.transpose(), d_logits);
    }
    logits.add_gradient(d_logits);
    means.add_gradient(d_means);
  });
  tape.on_backward(variance, [=] {
    Matrix d_logits(logits.rows(), logits.cols());
    Matrix d_means(means.rows(), means.cols()), d_variances = d_means;
    for (Index row = 0; row < weight.rows(); ++row) {
      const auto g = variance.gradient().row(row);
      const Matrix away = by_component(q, means, row).rowwise() - mean.value().row(row),
                   share = weight.row(row).transpose() * g;
      MatrixMap(d_means.row(row).data(), q.count(), q.dimensions()) = 2 * share.cwiseProduct(away);
      MatrixMap(d_variances.row(row).data(), q.count(), q.dimensions()) = share;
      add_to_logits(row, (by_component(q, variances, row) + away.cwiseAbs2()) * g.transpose(), d_logits);
    }
    logits.add_gradient(d_logits);
    means.add_gradient(d_means);
    variances.add_gradient(d_variances);
  });
  return {mean, variance};
}

}  // namespace jmvae
