#include "app/attributes.h"
#include "app/state.h"
#include "app/verdict.h"
#include "app/words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

struct Row {
  std::string name;
  Phrase phrase;
};

const std::vector<Row> rows = {
#define JMVAE_WORDS(name, english, chinese) {#name, {english, chinese}},
#define JMVAE_TITLE JMVAE_WORDS
#include "app/words.inc"
#undef JMVAE_TITLE
#undef JMVAE_WORDS
};

/// "{0}", "{1}" ... of a text, each once, in order.
std::vector<std::string> places(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
    found.push_back(text.substr(at, 3));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// Speaks another language until the end of a test.
struct Speaking {
  explicit Speaking(Language language) { speak(language); }
  ~Speaking() { speak(Language::english); }
};

}  // namespace

TEST_CASE("every row has both languages, with the same places for values") {
  REQUIRE(rows.size() > 100);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string english = row.phrase.english, chinese = row.phrase.chinese;
    CHECK(!english.empty());
    CHECK(!chinese.empty());
    CHECK(places(english) == places(chinese));
    for (const std::string& place : places(english)) {
      CHECK(std::isdigit(static_cast<unsigned char>(place[1])));
      CHECK(place[2] == '}');
    }
  }
}

TEST_CASE("no English is left in the Chinese but names and what stands for itself") {
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string english = row.phrase.english, chinese = row.phrase.chinese;
    const bool has_words = english.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    if (has_words) CHECK(english != chinese);
  }
}

TEST_CASE("values stand where the language wants them") {
  CHECK(say(words::readable, "JMVAE", 3, 12) == "JMVAE 3 of 12 readable");
  const Speaking chinese(Language::chinese);
  CHECK(say(words::readable, "JMVAE", 3, 12) == "JMVAE 的 12 张中 3 张可辨认");
}

TEST_CASE("a value that looks like a place is not filled in again") {
  CHECK(fill_in("{0} and {1}", {"{1}", "b"}) == "{1} and b");
  CHECK(fill_in("{2} stays, as do { and {x}", {"a"}) == "{2} stays, as do { and {x}");
  CHECK(fill_in("", {}).empty());
}

TEST_CASE("the system's language is met where it is spoken here") {
  for (const char* tag : {"zh", "zh-CN", "zh-Hans-SG", "zh_TW"}) CHECK(language_of(tag) == Language::chinese);
  for (const char* tag : {"en", "en-GB", "de", "", "zho"}) CHECK(language_of(tag) == Language::english);
}

TEST_CASE("attributes are said in the language that is spoken, under names that stay") {
  CHECK(describe_attribute("Smiling").words == "Smiling");
  const Speaking chinese(Language::chinese);
  const Attribute smiling = describe_attribute("Smiling");
  CHECK(smiling.name == "Smiling");
  CHECK(smiling.words == "微笑");
  CHECK(smiling.group == "表情");
  CHECK(matches(smiling, "smil"));
  CHECK(matches(smiling, "笑"));
  CHECK_FALSE(matches(smiling, "哭"));
  CHECK(describe_attribute("Hair=dark_red").words == "Dark red");
}

TEST_CASE("verdicts and notices are Chinese without a word of English") {
  const Speaking chinese(Language::chinese);
  LabelProbabilities seven{};
  seven[7] = 1;
  CHECK(in_full(judge(seven, 0)) == "看起来是 7。置信度 99% 以上。");
  State state;
  const auto notices = read_state("label=12", state);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0] == "链接中的 label 应为0 到 9 的数，而不是“12”，已略去。");
}
