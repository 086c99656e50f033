#include "app/state.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace jmvae {

namespace {
constexpr int seeds = 1000000;
constexpr float farthest = 20;   // from the middle of a map
constexpr float last_axis = 63;  // of the largest z

constexpr std::size_t longest_name = 64, most_names = 256;

/// In links from before there was this key, `beside` was said of the map too; so on the map it is that,
/// unless a link says both.
constexpr const char* map_beside_key = "map-beside";
bool beside_is_ambiguous(const State& state) { return state.screen == screen_map && state.beside; }

std::string number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(value));
  return text;
}

std::string written(const StateKey& key, const State& state) {
  if (const auto* text = std::get_if<std::string State::*>(&key.field)) return state.*(*text);
  if (const auto* names = std::get_if<Names State::*>(&key.field)) {
    std::string list;
    for (const std::string& name : state.*(*names)) list += (list.empty() ? "" : ",") + name;
    return list;
  }
  if (const auto* flag = std::get_if<bool State::*>(&key.field)) return state.*(*flag) ? "1" : "0";
  if (const auto* number = std::get_if<int State::*>(&key.field)) {
    const int value = state.*(*number);
    return key.choices.empty() ? std::to_string(value) : key.choices[static_cast<std::size_t>(value)];
  }
  return number(state.*std::get<float State::*>(key.field));
}

bool set_choice(const StateKey& key, const std::string& value, State& state) {
  for (std::size_t i = 0; i < key.choices.size(); ++i) {
    if (value != key.choices[i]) continue;
    state.*std::get<int State::*>(key.field) = static_cast<int>(i);
    return true;
  }
  return false;
}

/// False where a name can't be one, or stands twice.
bool set_names(const std::string& value, Names& names) {
  Names found;
  std::size_t begin = 0;
  while (begin < value.size()) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    const std::string name = value.substr(begin, end - begin);
    if (!is_name(name) || std::find(found.begin(), found.end(), name) != found.end()) return false;
    found.push_back(name);
    begin = end + 1;
  }
  if (found.size() > most_names) return false;
  names = std::move(found);
  return true;
}

/// False where the value is not one that the key may have.
bool set(const StateKey& key, const std::string& value, State& state) {
  if (!key.choices.empty()) return set_choice(key, value, state);
  if (const auto* names = std::get_if<Names State::*>(&key.field)) return set_names(value, state.*(*names));
  if (const auto* text = std::get_if<std::string State::*>(&key.field)) {
    if (is_name(value)) state.*(*text) = value;
    return is_name(value);
  }
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (value.empty() || *end != '\0' || !(number >= key.least && number <= key.most)) return false;
  if (const auto* real = std::get_if<float State::*>(&key.field)) {
    state.*(*real) = static_cast<float>(number);
    return true;
  }
  if (number != std::floor(number)) return false;
  if (const auto* whole = std::get_if<int State::*>(&key.field)) {
    state.*(*whole) = static_cast<int>(number);
  } else {
    state.*std::get<bool State::*>(key.field) = number != 0;
  }
  return true;
}

std::string allowed(const StateKey& key) {
  std::string list;
  for (const char* choice : key.choices) list += (list.empty() ? "" : say(words::comma)) + choice;
  if (!list.empty()) return say(words::one_of, list);
  if (std::holds_alternative<std::string State::*>(key.field)) return say(words::a_name);
  if (std::holds_alternative<Names State::*>(key.field)) return say(words::names_once);
  return say(words::a_number, number(key.least), number(key.most));
}

std::vector<const char*> model_keys() {
  std::vector<const char*> keys;
  const auto& rows = model_table();
  for (int i = 0; i < digit_model_count(); ++i) keys.push_back(rows[static_cast<std::size_t>(i)].key);
  return keys;
}

std::string apply(const std::string& name, const std::string& value, State& state) {
  for (const StateKey& key : state_keys()) {
    if (name != key.name) continue;
    if (set(key, value, state)) return "";
    return say(words::should_be, name, allowed(key), value);
  }
  return say(words::no_setting, name);
}
}  // namespace

