#pragma once

#include "eval/proposal.h"

#include <vector>

namespace jmvae {

/// "kl.z1", "active_units.z1", "kl.z2", ...
std::vector<std::string> latent_statistics_names(const ModelSpec& spec);

/// For each latent layer: the mean divergence of q(z_l | all modalities) from p(z_l | z_{l+1}) in nats, with
/// one sample of z_{l+1} an example; and the number of active units, dimensions whose posterior mean has a
/// variance of more than 0.01 over the test set (Burda, Grosse and Salakhutdinov 2016, "Importance weighted
/// autoencoders", on the latent representation). Pictures are black and white as for likelihoods.
Result<std::vector<Estimate>> latent_statistics(const LatentModel& model, const Vector& parameters,
                                                const TestSet& test_set, const EvalSettings& settings);

}  // namespace jmvae
