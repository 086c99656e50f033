// Figures over hand-made numbers: areas under the curve, F1, distances of Gaussians, gradient energies.

#include "eval/frechet.h"
#include "eval/scores.h"
#include "eval/sharpness.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace jmvae;

namespace {

constexpr bool yes = true, no = false;

/// Points whose fitted Gaussian has this mean and the covariance diag(variance), 20 of them.
Matrix cloud(const RowVector& mean, const RowVector& variance) {
  const Index dimensions = mean.size(), count = 20;
  Matrix points = Matrix::Zero(count, dimensions);
  // In each dimension two points away from the mean, in opposite directions and in rows of their own.
  for (Index d = 0; d < dimensions; ++d) {
    const Real step = std::sqrt(variance(d) * static_cast<Real>(count - 1) / 2);
    points(2 * d, d) = step;
    points(2 * d + 1, d) = -step;
  }
  points.rowwise() += mean;
  return points;
}

}  // namespace

TEST_CASE("the area under the curve counts pairs, and equal probabilities half") {
  const std::vector<bool> truth = {no, no, yes, yes};
  CHECK(area_under_curve({0.1, 0.2, 0.3, 0.4}, truth).value == 1);
  CHECK(area_under_curve({0.4, 0.3, 0.2, 0.1}, truth).value == 0);
  CHECK(area_under_curve({0.1, 0.3, 0.2, 0.4}, truth).value == 0.75);
  CHECK(area_under_curve({0.5, 0.5, 0.5, 0.5}, truth).value == 0.5);
  CHECK(area_under_curve({0.1, 0.3, 0.3, 0.4}, truth).value == 0.875);
  // Six pairs of 0.2, 0.2 and 0.7 with 0.2 and 0.7: half, half, none; all, all, half.
  CHECK(area_under_curve({0.2, 0.2, 0.7, 0.2, 0.7}, {no, no, no, yes, yes}).value == 3.5 / 6);
  CHECK(std::isnan(area_under_curve({0.1, 0.2}, {yes, yes}).value));
}

TEST_CASE("the errors of an area are those of Hanley and McNeil, and of DeLong") {
  const std::vector<double> probabilities = {0.1, 0.4, 0.35, 0.8, 0.6};
  const std::vector<bool> truth = {no, no, yes, yes, no};
  const Score auc = area_under_curve(probabilities, truth);
  const double a = 4.0 / 6, q1 = a / (2 - a), q2 = 2 * a * a / (1 + a);
  CHECK(auc.value == doctest::Approx(a));
  CHECK(auc.standard_error ==
        doctest::Approx(std::sqrt((a * (1 - a) + (q1 - a * a) + 2 * (q2 - a * a)) / 6)));
  // Negative examples lie below 2, 1 and 1 of 2 positive ones; positive ones above 1 and 3 of 3.
  const double negatives = ((1 - a) * (1 - a) + 2 * (0.5 - a) * (0.5 - a)) / 2 / 3;
  const double positives = ((1.0 / 3 - a) * (1.0 / 3 - a) + (1 - a) * (1 - a)) / 1 / 2;
  CHECK(root_sum_square(auc.influence) == doctest::Approx(std::sqrt(negatives + positives)));
}

TEST_CASE("F1, recall and the share told right, with a yes from more than 1/2") {
  const std::vector<double> probabilities = {0.9, 0.6, 0.5, 0.2, 0.7};
  const std::vector<bool> truth = {yes, no, yes, no, yes};  // two hits, one false alarm, one miss
  CHECK(f1_score(probabilities, truth).value == doctest::Approx(4.0 / 6));
  CHECK(recall(probabilities, truth).value == doctest::Approx(2.0 / 3));
  CHECK(recall({0.1, 0.2}, {yes, no}).value == 0);
  CHECK(share_right(probabilities, truth).value == doctest::Approx(0.6));
  CHECK(share_right(probabilities, truth).standard_error == doctest::Approx(std::sqrt(0.6 * 0.4 / 5)));
  CHECK(f1_score({0.1, 0.2}, {yes, no}).value == 0);
  const Score ratio = ratio_of_sums({1, 2}, {2, 4});
  CHECK(ratio.value == 0.5);
  CHECK(ratio.standard_error == 0);  // both examples have the ratio itself
}

