#pragma once
// The figures of `jmvae eval` by name.

#include "cli/measurement.h"

namespace jmvae {

struct EvalPlan {
  std::vector<Measurement> measurements;
  Names without_judge;  ///< figures of "all" that are left out because there is no judge
};

/// Finds how to measure names and groups (accuracy, auc, f1, coherence, recovered, diversity, frechet,
/// sharpness, latent, likelihood, all), in the order of the groups. Of a group the figures that the model can
/// give; a name that it can't is refused with the reason, an unknown one with the nearest. Without a judge,
/// what needs one is left out of "all", and refused where it is asked for. What `subject` points to must
/// outlive the measurements.
Result<EvalPlan> find_measurements(const EvalSubject& subject, const std::string& names);

}  // namespace jmvae
