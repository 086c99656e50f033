#include "io/json.h"

#include <doctest/doctest.h>

#include <string>

using namespace jmvae;

namespace {

/// The sentence of a failure; empty where there is none.
template <class T>
std::string sentence(const Result<T>& result) {
  return result ? "" : result.error().message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("documents keep the order of keys") {
  const std::string text = R"({"b":1,"a":[true,null,-2,1.5,"\u00e9"],"c":{"d":{}}})";
  const auto json = parse_json(text, "a.json");
  REQUIRE(json);
  CHECK(json_text(*json) == R"({"b":1,"a":[true,null,-2,1.5,"é"],"c":{"d":{}}})");
  CHECK(json_text(*parse_json(" 7 ", "a.json")) == "7");
}

TEST_CASE("documents that are not JSON") {
  struct Fault {
    std::string text, sentence;
  };
  const Fault faults[] = {
      {"", "line 1, column 1"},
      {"{", "line 1, column 2"},
      {"{\"a\": 1,\n \"b\": x}", "line 2, column 7"},
      {"{'a': 1}", "line 1, column 2"},
      {"[1, 2,]", "line 1, column 7"},
      {"{} {}", "line 1, column 4"},
      {"NaN", "line 1"},
      {"[01]", "line 1"},
      {"\"\xff\"", "UTF-8"},
      {"\"\xc3\"", "UTF-8"},
      {"\"\xed\xa0\x80\"", "UTF-8"},
      {"\"a\nb\"", "control character"},
      {"\"\\ud800\"", "surrogate"},
      {std::string("{}\0", 3), "byte 2 is zero"},
      {"\xef\xbb\xbf{}", "byte order mark"},
      {"[1e999]", "too large"},
      {R"({"a": 1, "a": 2})", "the key \"a\" stands twice in the document"},
      {R"({"m": [1, {"n": {"a": 1, "b": 2, "a": 3}}]})", "the key \"a\" stands twice in \"m[1].n\""},
      {std::string(101, '[') + std::string(101, ']'), "100 levels"},
      {std::string(1000000, '['), "100 levels"},
  };
  for (const Fault& fault : faults) {
    const std::string found = sentence(parse_json(fault.text, "a.json"));
    CAPTURE(fault.text.substr(0, 50));
    CAPTURE(found);
    CHECK(contains(found, "a.json: "));
    CHECK(contains(found, fault.sentence));
    CHECK(found.size() < 200);
  }
  CHECK(parse_json(std::string(100, '[') + std::string(100, ']'), "a.json"));
}

TEST_CASE("members are read by type") {
  const auto json =
      parse_json(R"({"kind":"jmvae","latent":64,"rate":0.001,"whole":2,"on":true,"list":["a","b"],
                                   "shape":[28,28,1],"inner":{"x":1},"huge":18446744073709551615,"none":null})",
                 "m");
  REQUIRE(json);
  CHECK(*json_string(*json, "kind", "m") == "jmvae");
  CHECK(*json_integer(*json, "latent", 1, 100, "m") == 64);
  CHECK(*json_number(*json, "rate", "m") == 0.001);
  CHECK(*json_number(*json, "whole", "m") == 2);
  CHECK(*json_boolean(*json, "on", "m"));
  CHECK(*json_strings(*json, "list", "m") == std::vector<std::string>{"a", "b"});
  CHECK(*json_integers(*json, "shape", 1, 100, "m") == std::vector<std::int64_t>{28, 28, 1});
  CHECK(*json_integer(**json_object(*json, "inner", "m"), "x", 0, 9, "m: inner") == 1);
  CHECK((*json_array(*json, "list", "m"))->size() == 2);

  CHECK(*json_string_or(*json, "missing", "otherwise", "m") == "otherwise");
  CHECK(*json_string_or(*json, "kind", "otherwise", "m") == "jmvae");
  CHECK(*json_integer_or(*json, "missing", 0, 9, 3, "m") == 3);
  CHECK(*json_number_or(*json, "missing", 0.5, "m") == 0.5);
  CHECK(*json_boolean_or(*json, "missing", true, "m"));

  CHECK(sentence(json_string(*json, "missing", "m")) == "m: \"missing\" is missing");
  CHECK(sentence(json_string(*json, "latent", "m")) == "m: \"latent\" should be a text, found 64");
  CHECK(sentence(json_string_or(*json, "none", "", "m")) == "m: \"none\" should be a text, found null");
  CHECK(sentence(json_integer(*json, "rate", 0, 9, "m")) ==
        "m: \"rate\" should be a whole number, found 0.001");
  CHECK(sentence(json_integer(*json, "latent", 1, 8, "m")) == "m: \"latent\" should be in 1 ... 8, found 64");
  CHECK(contains(sentence(json_integer(*json, "huge", 0, 9, "m")), "found 18446744073709551615"));
  CHECK(sentence(json_number(*json, "kind", "m")) ==
        "m: \"kind\" should be a number, found the text \"jmvae\"");
  CHECK(sentence(json_boolean(*json, "list", "m")) == "m: \"list\" should be true or false, found a list");
  CHECK(sentence(json_array(*json, "inner", "m")) == "m: \"inner\" should be a list, found an object");
  CHECK(sentence(json_object(*json, "list", "m")) == "m: \"list\" should be an object, found a list");
  CHECK(sentence(json_strings(*json, "shape", "m")) == "m: each of \"shape\" should be a text, found 28");
  CHECK(sentence(json_integers(*json, "shape", 1, 9, "m")) ==
        "m: each of \"shape\" should be in 1 ... 9, found 28");
  CHECK(sentence(json_string((*json)["list"], "a", "m: list")) ==
        "m: list: expected an object, found a list");
}

TEST_CASE("quotations are short and whole") {
  CHECK(quote("a\nb") == "\"a\\x0ab\"");
  CHECK(printable("\x1b[2J \x7f \xc2\x9b") == "\\x1b[2J \\x7f \\x9b");
  CHECK(printable("\xc3\x9b \xe6\x95\xb0") == "\xc3\x9b \xe6\x95\xb0");
  CHECK(quote(std::string(61, 'x')) == "\"" + std::string(60, 'x') + "...\"");
  CHECK(quote(std::string(59, 'x') + "\xc3\xa9") == "\"" + std::string(59, 'x') + "...\"");
  CHECK(quote(std::string(58, 'x') + "\xc3\xa9") == "\"" + std::string(58, 'x') + "\xc3\xa9\"");
}

TEST_CASE("invalid UTF-8 is replaced on output") { CHECK(json_text(Json("a\xff")) == "\"a\xef\xbf\xbd\""); }
