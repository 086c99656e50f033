#pragma once

#include "eval/estimate.h"
#include "models/classifier.h"
#include "models/model.h"

namespace jmvae {

/// How often an independent judge reads the asked value in a picture generated from it alone: for each value
/// of the label `pictures` draws of z ~ q(z | label), each shown to the judge as the mean of p(image | z).
/// Named "coherence.IMAGE_from_LABEL"; settings.samples is not used.
Estimate coherence(const LatentModel& model, const Vector& parameters, int image, int label,
                   const Classifier& judge, const Vector& judge_parameters, Index pictures,
                   const EvalSettings& settings);

}  // namespace jmvae
