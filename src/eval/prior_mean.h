#pragma once

#include "eval/estimate.h"
#include "eval/log_mean_exp.h"
#include "eval/subset.h"
#include "models/model.h"

#include <vector>

namespace jmvae {

/// log p(w) = log 1/M sum p(w|z_m), z_m ~ p(z), for labels w, all of whose values see the same z_m.
class PriorMean {
 public:
  PriorMean(const LatentModel& model, const Vector& parameters, const EvalSettings& settings);

  /// Of the labels in a subset; values: one example's one-hot row [1, size] of each modality.
  LogMean operator()(const Subset& labels, const std::vector<Matrix>& values) const;

 private:
  int samples_;
  std::vector<Matrix>
      log_likelihood_;  // of each value of each label, [M, values]; empty for other modalities
};

}  // namespace jmvae
