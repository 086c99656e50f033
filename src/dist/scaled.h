#pragma once
// Numbers around a mean, with a scale that is learned for each of them beside the network's weights (as the
// variance in Rybkin, Daniilidis and Levine 2021, "Simple and effective VAE training with calibrated
// decoders").

#include "math/random.h"
#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// A Gaussian: mean [samples, values], standard deviation scale [1, values] > 0.
struct ScaledGaussian {
  Variable mean, scale;
};

/// A Laplace distribution, which takes large errors lighter: mean [samples, values], scale [1, values] > 0.
struct ScaledLaplace {
  Variable mean, scale;
};

/// -sum(log scale + 1/2 log 2 pi + 1/2 ((x - mean) / scale)^2): [samples, 1]. x must outlive the tape's use.
/// It is [samples, values], or has one row for each n successive samples.
Variable log_prob(const ScaledGaussian& p, const Matrix& x);

/// -sum(log 2 scale + |x - mean| / scale): [samples, 1]. x as above.
Variable log_prob(const ScaledLaplace& p, const Matrix& x);

/// The mean: [samples, values].
Matrix mean(const ScaledGaussian& p);
Matrix mean(const ScaledLaplace& p);

/// Draws: [samples, values]; row r from the numbers of randoms[r].
Matrix sample(const ScaledGaussian& p, std::vector<Random>& randoms);
Matrix sample(const ScaledLaplace& p, std::vector<Random>& randoms);

}  // namespace jmvae
