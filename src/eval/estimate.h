#pragma once

#include "math/matrix.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// A measured figure and how it came about.
struct Estimate {
  std::string name;           ///< e.g. "log_p(x,w)"
  double value = 0;           ///< mean over the examples
  double standard_error = 0;  ///< of that mean
  std::string estimator;      ///< in words, with the proposal
  int samples = 1;            ///< of z for each example
  Index examples = 0;
  std::optional<double> effective_samples;  ///< mean of (sum w)^2 / sum w^2, where samples are weighted
};

/// How measurements are made.
struct EvalSettings {
  int samples = 1000;      ///< of z for each example
  std::uint64_t seed = 1;  ///< of z and, drawn once for all, of black and white pictures
  bool binarize = true;    ///< likelihoods are of pictures drawn as black and white
  int threads = 1;
};

/// Mean and standard error of one number for each example.
Estimate summarize(std::string name, const std::vector<double>& values);

}  // namespace jmvae
