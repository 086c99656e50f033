#pragma once
// The figures of `jmvae eval` that are about attributes, by name.

#include "cli/measurement.h"
#include "eval/test_set.h"
#include "models/classifier.h"

#include <memory>

namespace jmvae {

/// What a model can give of the groups accuracy, auc, f1, recovered, frechet and sharpness; empty ones where
/// it has no attributes that differ in the test set.
std::vector<MetricGroup> attribute_groups(const EvalSubject& subject, const LatentModel& model,
                                          const TestSet& test_set);

/// Fails with the reason where a group or figure of a model with attributes can't be measured, as far as
/// there is one.
Result<void> check_attribute_metric(const EvalSubject& subject, const LatentModel& model,
                                    const TestSet& test_set, const std::string& name);

/// How to measure those of the names that attribute_groups has; the judged ones need a judge. What `subject`
/// points to, and the model, must outlive the measurements.
std::vector<Measurement> attribute_measurements(const EvalSubject& subject, const LatentModel& model,
                                                const std::shared_ptr<const TestSet>& test_set,
                                                const Names& names);

/// The same for a classifier of attributes.
std::vector<MetricGroup> attribute_groups(const Classifier& classifier, const TestSet& test_set);
Measurement attribute_measurement(const Classifier& classifier, const Vector& parameters,
                                  const std::shared_ptr<const TestSet>& test_set, const Names& names);

}  // namespace jmvae
