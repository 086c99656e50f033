#include "app/attributes.h"

#include <algorithm>
#include <cctype>

namespace jmvae {

namespace {

struct Row {
  const char *name, *words, *group;
  bool first;
};

constexpr const char* other_group = "Other";

/// Groups stand in the order of their first row. First CelebA's forty, then what avatars have besides.
constexpr Row attribute_table[] = {
    {"Smiling", "Smiling", "Expression", true},
    {"Mouth_Slightly_Open", "Mouth open", "Expression", true},
    {"Mouth_Open", "Mouth open", "Expression", true},
    {"Frowning", "Frowning", "Expression", false},
    {"Smirking", "Smirking", "Expression", false},
    {"Winking", "Winking", "Expression", true},
    {"Happy_Eyes", "Happy eyes", "Expression", false},
    {"Eyes_Closed", "Eyes closed", "Expression", false},

    {"Eyeglasses", "Glasses", "Accessories", true},
    {"Sunglasses", "Sunglasses", "Accessories", true},
    {"Wearing_Hat", "Hat", "Accessories", true},
    {"Wearing_Beanie", "Beanie", "Accessories", false},
    {"Wearing_Headband", "Headband", "Accessories", false},
    {"Wearing_Lipstick", "Lipstick", "Accessories", true},
    {"Heavy_Makeup", "Heavy make-up", "Accessories", false},
    {"Wearing_Earrings", "Earrings", "Accessories", false},
    {"Wearing_Necklace", "Necklace", "Accessories", false},
    {"Wearing_Necktie", "Necktie", "Accessories", false},
    {"Pacifier", "Dummy", "Accessories", false},

    {"Black_Hair", "Black hair", "Hair", true},
    {"Brown_Hair", "Brown hair", "Hair", true},
    {"Blond_Hair", "Blond hair", "Hair", true},
    {"Gray_Hair", "Grey hair", "Hair", true},
    {"Red_Hair", "Red hair", "Hair", true},
    {"Pink_Hair", "Pink hair", "Hair", false},
    {"Bald", "Bald", "Hair", true},
    {"Bangs", "Bangs", "Hair", true},
    {"Long_Hair", "Long hair", "Hair", true},
    {"Short_Hair", "Short hair", "Hair", false},
    {"Buzz_Cut", "Buzz cut", "Hair", false},
    {"Mohawk", "Mohawk", "Hair", false},
    {"Bob_Hair", "Bob", "Hair", false},
    {"Curly_Hair", "Curly hair", "Hair", false},
    {"Wavy_Hair", "Wavy hair", "Hair", false},
    {"Straight_Hair", "Straight hair", "Hair", false},
    {"Hair_Bun", "Bun", "Hair", false},
    {"Pigtails", "Pigtails", "Hair", false},
    {"Receding_Hairline", "Receding hairline", "Hair", false},

    {"No_Beard", "No beard", "Beard", true},
    {"Beard", "Beard", "Beard", true},
    {"Mustache", "Moustache", "Beard", true},
    {"Goatee", "Goatee", "Beard", false},
    {"Sideburns", "Sideburns", "Beard", false},
    {"5_o_Clock_Shadow", "Stubble", "Beard", false},

    {"Young", "Young", "Age and person", true},
    {"Male", "Male", "Age and person", true},
    {"Attractive", "Attractive", "Age and person", false},
    {"Chubby", "Chubby", "Age and person", false},

    {"Pale_Skin", "Pale skin", "Face", true},
    {"Light_Skin", "Light skin", "Face", true},
    {"Tan_Skin", "Tan skin", "Face", false},
    {"Brown_Skin", "Brown skin", "Face", true},
    {"Dark_Skin", "Dark skin", "Face", true},
    {"Rosy_Cheeks", "Rosy cheeks", "Face", false},
    {"High_Cheekbones", "High cheekbones", "Face", false},
    {"Oval_Face", "Oval face", "Face", false},
    {"Double_Chin", "Double chin", "Face", false},
    {"Big_Nose", "Big nose", "Face", false},
    {"Pointy_Nose", "Pointed nose", "Face", false},
    {"Big_Lips", "Full lips", "Face", false},
    {"Arched_Eyebrows", "Arched eyebrows", "Face", false},
    {"Bushy_Eyebrows", "Bushy eyebrows", "Face", false},
    {"Narrow_Eyes", "Narrow eyes", "Face", false},
    {"Bags_Under_Eyes", "Bags under eyes", "Face", false},

    {"Blue_Clothing", "Blue", "Clothes", true},
    {"Teal_Clothing", "Teal", "Clothes", false},
    {"Purple_Clothing", "Purple", "Clothes", false},
    {"Green_Clothing", "Green", "Clothes", false},
    {"Red_Clothing", "Red", "Clothes", true},
    {"Yellow_Clothing", "Yellow", "Clothes", true},
    {"Checkered_Shirt", "Checked shirt", "Clothes", false},

    {"Blurry", "Blurry", "Picture", false},
};

const std::vector<AttributePreset>& all_presets() {
  static const std::vector<AttributePreset> presets = {
      {"Smiling, glasses", {"Smiling", "Eyeglasses"}, {}},
      {"Blond, smiling", {"Blond_Hair", "Smiling"}, {}},
      {"Bald, glasses", {"Bald", "Eyeglasses"}, {}},
      {"Grey, serious", {"Gray_Hair"}, {"Smiling", "Young"}},
      {"Hat, no smile", {"Wearing_Hat"}, {"Smiling"}},
      {"Red hair, beard", {"Red_Hair", "Beard"}, {}},
      {"Sunglasses, beanie", {"Sunglasses", "Wearing_Beanie"}, {}},
      {"Bangs, lipstick", {"Bangs", "Wearing_Lipstick"}, {}},
  };
  return presets;
}

std::string with_spaces(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string with_capital(std::string words) {
  if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : lower(text) + " ") {
    if (letter != ' ' && letter != '_' && letter != '=' && letter != '-' && letter != ',') {
      word += letter;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

}  // namespace

Attribute describe_attribute(const std::string& name) {
  for (const Row& row : attribute_table) {
    if (name == row.name) return {name, row.words, row.group, row.first};
  }
  const std::size_t equals = name.find('=');
  if (equals == std::string::npos) return {name, with_capital(with_spaces(name)), other_group, false};
  return {name, with_capital(with_spaces(name.substr(equals + 1))),
          with_capital(with_spaces(name.substr(0, equals))), false};
}

std::vector<Attribute> describe_attributes(const std::vector<std::string>& names) {
  std::vector<Attribute> attributes;
  for (const std::string& name : names) attributes.push_back(describe_attribute(name));
  const bool any = std::any_of(attributes.begin(), attributes.end(),
                               [](const Attribute& attribute) { return attribute.first; });
  constexpr std::size_t shown_first = 16;
  for (std::size_t i = 0; !any && i < std::min(shown_first, attributes.size()); ++i)
    attributes[i].first = true;
  return attributes;
}

std::vector<std::string> attribute_groups(const std::vector<Attribute>& attributes) {
  std::vector<std::string> candidates, groups;
  for (const Row& row : attribute_table) candidates.push_back(row.group);
  for (const Attribute& attribute : attributes) {
    if (attribute.group != other_group) candidates.push_back(attribute.group);
  }
  candidates.push_back(other_group);
  for (const std::string& group : candidates) {
    const bool there = std::any_of(attributes.begin(), attributes.end(),
                                   [&](const Attribute& attribute) { return attribute.group == group; });
    if (there && std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  return groups;
}

bool matches(const Attribute& attribute, const std::string& sought) {
  const auto own = words_of(attribute.name + " " + attribute.words + " " + attribute.group);
  const auto wanted = words_of(sought);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::any_of(own.begin(), own.end(),
                       [&](const std::string& candidate) { return candidate.rfind(word, 0) == 0; });
  });
}

std::vector<AttributePreset> attribute_presets(const std::vector<Attribute>& attributes) {
  const auto there = [&](const char* name) {
    return std::any_of(attributes.begin(), attributes.end(),
                       [&](const Attribute& attribute) { return attribute.name == name; });
  };
  std::vector<AttributePreset> presets;
  for (const AttributePreset& preset : all_presets()) {
    if (std::all_of(preset.on.begin(), preset.on.end(), there) &&
        std::all_of(preset.off.begin(), preset.off.end(), there))
      presets.push_back(preset);
  }
  return presets;
}

}  // namespace jmvae
