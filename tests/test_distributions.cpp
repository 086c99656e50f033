#include "dist/bernoulli.h"
#include "dist/categorical.h"
#include "dist/gaussian_mixture.h"
#include "dist/unit_gaussian.h"
#include "math/elementwise.h"
#include "nn/activation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace jmvae;

namespace {

const Vector no_parameters;

doctest::Approx close(double value) { return doctest::Approx(value).epsilon(1e-5); }

}  // namespace

TEST_CASE("log p of a Bernoulli and of a categorical is brute force on their probabilities") {
  Tape tape(no_parameters);
  Matrix logits(1, 3), x(1, 3);
  logits << Real(-1.5), Real(0.3), 2;
  x << 1, 0, 1;
  double expected = 0;
  for (Index i = 0; i < 3; ++i) {
    const double p = 1 / (1 + std::exp(-static_cast<double>(logits(0, i))));
    expected += std::log(x(0, i) > 0 ? p : 1 - p);
  }
  CHECK(log_prob(Bernoulli{tape.constant(logits)}, x).value()(0, 0) == close(expected));

  double normalizer = 0;
  for (Index i = 0; i < 3; ++i) normalizer += std::exp(static_cast<double>(logits(0, i)));
  x << 0, 1, 0;
  CHECK(log_prob(Categorical{tape.constant(logits)}, x).value()(0, 0) ==
        close(std::log(std::exp(0.3) / normalizer)));
}

TEST_CASE("likelihoods stay finite at extreme logits") {
  Tape tape(no_parameters);
  Matrix logits(1, 2), x(1, 2);
  logits << 1000, -1000;
  x << 1, 0;
  CHECK(log_prob(Bernoulli{tape.constant(logits)}, x).value()(0, 0) == close(0));
  CHECK(log_prob(Categorical{tape.constant(logits)}, x).value()(0, 0) == close(0));
  x << 0, 1;
  CHECK(log_prob(Bernoulli{tape.constant(logits)}, x).value()(0, 0) == close(-2000));
  CHECK(log_prob(Categorical{tape.constant(logits)}, x).value()(0, 0) == close(-2000));
  CHECK(mean(Bernoulli{tape.constant(logits)}).allFinite());
  CHECK(mean(Categorical{tape.constant(logits)}).sum() == close(1));
}

TEST_CASE("Gaussian densities and divergences are those of the formulas") {
  Tape tape(no_parameters);
  const auto one = [&](double value) {
    return tape.constant(Matrix::Constant(1, 1, static_cast<Real>(value)));
  };
  const Gaussian q = {one(0.5), one(0.8)}, p = {one(-0.2), one(1.7)};
  constexpr double pi = 3.14159265358979323846;
  CHECK(log_prob(q, one(1.1)).value()(0, 0) == close(-0.5 * (std::log(2 * pi * 0.8) + 0.6 * 0.6 / 0.8)));
  CHECK(log_prob_standard_normal(one(1.1)).value()(0, 0) == close(-0.5 * (std::log(2 * pi) + 1.21)));
  CHECK(kl_divergence(q, p).value()(0, 0) == close(0.5 * (std::log(1.7 / 0.8) + (0.8 + 0.49) / 1.7 - 1)));
  CHECK(kl_divergence(q, q).value()(0, 0) == doctest::Approx(0));
  const Gaussian standard = {one(0), one(1)};
  CHECK(kl_divergence_to_standard_normal(q).value()(0, 0) == close(kl_divergence(q, standard).value()(0, 0)));
}

TEST_CASE("a product of Gaussians adds precisions") {
  Tape tape(no_parameters);
  const auto one = [&](double value) {
    return tape.constant(Matrix::Constant(1, 1, static_cast<Real>(value)));
  };
  const Gaussian both = product({{one(1), one(0.5)}, {one(4), one(1)}});
  CHECK(both.variance.value()(0, 0) == close(1.0 / 3));
  CHECK(both.mean.value()(0, 0) == close(2));
}

