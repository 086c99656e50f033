#pragma once

#include "math/matrix.h"
#include "models/missing.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// A measured figure and how it came about.
struct Estimate {
  std::string name;           ///< e.g. "log_p(x,w)"
  double value = 0;           ///< mean over the examples
  double standard_error = 0;  ///< of that mean; 0 for a count
  std::string estimator;      ///< in words
  std::string proposal;       ///< where z comes from, e.g. "q(z|image,label)"; empty where no z is drawn
  std::string filling;  ///< what stands in there for what is missing, e.g. "chain of 10 sweeps"; or empty
  int samples = 1;      ///< of z for each example
  Index examples = 0;
  std::optional<double> effective_samples;  ///< mean of (sum w)^2 / sum w^2, where samples are weighted
};

/// How measurements are made.
struct EvalSettings {
  int samples = 1000;        ///< of z for each example
  int prior_samples = 5000;  ///< of z for log p(w), the same for all examples
  std::uint64_t seed = 1;    ///< of z
  MissingRule rule;          ///< where something is missing
  int threads = 1;           ///< figures don't depend on them
  /// Told, from any thread, how many examples are finished; may be empty.
  std::function<void(Index finished)> progress;
};

/// Mean and standard error of one number for each example.
Estimate summarize(std::string name, const std::vector<double>& values);

/// 1 where the most probable value of a row is the right one, 0 where not: probabilities and truth [samples,
/// values], the latter one-hot.
std::vector<double> hits(const Matrix& probabilities, const Matrix& truth);

}  // namespace jmvae
