#include "app/line_breaks.h"

#include <doctest/doctest.h>

using namespace jmvae;

namespace {
/// The text with a bar wherever a line may end.
std::string barred(const std::string& text) {
  std::string result;
  std::size_t begin = 0;
  for (const std::size_t end : line_breaks(text)) {
    result += (begin == 0 ? "" : "|") + text.substr(begin, end - begin);
    begin = end;
  }
  return result;
}
}  // namespace

TEST_CASE("Latin text breaks after spaces") {
  CHECK(barred("Draws 28 × 28 pixels.") == "Draws |28 |× |28 |pixels.");
  CHECK(barred("JMVAE-kl (parts)") == "JMVAE-kl |(parts)");
  CHECK(barred("two  spaces ") == "two  |spaces ");
  CHECK(barred("").empty());
}

TEST_CASE("Chinese breaks between characters, but not before what closes nor after what opens") {
  CHECK(barred("画一个数字。") == "画|一|个|数|字。");
  CHECK(barred("照片（研究）的") == "照|片|（研|究）|的");
  CHECK(barred("是“男性”或") == "是|“男|性”|或");
  CHECK(barred("好，再来！") == "好，|再|来！");
}

TEST_CASE("Latin words within Chinese stay whole") {
  CHECK(barred("由 JMVAE-kl 识别 99%。") == "由 |JMVAE-kl |识|别 |99%。");
  CHECK(barred("用CelebA训练") == "用|CelebA|训|练");
}

TEST_CASE("characters end where UTF-8 has it") {
  const std::string text = "a×画";
  CHECK(character_end(text, 0) == 1);
  CHECK(character_end(text, 1) == 3);
  CHECK(character_end(text, 3) == 6);
}
