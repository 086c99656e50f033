#include "app/words.h"

namespace jmvae {

namespace {
Language language = Language::english;
}

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

}  // namespace jmvae
