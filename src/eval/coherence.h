#pragma once

#include "eval/judge.h"

namespace jmvae {

/// How often the judge reads the asked value in a picture generated from it alone: for each value of the
/// label `pictures` draws of z, each shown as the mean of p(picture | z). Named
/// "coherence.PICTURE_from_LABEL".
Result<Estimate> cross_coherence(const LatentModel& model, const Vector& parameters, const Judge& judge,
                                 Index pictures, const EvalSettings& settings);

/// How often picture and label agree where both are generated from one z of the prior: the judge's reading of
/// the picture is the most probable value of p(label | z). As many draws as cross_coherence makes. Named
/// "coherence.joint". A sentence for a model that has no p(label | z).
Result<Estimate> joint_coherence(const LatentModel& model, const Vector& parameters, const Judge& judge,
                                 Index pictures, const EvalSettings& settings);

}  // namespace jmvae
