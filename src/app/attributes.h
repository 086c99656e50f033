#pragma once
// The attributes of faces: what visitors read instead of the data's names, and how they are grouped.

#include "app/words.h"

#include <string>
#include <vector>

namespace jmvae {

/// One attribute of a model.
struct Attribute {
  std::string name;    ///< in the data and in links, "Eyeglasses"
  std::string words;   ///< as the visitor reads it, "Glasses"
  std::string group;   ///< under which it stands, "Accessories"
  bool first = false;  ///< whether it is shown before the others are asked for
};

/// What is known of a name. Other data's "Hair=dark_red" stands as "Dark red" under "Hair"; every other name
/// as its own words under "Other".
Attribute describe_attribute(const std::string& name);

/// The attributes of a model in its own order. Where none of them is known, the first sixteen come first.
std::vector<Attribute> describe_attributes(const std::vector<std::string>& names);

/// The groups of these attributes, in the order in which the screens show them.
std::vector<std::string> attribute_groups(const std::vector<Attribute>& attributes);

/// Whether an attribute is what a visitor looks for: whether each word of `sought` begins a word of its name,
/// its words or its group, in whatever case; Chinese, which has no spaces, may stand anywhere. Nothing sought
/// finds everything.
bool matches(const Attribute& attribute, const std::string& sought);

/// Choices of several attributes that are offered together.
struct AttributePreset {
  Phrase words;
  std::vector<const char*> on, off;
};

/// Those that these attributes have all of.
std::vector<AttributePreset> attribute_presets(const std::vector<Attribute>& attributes);

}  // namespace jmvae
