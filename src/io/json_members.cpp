#include "io/json_members.h"

#include "io/nearest_word.h"

#include <algorithm>

namespace jmvae {

Result<void> JsonMembers::nothing_unknown() const {
  for (const auto& [key, value] : object_.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    return fail(place_, ": unknown member ", quote(key), "; did you mean ", quote(nearest_word(key, known_)),
                "?");
  }
  return {};
}

}  // namespace jmvae
