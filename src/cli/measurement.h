#pragma once
// What `jmvae eval` measures, with what, and together with what else.

#include "eval/judge.h"
#include "io/examples.h"
#include "models/model_file.h"

#include <functional>
#include <string>
#include <vector>

namespace jmvae {

using Names = std::vector<std::string>;
using Estimates = Result<std::vector<Estimate>>;

/// Whether a text begins with another.
bool begins(const std::string& text, const std::string& start);

/// What is measured, and with what.
struct EvalSubject {
  const LoadedModel* model = nullptr;
  const Examples* examples = nullptr;
  const Judge* judge = nullptr;  ///< null where there is none
  std::string why_no_judge;      ///< the sentence for that
  bool judge_is_named = false;   ///< by the user, who then wants its figures
  std::string covered;           ///< the half of every given picture that is hidden, or empty
  Index pictures = 1000;         ///< generated for each value of a label, and for an attribute on and off
  int samples = 32;              ///< of z for each example from which something is read
  EvalSettings settings;
};

/// Figures that are measured together because they share their work.
struct Measurement {
  Names names;
  std::function<Estimates(const EvalSettings& settings)> measure;
};

/// What a group measures when it is asked for as a whole.
struct MetricGroup {
  std::string name;
  Names figures;
  Names judged = {};  ///< those of the figures for which the judge is needed
};

/// Measures what may give more figures, and keeps those that are named.
Measurement some_of(Names names, std::function<Estimates(const EvalSettings&)> measure);

}  // namespace jmvae