const std::vector<StateKey>& state_keys() {
  static const std::vector<StateKey> keys = {
      {"screen",
       &State::screen,
       0,
       0,
       {"read", "write", "cover", "chain", "compare", "map", "learn", "faces"}},
      {"model", &State::model, 0, 0, model_keys()},
      {"filling", &State::filling, 0, 0, {"automatic", "zero", "chain", "encoder", "product"}},
      {"sweeps", &State::sweeps, 0, most_sweeps, {}},
      {"samples", &State::samples, 1, 256, {}},
      {"example", &State::example, -1, 9, {}},
      {"cover", &State::cover, 0, 0, {"none", "upper", "lower", "left", "right"}},
      {"source", &State::source, 0, 0, {"label", "prior"}},
      {"label", &State::label, 0, 9, {}},
      {"seed", &State::seed, 0, seeds - 1, {}},
      {"spread", &State::spread, 0, 1.5f, {}},
      {"keep-noise", &State::keep_noise, 0, 1, {}},
      {"held", &State::held, -1, 63, {}},
      {"held-seed", &State::held_seed, 0, seeds - 1, {}},
      {"map-model", &State::map_model, 0, 0, {"jmvae-kl-2d", "jmvae-2d", "jmvae-h-2d", "jmvae-kl"}},
      {"map-given", &State::map_given, 0, 0, {"both", "image", "label"}},
      {"map-x", &State::map_x, -farthest, farthest, {}},
      {"map-y", &State::map_y, -farthest, farthest, {}},
      {"map-pictures", &State::map_pictures, 0, 1, {}},
      {"map-beside", &State::map_beside, 0, 1, {}},
      {"plane", &State::plane, 0, 0, {"main", "axes", "corners"}},
      {"axis-across", &State::axis_across, 0, last_axis, {}},
      {"axis-up", &State::axis_up, 0, last_axis, {}},
      {"corner-a", &State::corner_a, 0, 9, {}},
      {"corner-b", &State::corner_b, 0, 9, {}},
      {"corner-c", &State::corner_c, 0, 9, {}},
      {"path", &State::path, 0, 1, {}},
      {"path-x", &State::path_x, -farthest, farthest, {}},
      {"path-y", &State::path_y, -farthest, farthest, {}},
      {"learn-model", &State::learn_model, 0, 0, {"jmvae-kl", "jmvae"}},
      {"alpha", &State::alpha, 0, most_alpha, {}},
      {"warm-up", &State::warmup, 0, most_warmup, {}},
      {"data", &State::data, 0, 0, face_data_sets()},
      {"face-model", &State::face_model, 0, 0, {"jmvae-kl", "jmvae", "jmvae-h"}},
      {"on", &State::on, 0, 0, {}},
      {"off", &State::off, 0, 0, {}},
      {"emphasis", &State::emphasis, 0, 1.5f, {}},
      {"faces", &State::faces, 0, 0, {"many", "slide", "walk", "own"}},
      {"kept", &State::kept, -1, 63, {}},
      {"kept-seed", &State::kept_seed, 0, seeds - 1, {}},
      {"walk-to", &State::walk_to, -1, 63, {}},
      {"walk-seed", &State::walk_seed, 0, seeds - 1, {}},
      {"slide", &State::slide, 0, 0, {}},
      {"along", &State::along, 0, 1, {}},
      {"strength", &State::strength, 0, 2, {}},
      {"beside", &State::beside, 0, 1, {}},
      {"every-attribute", &State::every_attribute, 0, 1, {}},
      {"every-model", &State::every_model, 0, 1, {}},
      {"find", &State::find, 0, 0, {}},
      {"theme", &State::theme, 0, 0, {"system", "light", "dark"}},
      {"motion", &State::motion, 0, 0, {"system", "full", "reduced"}},
      {"language", &State::language, 0, 0, {"system", "en", "zh"}},
      {"hide-screens", &State::hide_screens, 0, 1, {}},
      {"hide-models", &State::hide_models, 0, 1, {}},
      {"hide-fillings", &State::hide_fillings, 0, 1, {}},
      {"hide-open", &State::hide_open, 0, 1, {}},
      {"hide-spread", &State::hide_spread, 0, 1, {}},
      {"hide-emphasis", &State::hide_emphasis, 0, 1, {}},
      {"hide-share", &State::hide_share, 0, 1, {}},
  };
  return keys;
}

const std::vector<const char*>& state_choices(const std::string& key) {
  const auto& keys = state_keys();
  return std::find_if(keys.begin(), keys.end(), [&](const StateKey& row) { return key == row.name; })
      ->choices;
}

std::vector<std::string> read_state(const std::string& text, State& state) {
  std::vector<std::string> notices;
  bool says_map_beside = false;
  std::size_t begin = !text.empty() && text[0] == '#' ? 1 : 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('&', begin), text.size());
    const std::string pair = text.substr(begin, end - begin);
    begin = end + 1;
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string value = equals < pair.size() ? pair.substr(equals + 1) : "";
    const std::string name = pair.substr(0, equals), notice = apply(name, value, state);
    if (!notice.empty()) notices.push_back(notice);
    says_map_beside = says_map_beside || name == map_beside_key;
  }
  if (beside_is_ambiguous(state) && !says_map_beside) {
    state.map_beside = true;
    state.beside = false;
  }
  const auto both = [&](const std::string& name) {
    const bool is_on = std::find(state.on.begin(), state.on.end(), name) != state.on.end();
    if (is_on) notices.push_back(say(words::both_on_and_off, name));
    return is_on;
  };
  state.off.erase(std::remove_if(state.off.begin(), state.off.end(), both), state.off.end());
  return notices;
}

std::string write_state(const State& state) {
  const State initial;
  std::string text;
  for (const StateKey& key : state_keys()) {
    const std::string value = written(key, state);
    const bool needed = key.name == std::string(map_beside_key) && beside_is_ambiguous(state);
    if (value == written(key, initial) && !needed) continue;
    text += (text.empty() ? "" : "&") + std::string(key.name) + "=" + value;
  }
  return text;
}

bool is_name(const std::string& text) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || (letter != '\0' && std::strchr(" _=-.+()", letter));
  };
  // Ideographs are three bytes of UTF-8 from e4 to e9 on, whatever the other two hold.
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned char>(at < text.size() ? text[at] : 0);
  };
  const auto continues = [&](std::size_t at) { return (byte(at) & 0xc0) == 0x80; };
  std::size_t at = 0;
  while (at < text.size()) {
    const bool ideograph = byte(at) >= 0xe4 && byte(at) <= 0xe9 && continues(at + 1) && continues(at + 2);
    if (!ideograph && !fits(text[at])) return false;
    at += ideograph ? 3 : 1;
  }
  return !text.empty() && text.size() <= longest_name;
}

int next_seed(int seed) { return static_cast<int>((seed * 7919LL + 104729) % seeds); }

}  // namespace jmvae
