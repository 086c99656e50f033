#include "app/words.h"

namespace jmvae {

namespace {
Language language = Language::english;

/// What the core says, and the names that it puts in.
constexpr Phrase sentences[] = {words::core_parts,         words::core_no_single,   words::core_no_joint,
                                words::core_each_sees_one, words::core_chain_needs, words::core_one_way,
                                words::core_given};
constexpr Phrase names[] = {words::core_ask_for,  words::core_leave_out,  words::core_image,
                            words::core_label,    words::core_attributes, words::core_zero,
                            words::filling_chain, words::filling_encoder, words::filling_product};

/// Whether a text is a pattern with values in the places of {0}, {1} ..., which stand in this order.
bool matches(const std::string& pattern, const std::string& text, std::vector<std::string>& values) {
  values.clear();
  std::size_t at = 0, begin = 0;  // in the text; in the pattern
  for (std::size_t place; (place = pattern.find('{', begin)) != std::string::npos; begin = place + 3) {
    const std::string before = pattern.substr(begin, place - begin);
    if (text.compare(at, before.size(), before) != 0) return false;
    at += before.size();
    const std::size_t next = pattern.find('{', place + 1);
    const std::string after = pattern.substr(place + 3, next == std::string::npos ? next : next - place - 3);
    const std::size_t end = text.find(after, at);
    if (end == std::string::npos) return false;
    values.push_back(text.substr(at, end - at));
    at = end;
  }
  return text.compare(at, std::string::npos, pattern, begin) == 0;
}

/// A value without its article, in Chinese where it is a name of the table.
std::string chinese_name(std::string name) {
  if (name.rfind("a ", 0) == 0 || name.rfind("A ", 0) == 0) name = name.substr(2);
  for (const Phrase& phrase : names) {
    if (name == phrase.english) return phrase.chinese;
  }
  return name;
}
}  // namespace

void speak(Language other) { language = other; }

Language spoken() { return language; }

Language language_of(const std::string& tag) {
  const bool chinese = tag == "zh" || tag.rfind("zh-", 0) == 0 || tag.rfind("zh_", 0) == 0;
  return chinese ? Language::chinese : Language::english;
}

std::string fill_in(const std::string& text, const std::vector<std::string>& values) {
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    const std::size_t value = place ? static_cast<std::size_t>(text[i + 1] - '0') : values.size();
    if (value < values.size()) {
      filled += values[value];
      i += 2;
    } else {
      filled += text[i];
    }
  }
  return filled;
}

std::string with_capital(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string with_small_letter(std::string words) {
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z')
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  return words;
}

std::string translated(const std::string& sentence) {
  if (language == Language::english) return sentence;
  std::vector<std::string> values;
  for (const Phrase& phrase : sentences) {
    if (!matches(phrase.english, sentence, values)) continue;
    for (std::string& value : values) value = chinese_name(value);
    return fill_in(phrase.chinese, values);
  }
  return sentence;
}

}  // namespace jmvae
