#include "eval/log_mean_exp.h"

#include "math/elementwise.h"

#include <cmath>

namespace jmvae {

LogMean log_mean_exp(std::vector<double> log_weights) {
  const Index count = static_cast<Index>(log_weights.size());
  const double log_sum = log_sum_exp(log_weights.data(), count);
  for (double& log_weight : log_weights) log_weight *= 2;
  const double log_sum_of_squares = log_sum_exp(log_weights.data(), count);
  // Weights that are all zero have no effect at all.
  const double effective = std::isfinite(log_sum) ? std::exp(2 * log_sum - log_sum_of_squares) : 0;
  return {log_sum - std::log(static_cast<double>(count)), effective};
}

}  // namespace jmvae
