#include "eval/subset.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr const char* letters[] = {"x", "w"};

bool has_letters(const ModelSpec& spec) { return spec.modalities.size() <= 2; }

template <class Name>
std::string join(const Subset& subset, char separator, const Name& name) {
  std::string text;
  for (std::size_t m = 0; m < subset.size(); ++m) {
    if (subset[m]) text += (text.empty() ? "" : std::string(1, separator)) + name(m);
  }
  return text;
}

}  // namespace

Subset no_modality(const ModelSpec& spec) { return Subset(spec.modalities.size(), false); }

Subset every_modality(const ModelSpec& spec) { return Subset(spec.modalities.size(), true); }

Subset picture_modalities(const ModelSpec& spec) {
  Subset pictures;
  for (const ModalitySpec& modality : spec.modalities) pictures.push_back(modality.is_picture());
  return pictures;
}

Subset unite(const Subset& a, const Subset& b) {
  Subset both = a;
  for (std::size_t m = 0; m < b.size(); ++m) both[m] = a[m] || b[m];
  return both;
}

Subset complement(const Subset& subset) {
  Subset rest = subset;
  rest.flip();
  return rest;
}

bool is_empty(const Subset& subset) { return std::find(subset.begin(), subset.end(), true) == subset.end(); }

Result<void> check_direction(const LatentModel& model, const Subset& given, std::size_t target) {
  const Matrix any;
  Evidence evidence;
  for (const bool is_given : given) evidence.emplace_back(is_given ? &any : nullptr);
  return check_direction(model, evidence, target);
}

bool is_categorical(const ModelSpec& spec, const Subset& subset) {
  for (std::size_t m = 0; m < subset.size(); ++m) {
    if (subset[m] && spec.modalities[m].likelihood != LikelihoodKind::categorical) return false;
  }
  return true;
}

std::vector<Subset> subsets_of(const ModelSpec& spec) {
  constexpr std::size_t few = 6;
  const std::size_t count = spec.modalities.size();
  std::vector<Subset> subsets = {every_modality(spec)};
  if (count > few) {
    for (std::size_t m = 0; m < count; ++m) {
      subsets.push_back(no_modality(spec));
      subsets.back()[m] = true;
    }
    return subsets;
  }
  for (std::size_t bits = 1; bits + 1 < std::size_t{1} << count; ++bits) {
    subsets.emplace_back();
    for (std::size_t m = 0; m < count; ++m) subsets.back().push_back((bits >> m) & 1);
  }
  return subsets;
}

std::string names_of(const ModelSpec& spec, const Subset& subset, char separator) {
  return join(subset, separator, [&](std::size_t m) { return spec.modalities[m].name; });
}

std::string letters_of(const ModelSpec& spec, const Subset& subset) {
  if (!has_letters(spec)) return names_of(spec, subset, ',');
  return join(subset, ',', [](std::size_t m) { return std::string(letters[m]); });
}

Result<Subset> subset_from_names(const ModelSpec& spec, const std::string& names, char separator) {
  Subset subset = no_modality(spec);
  for (std::size_t start = 0; start <= names.size();) {
    const std::size_t end = std::min(names.find(separator, start), names.size());
    const std::string name = names.substr(start, end - start);
    start = end + 1;
    std::size_t m = 0;
    if (has_letters(spec) && name == "w" && spec.modalities.size() == 2) {
      m = 1;
    } else if (!has_letters(spec) || name != "x") {
      const auto found = spec.find_modality(name);
      if (!found) return fail(found);
      m = *found;
    }
    if (subset[m]) return fail("modality \"", name, "\" stands twice");
    subset[m] = true;
  }
  return subset;
}

}  // namespace jmvae
