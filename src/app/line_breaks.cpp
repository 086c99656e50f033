#include "app/line_breaks.h"

#include <string_view>

namespace jmvae {

namespace {
/// Of what a line must not begin with, and must not end with.
constexpr std::string_view closing = "，。、；：？！）》」』】”’…·,.;:?!)%";
constexpr std::string_view opening = "（《「『【“‘(";

bool is_in(std::string_view set, std::string_view character) {
  return set.find(character) != std::string_view::npos;
}

/// Whether a character is Chinese: an ideograph or full-width punctuation, U+2E80 and above.
bool is_wide(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  return character.size() >= 3 && (byte(0) > 0xe2 || (byte(0) == 0xe2 && byte(1) >= 0xba));
}

bool may_part(std::string_view before, std::string_view after) {
  if (after == " ") return false;
  if (before == " ") return true;
  return (is_wide(before) || is_wide(after)) && !is_in(opening, before) && !is_in(closing, after);
}
}  // namespace

std::size_t character_end(const std::string& text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end;
}

std::vector<std::size_t> line_breaks(const std::string& text) {
  std::vector<std::size_t> breaks;
  const std::string_view all = text;
  for (std::size_t begin = 0, end; begin < text.size(); begin = end) {
    end = character_end(text, begin);
    const std::string_view character = all.substr(begin, end - begin);
    const bool last = end == text.size();
    if (last || may_part(character, all.substr(end, character_end(text, end) - end))) breaks.push_back(end);
  }
  return breaks;
}

}  // namespace jmvae
