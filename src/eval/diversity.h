#pragma once

#include "eval/judge.h"

namespace jmvae {

/// How much pictures generated from one value of the label differ among each other, compared with real ones:
/// the variance of the judge's last hidden features (trace of their covariance) over `pictures` generated
/// pictures of the value, divided by that over the test set's pictures of the value; the mean over values,
/// whose spread gives the standard error. 1 is as diverse as real. Named "diversity.PICTURE_from_LABEL". A
/// value of which the test set has fewer than two pictures is left out.
Result<Estimate> diversity(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                           const Judge& judge, Index pictures, const EvalSettings& settings);

}  // namespace jmvae
