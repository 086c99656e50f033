#include "app/state.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace jmvae;

namespace {
/// A value that is allowed and is not the default.
std::string another_value(const StateKey& key) {
  if (!key.choices.empty()) return key.choices.back();
  const State initial;
  if (const auto* flag = std::get_if<bool State::*>(&key.field)) return initial.*(*flag) ? "0" : "1";
  if (std::holds_alternative<float State::*>(key.field)) return "0.35";
  if (std::holds_alternative<std::string State::*>(key.field)) return "Smiling";
  if (std::holds_alternative<Names State::*>(key.field))
    return key.name == std::string("on") ? "Smiling,Eyeglasses" : "Bald";
  return std::to_string(static_cast<int>(key.most));
}
}  // namespace

TEST_CASE("every key of the state goes into a link and back") {
  std::string all;
  for (const StateKey& key : state_keys()) {
    if (key.choices.size() == 1) continue;  // nothing else can be chosen
    const std::string pair = std::string(key.name) + "=" + another_value(key);
    State state;
    CHECK(read_state(pair, state).empty());
    CHECK(write_state(state) == pair);
    all += (all.empty() ? "" : "&") + pair;
  }
  State state;
  CHECK(read_state("#" + all, state).empty());
  CHECK(write_state(state) == all);
}

TEST_CASE("every choice of a key goes into a link and back") {
  for (const StateKey& key : state_keys()) {
    for (const char* choice : key.choices) {
      State state;
      CHECK(read_state(std::string(key.name) + "=" + choice, state).empty());
      State copy;
      CHECK(read_state(write_state(state), copy).empty());
      CHECK(write_state(copy) == write_state(state));
    }
  }
}

TEST_CASE("keys have names of their own") {
  std::set<std::string> names;
  for (const StateKey& key : state_keys()) CHECK(names.insert(key.name).second);
}

TEST_CASE("the default state is an empty link") {
  State state;
  CHECK(write_state(state).empty());
  CHECK(read_state("", state).empty());
  CHECK(read_state("#", state).empty());
  CHECK(read_state("&&", state).empty());
  CHECK(write_state(state).empty());
}

TEST_CASE("what can't be used is left out, with a sentence") {
  for (const char* text : {"label=10",     "label=-1",
                           "label=",       "label",
                           "label=7x",     "label=1.5",
                           "spread=nan",   "spread=1.6",
                           "spread=inf",   "seed=99999999999999999999",
                           "screen=",      "screen=Read",
                           "keep-noise=2", "filling=guess",
                           "sweeps=51",    "sweeps=-1",
                           "cover=all",    "model=",
                           "held=0.5",     "unknown=1",
                           "=3",           "="}) {
    CAPTURE(text);
    State state;
    const auto notices = read_state(text, state);
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].back() == '.');
    CHECK(write_state(state).empty());
  }
}

TEST_CASE("a broken key does not keep the others from being used") {
  State state;
  CHECK(read_state("label=99&screen=write&colour=blue&spread=0.5", state).size() == 2);
  CHECK(state.screen == screen_write);
  CHECK(state.spread == 0.5f);
  CHECK(state.label == State().label);
}

TEST_CASE("side by side is said of the map and of faces by keys of their own, as older links don't") {
  State state;
  CHECK(read_state("screen=map&beside=1", state).empty());
  CHECK(state.map_beside);
  CHECK_FALSE(state.beside);
  CHECK(write_state(state) == "screen=map&map-beside=1");
  for (const char* link : {"screen=map&map-beside=1&beside=1", "screen=map&map-beside=0&beside=1",
                           "screen=faces&beside=1", "map-beside=1"}) {
    State other;
    CHECK(read_state(link, other).empty());
    CHECK(write_state(other) == link);
  }
}

TEST_CASE("seeds follow one another without an early repetition") {
  std::set<int> seen;
  int seed = 1;
  for (int i = 0; i < 10000; ++i) {
    CHECK(seed >= 0);
    CHECK(seed < 1000000);
    CHECK(seen.insert(seed).second);
    seed = next_seed(seed);
  }
}

TEST_CASE("a model that is not there is left out, with the names of those that are") {
  State state;
  const auto notices = read_state("model=celeba-jmvae", state);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].find("one of jmvae-kl, jmvae") != std::string::npos);
  CHECK(state.model == model_kl);
}
