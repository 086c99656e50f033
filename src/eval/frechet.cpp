#include "eval/frechet.h"

#include <Eigen/Eigenvalues>

#include <cmath>

namespace jmvae {

namespace {

constexpr Index tenths = 10;

/// Sums that Gaussians are fitted from, so that some points can be taken away again.
struct Sums {
  double count = 0;
  Eigen::VectorXd first;
  Eigen::MatrixXd second;

  explicit Sums(Index dimensions)
      : first(Eigen::VectorXd::Zero(dimensions)), second(Eigen::MatrixXd::Zero(dimensions, dimensions)) {}

  void add(const Eigen::MatrixXd& points) {
    count += static_cast<double>(points.rows());
    first += points.colwise().sum().transpose();
    second.noalias() += points.transpose() * points;
  }

  FittedGaussian fit() const {
    const Eigen::VectorXd mean = first / count;
    return {mean, (second - count * mean * mean.transpose()) / (count - 1)};
  }
};

Sums operator+(Sums all, const Sums& part) {
  all.count += part.count;
  all.first += part.first;
  all.second += part.second;
  return all;
}

Sums operator-(Sums all, const Sums& part) {
  all.count -= part.count;
  all.first -= part.first;
  all.second -= part.second;
  return all;
}

/// Of all points, then ten times of all but a tenth. Points are taken relative to `origin`, so that sums of
/// squares do not cancel.
std::vector<FittedGaussian> fits(const Matrix& points, const Eigen::RowVectorXd& origin) {
  std::vector<Sums> parts;
  Sums all(points.cols());
  for (Index tenth = 0; tenth < tenths; ++tenth) {
    const Index begin = points.rows() * tenth / tenths, end = points.rows() * (tenth + 1) / tenths;
    parts.emplace_back(points.cols());
    parts.back().add(points.middleRows(begin, end - begin).cast<double>().rowwise() - origin);
    all = all + parts.back();
  }
  std::vector<FittedGaussian> gaussians = {all.fit()};
  for (const Sums& part : parts) gaussians.push_back((all - part).fit());
  return gaussians;
}

/// Of a symmetric matrix without negative eigenvalues but those that rounding makes.
Eigen::MatrixXd square_root(const Eigen::MatrixXd& matrix) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
  return solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
}

double trace_of_square_root(const Eigen::MatrixXd& matrix) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix, Eigen::EigenvaluesOnly);
  return solver.eigenvalues().cwiseMax(0).cwiseSqrt().sum();
}

}  // namespace

double frechet_distance(const FittedGaussian& a, const FittedGaussian& b) {
  const Eigen::MatrixXd root = square_root(a.covariance);
  const double common = trace_of_square_root(root * b.covariance * root);
  return (a.mean - b.mean).squaredNorm() + a.covariance.trace() + b.covariance.trace() - 2 * common;
}

Estimate frechet_estimate(const std::string& name, const Matrix& points, const Matrix& reference) {
  const Eigen::RowVectorXd origin = reference.cast<double>().colwise().mean();
  const std::vector<FittedGaussian> of_points = fits(points, origin), of_reference = fits(reference, origin);
  std::vector<double> without;
  for (std::size_t tenth = 1; tenth < of_points.size(); ++tenth) {
    without.push_back(frechet_distance(of_points[tenth], of_reference[tenth]));
  }
  Estimate estimate = summarize(name, without);
  // summarize gives the error of a mean of independent numbers; the jackknife's are each nearly the whole.
  estimate.standard_error *= static_cast<double>(tenths - 1);
  estimate.value = frechet_distance(of_points[0], of_reference[0]);
  estimate.examples = points.rows();
  return estimate;
}

}  // namespace jmvae
