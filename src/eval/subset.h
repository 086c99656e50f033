#pragma once
// Some of a model's modalities, and their names.

#include "models/missing.h"

#include <string>
#include <vector>

namespace jmvae {

/// True where a modality takes part.
using Subset = std::vector<bool>;

Subset no_modality(const ModelSpec& spec);
Subset every_modality(const ModelSpec& spec);
Subset picture_modalities(const ModelSpec& spec);
Subset unite(const Subset& a, const Subset& b);
Subset complement(const Subset& subset);
bool is_empty(const Subset& subset);

/// Whether a modality can be generated from these, and why not.
Result<void> check_direction(const LatentModel& model, const Subset& given, std::size_t target);

/// Whether all of them are labels, of which there are few enough values to try each.
bool is_categorical(const ModelSpec& spec, const Subset& subset);

/// Every subset but the empty one, the whole first; of more than six modalities the whole and each alone.
std::vector<Subset> subsets_of(const ModelSpec& spec);

/// "image,label": the names in the model's order.
std::string names_of(const ModelSpec& spec, const Subset& subset, char separator);

/// The same in the papers' letters, "x,w", where the model has at most two modalities.
std::string letters_of(const ModelSpec& spec, const Subset& subset);

/// Reads names or, where the model has at most two modalities, the letters x and w. A sentence for an unknown
/// name, or one that stands twice.
Result<Subset> subset_from_names(const ModelSpec& spec, const std::string& names, char separator);

}  // namespace jmvae
