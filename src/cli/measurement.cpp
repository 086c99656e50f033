#include "cli/measurement.h"

#include "cli/arguments.h"

#include <algorithm>

namespace jmvae {

namespace {

using Estimates = Result<std::vector<Estimate>>;

}  // namespace

Measurement some_of(std::vector<std::string> names, std::function<Estimates(const EvalSettings&)> measure) {
  const auto kept = [names, measure = std::move(measure)](const EvalSettings& settings) -> Estimates {
    auto estimates = measure(settings);
    if (!estimates) return fail(estimates);
    const auto unwanted = [&](const Estimate& estimate) {
      return std::find(names.begin(), names.end(), estimate.name) == names.end();
    };
    estimates->erase(std::remove_if(estimates->begin(), estimates->end(), unwanted), estimates->end());
    return estimates;
  };
  return {names, kept};
}

Estimates with_judge(const EvalSubject& subject, const LatentModel& model, const std::string& metric,
                     const std::function<Estimates(const Judge&)>& use) {
  const auto loaded = read_model(subject.judge);
  if (!loaded) return fail(loaded.error().message, "; ", metric, " needs a judge, name it with --judge");
  const auto* classifier = dynamic_cast<const Classifier*>(loaded->model.get());
  if (!classifier) return fail(subject.judge, " is a ", loaded->model->spec().kind, ", not a classifier");
  const auto judge = Judge::make(model, *classifier, loaded->parameters);
  if (!judge) return fail(metric, ": ", judge.error().message);
  return use(*judge);
}

}  // namespace jmvae
