#include "app/attributes.h"

#include <algorithm>
#include <cctype>

namespace jmvae {

namespace {

struct Row {
  const char* name;
  Phrase words, group;
  bool first;
};

constexpr Phrase expression = {"Expression", "表情"}, accessories = {"Accessories", "配饰"},
                 hair = {"Hair", "头发"}, beard = {"Beard", "胡须"},
                 person = {"Age and person", "年龄与样貌"}, face = {"Face", "面部"},
                 clothes = {"Clothes", "衣服"}, picture = {"Picture", "图像"}, other = {"Other", "其他"};

/// Groups stand in the order of their first row. First CelebA's forty, then what avatars have besides.
constexpr Row attribute_table[] = {
    {"Smiling", {"Smiling", "微笑"}, expression, true},
    {"Mouth_Slightly_Open", {"Mouth open", "张嘴"}, expression, true},
    {"Mouth_Open", {"Mouth open", "张嘴"}, expression, true},
    {"Frowning", {"Frowning", "皱眉"}, expression, false},
    {"Smirking", {"Smirking", "坏笑"}, expression, false},
    {"Winking", {"Winking", "眨眼"}, expression, true},
    {"Happy_Eyes", {"Happy eyes", "笑眼"}, expression, false},
    {"Eyes_Closed", {"Eyes closed", "闭眼"}, expression, false},

    {"Eyeglasses", {"Glasses", "眼镜"}, accessories, true},
    {"Sunglasses", {"Sunglasses", "墨镜"}, accessories, true},
    {"Wearing_Hat", {"Hat", "帽子"}, accessories, true},
    {"Wearing_Beanie", {"Beanie", "毛线帽"}, accessories, false},
    {"Wearing_Headband", {"Headband", "发带"}, accessories, false},
    {"Wearing_Lipstick", {"Lipstick", "口红"}, accessories, true},
    {"Heavy_Makeup", {"Heavy make-up", "浓妆"}, accessories, false},
    {"Wearing_Earrings", {"Earrings", "耳环"}, accessories, false},
    {"Wearing_Necklace", {"Necklace", "项链"}, accessories, false},
    {"Wearing_Necktie", {"Necktie", "领带"}, accessories, false},
    {"Pacifier", {"Dummy", "奶嘴"}, accessories, false},

    {"Black_Hair", {"Black hair", "黑发"}, hair, true},
    {"Brown_Hair", {"Brown hair", "棕发"}, hair, true},
    {"Blond_Hair", {"Blond hair", "金发"}, hair, true},
    {"Gray_Hair", {"Grey hair", "灰发"}, hair, true},
    {"Red_Hair", {"Red hair", "红发"}, hair, true},
    {"Pink_Hair", {"Pink hair", "粉发"}, hair, false},
    {"Bald", {"Bald", "秃头"}, hair, true},
    {"Bangs", {"Bangs", "刘海"}, hair, true},
    {"Long_Hair", {"Long hair", "长发"}, hair, true},
    {"Short_Hair", {"Short hair", "短发"}, hair, false},
    {"Buzz_Cut", {"Buzz cut", "寸头"}, hair, false},
    {"Mohawk", {"Mohawk", "莫西干头"}, hair, false},
    {"Bob_Hair", {"Bob", "波波头"}, hair, false},
    {"Curly_Hair", {"Curly hair", "鬈发"}, hair, false},
    {"Wavy_Hair", {"Wavy hair", "波浪发"}, hair, false},
    {"Straight_Hair", {"Straight hair", "直发"}, hair, false},
    {"Hair_Bun", {"Bun", "发髻"}, hair, false},
    {"Pigtails", {"Pigtails", "双马尾"}, hair, false},
    {"Receding_Hairline", {"Receding hairline", "发际线后移"}, hair, false},

    {"No_Beard", {"No beard", "无胡须"}, beard, true},
    {"Beard", {"Beard", "胡须"}, beard, true},
    {"Mustache", {"Moustache", "小胡子"}, beard, true},
    {"Goatee", {"Goatee", "山羊胡"}, beard, false},
    {"Sideburns", {"Sideburns", "鬓角"}, beard, false},
    {"5_o_Clock_Shadow", {"Stubble", "胡茬"}, beard, false},

    {"Young", {"Young", "年轻"}, person, true},
    {"Male", {"Male", "男性"}, person, true},
    {"Attractive", {"Attractive", "有魅力"}, person, false},
    {"Chubby", {"Chubby", "圆胖"}, person, false},

    {"Pale_Skin", {"Pale skin", "苍白肤色"}, face, true},
    {"Light_Skin", {"Light skin", "浅肤色"}, face, true},
    {"Tan_Skin", {"Tan skin", "小麦肤色"}, face, false},
    {"Brown_Skin", {"Brown skin", "棕肤色"}, face, true},
    {"Dark_Skin", {"Dark skin", "深肤色"}, face, true},
    {"Rosy_Cheeks", {"Rosy cheeks", "脸颊红润"}, face, false},
    {"High_Cheekbones", {"High cheekbones", "高颧骨"}, face, false},
    {"Oval_Face", {"Oval face", "椭圆脸"}, face, false},
    {"Double_Chin", {"Double chin", "双下巴"}, face, false},
    {"Big_Nose", {"Big nose", "大鼻子"}, face, false},
    {"Pointy_Nose", {"Pointed nose", "尖鼻子"}, face, false},
    {"Big_Lips", {"Full lips", "厚嘴唇"}, face, false},
    {"Arched_Eyebrows", {"Arched eyebrows", "弯眉"}, face, false},
    {"Bushy_Eyebrows", {"Bushy eyebrows", "浓眉"}, face, false},
    {"Narrow_Eyes", {"Narrow eyes", "细长眼"}, face, false},
    {"Bags_Under_Eyes", {"Bags under eyes", "眼袋"}, face, false},

    {"Blue_Clothing", {"Blue", "蓝色"}, clothes, true},
    {"Teal_Clothing", {"Teal", "青色"}, clothes, false},
    {"Purple_Clothing", {"Purple", "紫色"}, clothes, false},
    {"Green_Clothing", {"Green", "绿色"}, clothes, false},
    {"Red_Clothing", {"Red", "红色"}, clothes, true},
    {"Yellow_Clothing", {"Yellow", "黄色"}, clothes, true},
    {"Checkered_Shirt", {"Checked shirt", "格子衬衫"}, clothes, false},

    {"Blurry", {"Blurry", "模糊"}, picture, false},
};

const std::vector<AttributePreset>& all_presets() {
  static const std::vector<AttributePreset> presets = {
      {{"Smiling, glasses", "微笑，戴眼镜"}, {"Smiling", "Eyeglasses"}, {}},
      {{"Blond, smiling", "金发，微笑"}, {"Blond_Hair", "Smiling"}, {}},
      {{"Bald, glasses", "秃头，戴眼镜"}, {"Bald", "Eyeglasses"}, {}},
      {{"Grey, serious", "灰发，严肃"}, {"Gray_Hair"}, {"Smiling", "Young"}},
      {{"Hat, no smile", "戴帽，不笑"}, {"Wearing_Hat"}, {"Smiling"}},
      {{"Red hair, beard", "红发，胡须"}, {"Red_Hair", "Beard"}, {}},
      {{"Sunglasses, beanie", "墨镜，毛线帽"}, {"Sunglasses", "Wearing_Beanie"}, {}},
      {{"Bangs, lipstick", "刘海，口红"}, {"Bangs", "Wearing_Lipstick"}, {}},
  };
  return presets;
}

std::string with_spaces(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
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
    if (name == row.name) return {name, say(row.words), say(row.group), row.first};
  }
  const std::size_t equals = name.find('=');
  if (equals == std::string::npos) return {name, with_capital(with_spaces(name)), say(other), false};
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
  for (const Row& row : attribute_table) candidates.push_back(say(row.group));
  for (const Attribute& attribute : attributes) {
    if (attribute.group != say(other)) candidates.push_back(attribute.group);
  }
  candidates.push_back(say(other));
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
    return std::any_of(own.begin(), own.end(), [&](const std::string& candidate) {
      const bool chinese = static_cast<unsigned char>(word[0]) >= 0x80;
      return chinese ? candidate.find(word) != std::string::npos : candidate.rfind(word, 0) == 0;
    });
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
