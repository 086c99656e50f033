#include "models/evidence.h"

#include <algorithm>

namespace jmvae {

int given_count(const Evidence& evidence) {
  return static_cast<int>(
      std::count_if(evidence.begin(), evidence.end(), [](const Observation& x) { return bool(x); }));
}

bool is_complete(const Evidence& evidence) {
  return std::all_of(evidence.begin(), evidence.end(), [](const Observation& x) { return x.is_whole(); });
}

Evidence unmasked(const Evidence& evidence) {
  Evidence whole;
  for (const Observation& x : evidence) whole.emplace_back(x.values);
  return whole;
}

Matrix with_zeros(const Observation& observation) {
  if (!observation.known) return *observation.values;
  return observation.values->cwiseProduct(*observation.known);
}

}  // namespace jmvae
