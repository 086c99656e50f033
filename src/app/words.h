#pragma once
// What the screens say, in English and Chinese.
//
// words.inc is the one table: a row for each sentence, button and heading, with its name, its English and its
// Chinese. Tables of things that have names of their own (attributes, models, data sets) hold these as
// phrases too.
//
//   say(words::draw_again)                 "Draw again"
//   say(words::digits_found, count)        "{0} digits found", with the number in place of {0}

#include <string>
#include <type_traits>
#include <vector>

namespace jmvae {

enum class Language { english, chinese };

/// One text in every language, UTF-8.
struct Phrase {
  const char *english, *chinese;
};

/// The language of all that is said from now on. The screens speak one at a time.
void speak(Language language);
Language spoken();

/// The language to greet somebody in whose system is set to `tag`, e.g. "zh-CN".
Language language_of(const std::string& tag);

/// A text with values in the places of {0}, {1} ...
std::string fill_in(const std::string& text, const std::vector<std::string>& values);

/// The phrase in the language that is spoken, with numbers or texts filled in.
template <typename... Values>
std::string say(const Phrase& phrase, const Values&... values) {
  [[maybe_unused]] const auto text = [](const auto& value) {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) {
      return std::to_string(value);
    } else {
      return std::string(value);
    }
  };
  return fill_in(spoken() == Language::chinese ? phrase.chinese : phrase.english, {text(values)...});
}

/// With a Latin letter at the beginning in this case.
std::string with_capital(std::string words);
std::string with_small_letter(std::string words);

/// A sentence of the core, which speaks English, as the table has it in the language that is spoken; one that
/// is not in the table stays as it is.
std::string translated(const std::string& sentence);

namespace words {
#define JMVAE_WORDS(name, english, chinese) inline constexpr Phrase name = {english, chinese};
#define JMVAE_TITLE JMVAE_WORDS
#include "app/words.inc"
#undef JMVAE_TITLE
#undef JMVAE_WORDS
}  // namespace words

}  // namespace jmvae
