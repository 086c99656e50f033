#pragma once

#include "eval/proposal.h"
#include "models/classifier.h"

namespace jmvae {

/// Which label is to be recognised, and from what.
struct AccuracyQuery {
  std::string name;  ///< "accuracy.label_from_image"
  std::size_t target = 0;
  Proposal proposal;
};

/// Reads "accuracy.TARGET_from_A+B". A sentence for a name that means nothing or that the model can't answer
/// by the rule for what is missing.
Result<AccuracyQuery> accuracy_query(const LatentModel& model, const TestSet& test_set,
                                     const std::string& name, const MissingRule& rule);

/// The names for every label from all subsets of the others.
std::vector<std::string> accuracy_names(const ModelSpec& spec);

/// How often a label is recognised: the most probable value of p(target | z), averaged over settings.samples
/// draws of z ~ q(z | sources). Grey pictures are seen as they are, or covered as the test set says.
Estimate accuracy(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                  const AccuracyQuery& query, const EvalSettings& settings);

/// The same for a classifier, which needs no samples.
Estimate accuracy(const Classifier& classifier, const Vector& parameters, const TestSet& test_set,
                  const EvalSettings& settings);

}  // namespace jmvae
