#include "eval/estimate.h"

#include <cmath>

namespace jmvae {

Estimate summarize(std::string name, const std::vector<double>& values) {
  Estimate estimate;
  estimate.name = std::move(name);
  estimate.examples = static_cast<Index>(values.size());
  const double count = static_cast<double>(values.size());
  for (const double value : values) estimate.value += value;
  estimate.value /= count;
  double square = 0;
  for (const double value : values) square += (value - estimate.value) * (value - estimate.value);
  estimate.standard_error = count > 1 ? std::sqrt(square / (count - 1) / count) : 0;
  return estimate;
}

std::vector<double> hits(const Matrix& probabilities, const Matrix& truth) {
  std::vector<double> right;
  for (Index row = 0; row < probabilities.rows(); ++row) {
    Index most_probable = 0;
    probabilities.row(row).maxCoeff(&most_probable);
    right.push_back(truth(row, most_probable) == 1 ? 1 : 0);
  }
  return right;
}

}  // namespace jmvae
