#pragma once
// What `jmvae eval` measures, with what, and together with what else.

#include "eval/judge.h"
#include "io/examples.h"
#include "models/model_file.h"

#include <functional>
#include <string>
#include <vector>

namespace jmvae {

/// What is measured, and with what.
struct EvalSubject {
  const LoadedModel* model = nullptr;
  const Examples* examples = nullptr;
  std::string judge;      ///< file of the classifier
  std::string covered;    ///< the half of every given picture that is hidden, or empty
  Index pictures = 1000;  ///< generated for each value of a label, and for an attribute on and off
  int samples = 32;       ///< of z for each example from which something is read
  EvalSettings settings;
};

/// Figures that are measured together because they share their work.
struct Measurement {
  std::vector<std::string> names;
  std::function<Result<std::vector<Estimate>>(const EvalSettings& settings)> measure;
};

/// What a group measures when it is asked for as a whole.
struct MetricGroup {
  std::string name;
  std::vector<std::string> figures;
};

/// Measures what may give more figures, and keeps those that are named.
Measurement some_of(std::vector<std::string> names,
                    std::function<Result<std::vector<Estimate>>(const EvalSettings&)> measure);

/// Uses the subject's judge; a sentence that names the metric where it can't be read or doesn't suit the
/// model.
Result<std::vector<Estimate>> with_judge(
    const EvalSubject& subject, const LatentModel& model, const std::string& metric,
    const std::function<Result<std::vector<Estimate>>(const Judge&)>& use);

}  // namespace jmvae