TEST_CASE("the Frechet distance of known Gaussians") {
  const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(3, 3);
  const Eigen::Vector3d origin = Eigen::Vector3d::Zero(), shift(1, -2, 2);
  CHECK(frechet_distance({origin, unit}, {origin, unit}) == doctest::Approx(0).scale(1));
  CHECK(frechet_distance({origin, unit}, {shift, unit}) == doctest::Approx(9));
  // (sqrt a - sqrt b)^2 in each dimension.
  CHECK(frechet_distance({origin, 4 * unit}, {origin, 9 * unit}) == doctest::Approx(3));
  // Covariances that share no axes: tr(A + B) - 2 tr sqrt(A^1/2 B A^1/2), whose 2 x 2 root has the trace
  // sqrt(tr + 2 sqrt(det)) with tr = tr(A B) and det = det A det B.
  Eigen::Matrix2d a, b;
  a << 4, 0, 0, 1;
  b << 2, 1, 1, 2;
  const Eigen::Vector2d zero = Eigen::Vector2d::Zero();
  CHECK(frechet_distance({zero, a}, {zero, b}) ==
        doctest::Approx(9 - 2 * std::sqrt(10 + 2 * std::sqrt(12.0))));
  // Of one dimension none is left.
  b.setZero();
  CHECK(frechet_distance({zero, a}, {zero, b}) == doctest::Approx(5));
  CHECK(frechet_distance({zero, b}, {zero, a}) == doctest::Approx(5));
}

TEST_CASE("the distance of two clouds is that of Gaussians fitted to them, and has an error") {
  RowVector mean(2), shifted(2), variance(2), wider(2);
  mean << 1, 2;
  shifted << 4, 6;
  variance << 1, 4;
  wider << 9, 16;
  const Matrix points = cloud(mean, variance);
  const Estimate same = frechet_estimate("frechet.image", points, points);
  CHECK(same.value == doctest::Approx(0).scale(1));
  CHECK(same.standard_error == doctest::Approx(0).scale(1));
  const Estimate apart = frechet_estimate("frechet.image", cloud(shifted, variance), points);
  CHECK(apart.name == "frechet.image");
  CHECK(apart.value == doctest::Approx(25).epsilon(1e-5));
  CHECK(apart.examples == 20);
  const Estimate spread = frechet_estimate("frechet.image", cloud(mean, wider), points);
  CHECK(spread.value == doctest::Approx(4 + 4).epsilon(1e-5));

  // The jackknife's error is that of repeated experiments, here of the squared distance of two means.
  const Index count = 200, times = 100;
  Matrix standard(count, 1), moved(count, 1);
  double sum = 0, squares = 0, error = 0;
  for (std::uint32_t t = 0; t < times; ++t) {
    fill_normal(standard, 1, Purpose::test, 2 * t);
    fill_normal(moved, 1, Purpose::test, 2 * t + 1);
    moved.array() += Real(3);
    const Estimate distance = frechet_estimate("", moved, standard);
    sum += distance.value / times;
    squares += distance.value * distance.value / times;
    error += distance.standard_error / times;
  }
  CHECK(error == doctest::Approx(std::sqrt(squares - sum * sum)).epsilon(0.25));
}

TEST_CASE("the gradient energy of a ramp and of coloured pixels") {
  const std::vector<Real> ramp = {0, 2, 4, 1, 3, 5};  // two rows of three: 4 steps of 2, 3 steps of 1
  CHECK(gradient_energy(ramp.data(), {2, 3}) == 19);
  CHECK(gradient_energy(ramp.data(), {2, 3, 1}) == 19);
  CHECK(gradient_energy(ramp.data(), {3, 2}) == 4 + 9 + 4 + 16 + 1 + 1 + 16);
  // One row of two pixels of three channels: 1 - 0, 3 - 2, 5 - 4 are differences of channels 0, 1 and 2.
  CHECK(gradient_energy(ramp.data(), {1, 2, 3}) == 3);
  const std::vector<Real> flat(12, Real(0.7));
  CHECK(gradient_energy(flat.data(), {2, 2, 3}) == 0);
}
