#pragma once

#include <vector>

namespace jmvae {

/// The logarithm of a mean of weights, and how many equal weights would be as good.
struct LogMean {
  double value;              ///< log 1/K sum w
  double effective_samples;  ///< (sum w)^2 / sum w^2
};

/// From the logarithms of the weights, in double.
LogMean log_mean_exp(std::vector<double> log_weights);

}  // namespace jmvae