TEST_CASE("a mixture's density is the weighted sum of its components', and its moments are theirs") {
  Tape tape(no_parameters);
  Matrix logits(1, 2), mean(1, 4), variance(1, 4), z(2, 2);
  logits << Real(0.2), Real(-0.9);
  mean << Real(0.5), -1, 2, Real(0.3);  // of the first component, of the second
  variance << Real(0.8), Real(0.4), Real(1.5), Real(0.1);
  z << 1, Real(-0.5), Real(1.8), Real(0.2);
  const GaussianMixture mixture = {tape.constant(logits), {tape.constant(mean), tape.constant(variance)}};
  const double first = 1 / (1 + std::exp(-1.1));
  const Matrix density = log_prob(mixture, tape.constant(z)).value();
  for (Index row = 0; row < 2; ++row) {
    double expected = 0;
    for (Index k = 0; k < 2; ++k) {
      const Gaussian component = {tape.constant(mean.middleCols(2 * k, 2)),
                                  tape.constant(variance.middleCols(2 * k, 2))};
      const double log_p = log_prob(component, tape.constant(z.row(row))).value()(0, 0);
      expected += (k == 0 ? first : 1 - first) * std::exp(log_p);
    }
    CHECK(density(row, 0) == close(std::log(expected)));
  }
  const Gaussian moments = moment_match(mixture);
  const double m = first * 0.5 + (1 - first) * 2;
  CHECK(moments.mean.value()(0, 0) == close(m));
  CHECK(moments.variance.value()(0, 0) == close(first * (0.8 + 0.25) + (1 - first) * (1.5 + 4) - m * m));
}

TEST_CASE("components of a mixture are chosen as often as they weigh, and density far away is finite") {
  Tape tape(no_parameters);
  constexpr Index rows = 4000;
  Matrix logits(1, 3), mean(1, 3);
  logits << 1, 0, -1;
  mean << -10, 0, 10;
  const GaussianMixture mixture = {
      tape.constant(logits.replicate(rows, 1)),
      {tape.constant(mean.replicate(rows, 1)), tape.constant(Matrix::Ones(rows, 3))}};
  const Matrix level = Vector::LinSpaced(rows, 0, Real(0.9999));
  const Matrix chosen = choose(mixture, level).mean.value();
  const double total = std::exp(1.0) + 1 + std::exp(-1.0);
  CHECK((chosen.array() == -10).cast<double>().mean() ==
        doctest::Approx(std::exp(1.0) / total).epsilon(0.05));
  CHECK((chosen.array() == 10).cast<double>().mean() == doctest::Approx(std::exp(-1.0) / total).epsilon(0.1));
  CHECK(std::isfinite(log_prob(mixture, tape.constant(Matrix::Constant(rows, 1, 1000))).value().sum()));
}

TEST_CASE("components chosen steadily are as frequent as they weigh, and stay where weights change little") {
  Tape tape(no_parameters);
  constexpr Index rows = 4000;
  Matrix numbers(rows, 3);
  for (Index row = 0; row < rows; ++row) {
    Random random(1, Purpose::test, 0, static_cast<std::uint32_t>(row));
    for (Index k = 0; k < 3; ++k) numbers(row, k) = random.uniform();
  }
  Matrix mean(1, 3);
  mean << 0, 1, 2;
  const auto chosen = [&](Real first, Real second, Real third) {
    Matrix logits(1, 3);
    logits << first, second, third;
    const GaussianMixture mixture = {tape.constant(logits),
                                     {tape.constant(mean), tape.constant(Matrix::Ones(1, 3))}};
    return Matrix(choose_steadily(mixture, numbers).mean.value());
  };
  const Matrix before = chosen(1, 0, -1), after = chosen(1, Real(0.2), -1);
  const double total = std::exp(1.0) + 1 + std::exp(-1.0);
  CHECK((before.array() == 0).cast<double>().mean() == doctest::Approx(std::exp(1.0) / total).epsilon(0.05));
  CHECK((before.array() == 2).cast<double>().mean() == doctest::Approx(std::exp(-1.0) / total).epsilon(0.1));
  // Only what goes over to the second, whose weight grew, is another one.
  const auto moved = (before.array() != after.array()).cast<Real>();
  CHECK(moved.sum() > 0);
  CHECK((moved * (after.array() != 1).cast<Real>()).sum() == 0);
}

