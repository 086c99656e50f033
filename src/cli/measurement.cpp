#include "cli/measurement.h"

#include <algorithm>

namespace jmvae {

bool begins(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

Measurement some_of(Names names, std::function<Estimates(const EvalSettings&)> measure) {
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

}  // namespace jmvae
