#pragma once

#include "eval/estimate.h"
#include "io/examples.h"
#include "models/classifier.h"
#include "models/model.h"

namespace jmvae {

/// How often a categorical modality is recognised from another one: the most probable value of p(target | z),
/// averaged over settings.samples draws of z ~ q(z | source). Grey pictures are seen as they are. Named
/// "accuracy.TARGET_from_SOURCE".
Estimate accuracy(const LatentModel& model, const Vector& parameters, const Examples& examples, int target,
                  int source, const EvalSettings& settings);

/// The same for a classifier, which needs no samples.
Estimate accuracy(const Classifier& classifier, const Vector& parameters, const Examples& examples,
                  const EvalSettings& settings);

}  // namespace jmvae