TEST_CASE("samples follow their probabilities") {
  Tape tape(no_parameters);
  constexpr Index rows = 20000;
  Matrix logits(1, 3);
  logits << -1, 0, 1;
  const Variable repeated = tape.constant(logits.replicate(rows, 1));
  std::vector<Random> randoms;
  for (std::uint32_t row = 0; row < rows; ++row) randoms.emplace_back(1, Purpose::test, 0, row);
  const Matrix bits = sample(Bernoulli{repeated}, randoms), expected_bits = mean(Bernoulli{repeated});
  const Matrix values = sample(Categorical{repeated}, randoms), expected_values = mean(Categorical{repeated});
  const Matrix numbers = sample(UnitGaussian{repeated}, randoms);
  for (Index i = 0; i < 3; ++i) {
    CHECK(bits.col(i).mean() == doctest::Approx(expected_bits(0, i)).epsilon(0.03));
    CHECK(values.col(i).mean() == doctest::Approx(expected_values(0, i)).epsilon(0.05));
  }
  CHECK((values.rowwise().sum().array() == 1).all());
  CHECK(numbers == repeated.value());  // its variance is nobody's

  // Without the second value the other two keep their proportion.
  Matrix possible = Matrix::Ones(rows, 3);
  possible.col(1).setZero();
  const Matrix others = sample(Categorical{repeated}, possible, randoms);
  CHECK(others.col(1).isZero());
  CHECK((others.rowwise().sum().array() == 1).all());
  CHECK(others.col(2).mean() == doctest::Approx(1 / (1 + std::exp(-2.0))).epsilon(0.02));
}

TEST_CASE("what is possible is drawn even where it has next to no probability") {
  Tape tape(no_parameters);
  Matrix logits(1, 3), possible(1, 3);
  logits << 900, 0, 0;
  possible << 0, 1, 1;
  std::vector<Random> randoms = random_rows(1, Purpose::test, 0, 0, 1);
  const Matrix x = sample(Categorical{tape.constant(logits)}, possible, randoms);
  CHECK(x.sum() == 1);
  CHECK(x(0, 0) == 0);
}

TEST_CASE("softplus has a slope where it is next to nothing, so that a sure adversary still teaches") {
  ParameterLayout layout;
  const Tensor x = layout[layout.add("x", {4}, Initializer::zero)];
  Vector parameters = Vector::Zero(layout.size()), gradients = parameters;
  parameters.head(4) << -25, -17, 0, 20;
  Tape tape(parameters, gradients);
  const Variable y = softplus(tape.parameter(x));
  CHECK(y.value()(0, 0) == close(std::log1p(std::exp(-25.0))));
  if constexpr (!training_supported) return;
  tape.backward(y, 1);
  for (Index i = 0; i < 4; ++i)
    CHECK(gradients[i] == close(1 / (1 + std::exp(-static_cast<double>(parameters[i])))));
}

TEST_CASE("log_sum_exp neither overflows nor loses small differences") {
  const double large[] = {1000, 1000 + std::log(2.0)};
  CHECK(log_sum_exp(large, 2) == doctest::Approx(1000 + std::log(3.0)));
  const double none[] = {-std::numeric_limits<double>::infinity()};
  CHECK(log_sum_exp(none, 1) == -std::numeric_limits<double>::infinity());
  const double broken[] = {0, std::numeric_limits<double>::quiet_NaN(), 1};
  CHECK(std::isnan(log_sum_exp(broken, 3)));
}
