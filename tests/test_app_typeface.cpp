// The letters of the screens, in ImGui's atlas without a window.

#include "app/fonts.h"
#include "app/line_breaks.h"
#include "app/theme.h"
#include "app/words.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

struct Row {
  std::string name;
  Phrase phrase;
  bool title;
};

const std::vector<Row> rows = {
#define JMVAE_WORDS(name, english, chinese) {#name, {english, chinese}, false},
#define JMVAE_TITLE(name, english, chinese) {#name, {english, chinese}, true},
#include "app/words.inc"
#undef JMVAE_TITLE
#undef JMVAE_WORDS
};

struct Letters {
  Letters() {
    ImGui::CreateContext();
    REQUIRE(typeface.add_chinese(font_chinese.bytes, font_chinese.size));
    typeface.load(1);
    ImGui::GetIO().Fonts->Build();
  }
  ~Letters() { ImGui::DestroyContext(); }

  /// The characters that a type can't write.
  std::string missing(Type type, const std::string& text) const {
    std::string missing;
    for (std::size_t begin = 0, end; begin < text.size(); begin = end) {
      end = character_end(text, begin);
      unsigned code = 0;
      ImTextCharFromUtf8(&code, text.data() + begin, text.data() + end);
      if (!typeface.font(type)->FindGlyphNoFallback(static_cast<ImWchar>(code)))
        missing += text.substr(begin, end - begin);
    }
    return missing;
  }

  Typeface typeface;
};

}  // namespace

TEST_CASE("there are letters for all that is said") {
  const Letters letters;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const std::string& text : {std::string(row.phrase.english), std::string(row.phrase.chinese)}) {
      for (const Type type : {Type::caption, Type::body, Type::strong, Type::heading})
        CHECK(letters.missing(type, text) == "");
      if (row.title) CHECK(letters.missing(Type::headline, text) == "");
    }
  }
  CHECK(letters.missing(Type::body, "龘") == "龘");
}

TEST_CASE("both typefaces stand on one line, in sizes that go together") {
  const Letters letters;
  const ImFontGlyph* latin = letters.typeface.font(Type::body)->FindGlyph('H');
  const ImFontGlyph* chinese = letters.typeface.font(Type::body)->FindGlyph(0x56fe);  // 图, a full square
  CHECK(chinese->AdvanceX == doctest::Approx(15.5).epsilon(0.05));
  CHECK(chinese->Y1 == doctest::Approx(latin->Y1).epsilon(0.15));
}

TEST_CASE("lines are no longer than they may be, and lose nothing but spaces") {
  const Letters letters;
  for (const Row& row : rows) {
    for (const std::string text : {row.phrase.english, row.phrase.chinese}) {
      CAPTURE(row.name);
      std::string joined, all = text;
      for (const std::string& line : letters.typeface.lines(Type::body, text, 90)) {
        CHECK(letters.typeface.width(Type::body, line) <= 90);
        joined += line;
      }
      for (std::string* both : {&joined, &all})
        both->erase(std::remove(both->begin(), both->end(), ' '), both->end());
      CHECK(joined == all);
    }
  }
}

TEST_CASE("a label takes a smaller type, and then an ellipsis, where there is no room") {
  const Letters letters;
  const Typeface& typeface = letters.typeface;
  const std::string words = "Receding hairline (on)";
  const float wide = typeface.width(Type::body, words), narrow = typeface.width(Type::caption, words);
  CHECK(typeface.fitted(Type::body, words, wide).type == Type::body);
  CHECK(typeface.fitted(Type::body, words, wide).words == words);
  CHECK(typeface.fitted(Type::body, words, narrow).type == Type::caption);
  CHECK(typeface.fitted(Type::body, words, narrow).words == words);
  for (const std::string& text : {words, std::string("发际线后移（是）")}) {
    const FittedText cut = typeface.fitted(Type::strong, text, 60);
    CHECK(cut.type == Type::caption);
    CHECK(typeface.width(cut.type, cut.words) <= 60.5f);
    CHECK(cut.words.substr(cut.words.size() - 3) == "…");
    CHECK(text.rfind(cut.words.substr(0, cut.words.size() - 3), 0) == 0);
  }
  CHECK(typeface.fitted(Type::body, "", 0).words == "");
  CHECK(typeface.fitted(Type::body, words, 0).words == "…");
}

TEST_CASE("a file that is no collection of fonts is refused") {
  Typeface typeface;
  const std::string page = "<!doctype html>";
  CHECK_FALSE(typeface.add_chinese(page.data(), page.size()));
  CHECK_FALSE(typeface.add_chinese(page.data(), 0));
}
