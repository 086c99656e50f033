#include "train/train_settings.h"

#include "io/nearest_word.h"

#include <limits>
#include <vector>

namespace jmvae {

namespace {

/// The numbers that a setting may be: low ... high, without an end that is left out.
struct Range {
  double low, high;
  bool without_low = false, without_high = false;

  bool holds(double value) const {
    return (without_low ? value > low : value >= low) && (without_high ? value < high : value <= high);
  }
};

constexpr Range count = {1, 100000}, count_or_none = {0, 100000}, samples = {1, 1000};
constexpr Range amount = {0, 100000}, positive = {0, 100000, true};
constexpr Range share = {0, 1}, decay = {0, 1, false, true};
constexpr Range pixels = {0, 1000}, degrees = {0, 180}, shear = {0, 10};
constexpr Range scale = {0, 0.9};  // a picture shrunk to nothing has no pixels to take

// One place names every setting and what it may be; JSON both ways and --set follow from it.
template <class Settings, class Visitor>
void visit(Settings& settings, Visitor&& field) {
  field("epochs", settings.epochs, count);
  field("batch", settings.batch, count);
  field("seed", settings.seed);
  field("learning_rate", settings.learning_rate, amount);
  field("final_learning_rate", settings.final_learning_rate, amount);
  field("adam.beta1", settings.adam.beta1, decay);
  field("adam.beta2", settings.adam.beta2, decay);
  field("adam.epsilon", settings.adam.epsilon, positive);
  field("adam.clip_norm", settings.adam.clip_norm, amount);
  field("adam.clip_value", settings.adam.clip_value, amount);
  field("warmup_epochs", settings.warmup_epochs, count_or_none);
  field("warmup_covers_alpha", settings.warmup_covers_alpha);
  field("beta", settings.beta, amount);
  field("alpha", settings.alpha, amount);
  field("samples", settings.samples, samples);
  field("only_encoder", settings.only_encoder);
  field("reading", settings.reading, amount);
  field("only_imputer", settings.only_imputer);
  field("adversary", settings.adversary, amount);
  field("smoothness", settings.smoothness, amount);
  field("reading_noise", settings.reading_noise, amount);
  field("balanced", settings.balanced, share);
  field("masked", settings.masked, share);
  field("binarize", settings.binarize);
  field("augment.shift", settings.augment.shift, pixels);
  field("augment.rotation", settings.augment.rotation, degrees);
  field("augment.scale", settings.augment.scale, scale);
  field("augment.shear", settings.augment.shear, shear);
  field("augment.flip", settings.augment.flip, share);
  field("augment.brightness", settings.augment.brightness, share);
  field("augment.contrast", settings.augment.contrast, share);
  field("average_decay", settings.average_decay, decay);
}

// Settings by modality, e.g. "likelihood_weight.label".
template <class Settings, class Visitor>
void visit_by_modality(Settings& settings, Visitor&& field) {
  field(std::string("likelihood_weight."), settings.likelihood_weight, amount);
  field(std::string("present."), settings.present, share);
}

template <class Value>
Result<void> keep(const Result<Value>& value, Value& out) {
  if (!value) return fail(value);
  out = *value;
  return {};
}

// Reads the member `key` of the settings; `what` begins the sentence of a failure.

Result<void> read_member(const Json& json, const std::string& key, const std::string& what, bool& out) {
  return keep(json_boolean(json, key, what), out);
}

Result<void> read_member(const Json& json, const std::string& key, const std::string& what,
                         std::string& out) {
  return keep(json_string(json, key, what), out);
}

Result<void> read_member(const Json& json, const std::string& key, const std::string& what,
                         std::uint64_t& out) {
  if (!json[key].is_number_unsigned()) {
    return fail(what, ": ", quote(key), " should be a whole number in 0 ... ",
                std::numeric_limits<std::uint64_t>::max(), ", found ", json_text(json[key]));
  }
  out = json[key].get<std::uint64_t>();
  return {};
}

Result<void> read_member(const Json& json, const std::string& key, const std::string& what, int& out,
                         const Range& range) {
  const auto value = json_integer(json, key, static_cast<std::int64_t>(range.low),
                                  static_cast<std::int64_t>(range.high), what);
  if (!value) return fail(value);
  out = static_cast<int>(*value);
  return {};
}

Result<void> read_member(const Json& json, const std::string& key, const std::string& what, double& out,
                         const Range& range) {
  const auto value = json_number(json, key, what);
  if (!value) return fail(value);
  if (!range.holds(*value)) {
    return fail(what, ": ", quote(key), " should be ", range.without_low ? "above " : "from ", range.low,
                range.without_high ? " to below " : " to ", range.high, ", found ", json_text(json[key]));
  }
  out = *value;
  return {};
}

/// Takes the setting `key` from the object `json`, which has it.
Result<void> set_from_json(TrainSettings& settings, const std::string& key, const Json& json,
                           const std::string& what) {
  std::vector<std::string> known;
  Result<void> result = {};
  bool found = false;
  visit_by_modality(settings, [&](const std::string& prefix, auto& values, const Range& range) {
    known.push_back(prefix + "label");
    if (key.rfind(prefix, 0) != 0 || key.size() == prefix.size()) return;
    found = true;
    result = read_member(json, key, what, values[key.substr(prefix.size())], range);
  });
  visit(settings, [&](const char* name, auto& field, const auto&... range) {
    known.push_back(name);
    if (key != name) return;
    found = true;
    result = read_member(json, key, what, field, range...);
  });
  if (!found) {
    return fail(what, ": unknown setting ", quote(key), "; did you mean ", quote(nearest_word(key, known)),
                "?");
  }
  return result;
}

}  // namespace

Json to_json(const TrainSettings& settings) {
  Json json = Json::object();
  visit(settings, [&](const char* name, const auto& field, const auto&...) { json[name] = field; });
  // As in runs from before there were these.
  for (const char* stage : {"only_encoder", "only_imputer"}) {
    if (json[stage] == "") json.erase(stage);
  }
  for (const char* weight : {"balanced", "reading", "smoothness", "reading_noise"}) {
    if (json[weight] == 0) json.erase(weight);
  }
  visit_by_modality(settings, [&](const std::string& prefix, const auto& values, const Range&) {
    for (const auto& [modality, value] : values) json[prefix + modality] = value;
  });
  return json;
}

Result<TrainSettings> train_settings_from_json(const Json& json, const std::string& what) {
  if (!json.is_object()) return fail(what, ": expected training settings as an object");
  TrainSettings settings;
  for (const auto& [key, value] : json.items()) {
    const auto set = set_from_json(settings, key, json, what);
    if (!set) return fail(set);
  }
  return settings;
}

Result<void> change_setting(TrainSettings& settings, const std::string& key, const std::string& value) {
  const auto json = parse_json(value, "setting");
  TrainSettings changed = settings;
  const auto set = set_from_json(changed, key, Json{{key, json ? *json : Json(value)}}, "setting");
  if (set) settings = changed;
  return set;
}

}  // namespace jmvae
