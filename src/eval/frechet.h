#pragma once

#include "eval/estimate.h"

#include <Eigen/Core>

namespace jmvae {

/// A Gaussian in double: mean [dimensions], covariance [dimensions, dimensions].
struct FittedGaussian {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

/// |m_a - m_b|^2 + tr(S_a + S_b - 2 (S_a^1/2 S_b S_a^1/2)^1/2), the squared Wasserstein distance of two
/// Gaussians (Dowson and Landau 1982; Heusel et al. 2017, "GANs trained by a two time-scale update rule
/// converge to a local Nash equilibrium", equation 6). Covariances may be singular.
double frechet_distance(const FittedGaussian& a, const FittedGaussian& b);

/// The distance of Gaussians fitted to two clouds of points [examples, dimensions], by mean and unbiased
/// covariance. Its error is the jackknife's that leaves out a tenth of both at a time. The value falls as
/// examples are added, so compare like with like. At least 20 examples of both.
Estimate frechet_estimate(const std::string& name, const Matrix& points, const Matrix& reference);

}  // namespace jmvae
