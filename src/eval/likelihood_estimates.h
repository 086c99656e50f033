#pragma once

#include "eval/likelihood_query.h"

#include <vector>

namespace jmvae {

/// Queries that can be answered from the same z.
std::vector<std::vector<LikelihoodQuery>> group_by_proposal(const std::vector<LikelihoodQuery>& queries);

/// Answers queries that have one proposal, all from the same z: every modality is decoded once. Pictures of
/// Bernoulli pixels are black and white, drawn once for all. Sums over z are made in double.
std::vector<Estimate> estimate_likelihoods(const LatentModel& model, const Vector& parameters,
                                           const TestSet& test_set,
                                           const std::vector<LikelihoodQuery>& queries,
                                           const EvalSettings& settings);

}  // namespace jmvae
