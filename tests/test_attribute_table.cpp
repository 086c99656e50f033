#include "io/attribute_table.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace jmvae;

namespace {

using Names = std::vector<std::string>;

std::vector<int> values(const Result<AttributeTable>& table) {
  REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
  return {table->values.begin(), table->values.end()};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("CelebA's list of attributes, in all forms in which it is spread") {
  for (const char* text :
       {"2\nBald Male \na.jpg -1  1\nb.jpg  1 -1\n", "Bald Male\na.jpg 0 1\nb.jpg 1 0",
        "2\r\nBald Male\r\na.jpg -1 1\r\n\r\nb.jpg 1 -1\r\n", "image_id,Bald,Male\na.jpg,-1,1\nb.jpg,1,-1\n",
        "image_id;Bald;Male\na.jpg;0;1\nb.jpg;1;0\n",
        "\xef\xbb\xbfimage_id\tBald\tMale\r\na.jpg\t-1\t1\r\nb.jpg\t1\t-1"}) {
    CAPTURE(text);
    const auto table = parse_attributes(text, "list");
    CHECK(values(table) == std::vector<int>{0, 1, 1, 0});
    CHECK(table->attributes == Names{"Bald", "Male"});
    CHECK(table->pictures == Names{"a.jpg", "b.jpg"});
    CHECK(table->splits.empty());
  }
}

TEST_CASE("attributes of one's own: yes and no, words, parts") {
  const auto table = parse_attributes(
      "file,happy,Split,hair,hat\n"
      "\"a,b.png\", Yes,train,\"red; long\",FALSE\n"
      "b.png,no,Test,brown,true\n"
      "\"c \"\"x\"\".png\",no,validation,,true\n",
      "mine.csv");
  CHECK(values(table) == std::vector<int>{1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1});
  CHECK(table->attributes == Names{"happy", "hair=brown", "hair=red; long", "hat"});
  CHECK(table->pictures == Names{"a,b.png", "b.png", "c \"x\".png"});
  CHECK(table->splits == std::vector<Split>{Split::train, Split::test, Split::validation});

  CHECK(table->notes ==
        Names{"the column \"hair\" is an attribute for each of its words: hair=brown, hair=red; long"});

  // 0 ... 2 are words too, and a column without a choice is an attribute all the same.
  const auto numbers = parse_attributes("f,age,all\na,0,1\nb,1,1\nc,2,1\n", "n");
  CHECK(numbers->attributes == Names{"age=0", "age=1", "age=2", "all"});
  CHECK(values(numbers) == std::vector<int>{1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1});
}

TEST_CASE("tables with faults") {
  std::string words = "f,word\n";
  for (int i = 0; i < 66; ++i) words += std::to_string(i) + ".png,w" + std::to_string(i) + "\n";
  const std::pair<std::string, const char*> faults[] = {
      {"", "an empty file"},
      {"2\n", "expected a line for each picture, found none"},
      {"Bald Male\n", "expected a line for each picture, found none"},
      {"3\nBald Male\na.jpg 1 1\nb.jpg 1 1\n", "the first line says 3 pictures, found 2"},
      {"Bald Male\na.jpg 1 1\nb.jpg 1\n", "list: line 3: expected 3 fields, found 2"},
      {"Bald Male\na.jpg 1 1\nb.jpg\n", "line 3: expected 3 fields, found 1"},
      {"f,Bald\na.jpg,1,1\n", "line 2: expected 2 fields, found 3"},
      {"Bald Male\na.jpg 1 1\na.jpg 1 1\n", "line 3: the picture \"a.jpg\" stands twice"},
      {"Bald Bald\na.jpg 1 1\n", "the attribute \"Bald\" stands twice"},
      {"Bald Male\na.jpg 1 2\nb.jpg 1 1", "\"Male\" should be -1 or 1, found \"1\" and \"2\""},
      {"f,Bald\na.jpg,1\nb.jpg,\n", "\"Bald\" should be yes or no for every picture, found nothing"},
      {"f,Bald\na.jpg,yes\nb.jpg,no\nc.jpg,yse\n",
       "\"Bald\" should be yes or no for every picture, in the same words, found \"yse\" beside \"no\""},
      {"f,Bald\na.jpg,yes\nb.jpg,0\n", "in the same words, found \"yes\" beside \"0\""},
      {"f,hair\na.jpg,\"red, long\"\nb.jpg,black\n", "\"hair=red, long\" has a comma"},
      {"f,Bald,split\na.jpg,1,later\n", "expected the split train, validation or test, found \"later\""},
      {"f,split\na.jpg,test\n", "expected a column for each attribute, found none"},
      {words, "the column \"word\" has more than 64 different words"}};
  for (const auto& [text, sentence] : faults) {
    CAPTURE(sentence);
    const auto table = parse_attributes(text, "list");
    REQUIRE(!table);
    CHECK_MESSAGE(contains(table.error().message, sentence), table.error().message);
  }
}

TEST_CASE("lists of parts") {
  for (const char* text : {"a.jpg 0\nb.jpg 1\nc.jpg 2\n", "image_id,partition\na.jpg,0\nb.jpg,1\nc.jpg,2\n",
                           "a.jpg train\nb.jpg validation\nc.jpg test"}) {
    CAPTURE(text);
    const auto partition = parse_partition(text, "list");
    REQUIRE(partition);
    CHECK(partition->size() == 3);
    CHECK(partition->at("a.jpg") == Split::train);
    CHECK(partition->at("b.jpg") == Split::validation);
    CHECK(partition->at("c.jpg") == Split::test);
  }
  for (const char* text : {"a.jpg 0\nb.jpg 3\n", "a.jpg 0\nb.jpg\n", "a.jpg\n", "a b c\n"}) {
    CAPTURE(text);
    const auto partition = parse_partition(text, "list");
    REQUIRE(!partition);
    CHECK(contains(partition.error().message, "expected a name and 0, 1 or 2, found"));
  }
  const auto twice = parse_partition("a.jpg 0\nb.jpg 1\na.jpg 2\n", "list");
  REQUIRE(!twice);
  CHECK(contains(twice.error().message, "line 3: the picture \"a.jpg\" stands twice"));
}
