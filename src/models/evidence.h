#pragma once
// What is given to a model: any modalities, each wholly or in part.

#include "math/matrix.h"

#include <vector>

namespace jmvae {

/// What is known of one modality in a batch.
struct Observation {
  const Matrix* values = nullptr;  ///< [samples, size]; null where the modality is missing
  const Matrix* known = nullptr;   ///< [samples, size], 1 where a number is known, 0 where not; null: all are

  Observation() = default;
  /// Both matrices must outlive the observation's use.
  Observation(const Matrix* given, const Matrix* mask = nullptr) : values(given), known(mask) {}

  explicit operator bool() const { return values != nullptr; }
  /// Whether every number is known.
  bool is_whole() const { return values && (!known || known->isOnes()); }
};

/// What is known of each modality, in the model's order.
using Evidence = std::vector<Observation>;

/// Number of modalities of which something is given.
int given_count(const Evidence& evidence);

/// Whether every number of every modality is known.
bool is_complete(const Evidence& evidence);

/// The same evidence with every number known: in training a mask hides what the data has.
Evidence unmasked(const Evidence& evidence);

/// The values, with zeros where they are not known.
Matrix with_zeros(const Observation& observation);

}  // namespace jmvae
