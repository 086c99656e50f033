#pragma once

#include "io/examples.h"
#include "math/random.h"

#include <cstdint>
#include <vector>

namespace jmvae {

/// One over the number of examples that have an attribute; 0 where none has it.
std::vector<Real> rarity(const ExampleColumn& attributes);

/// Examples by what is rare about them: first an attribute is drawn, in proportion to its rarity, then one of
/// the examples that have it. One that an epoch has more than once is augmented and masked alike each time.
class RareExamples {
 public:
  /// count: of the examples. attributes: of every modality that has some, or none.
  RareExamples(Index count, const std::vector<const ExampleColumn*>& attributes);

  /// Whether no example has an attribute, so that none can be drawn.
  bool empty() const { return weight_until_.empty() || weight_until_.back() == 0; }

  /// The number of an example. Not where it is empty().
  std::uint32_t draw(Random& random) const;

 private:
  std::vector<double> weight_until_;  // by example: its own weight and those of all before it
};

}  // namespace jmvae
