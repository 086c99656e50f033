#include "train/train_settings.h"

#include "io/nearest_word.h"

#include <algorithm>
#include <vector>

namespace jmvae {

namespace {

// One place names every setting; JSON both ways and --set follow from it.
template <class Settings, class Visitor>
void visit(Settings& settings, Visitor&& field) {
  field("epochs", settings.epochs);
  field("batch", settings.batch);
  field("seed", settings.seed);
  field("learning_rate", settings.learning_rate);
  field("final_learning_rate", settings.final_learning_rate);
  field("adam.beta1", settings.adam.beta1);
  field("adam.beta2", settings.adam.beta2);
  field("adam.epsilon", settings.adam.epsilon);
  field("adam.clip_norm", settings.adam.clip_norm);
  field("adam.clip_value", settings.adam.clip_value);
  field("warmup_epochs", settings.warmup_epochs);
  field("warmup_covers_alpha", settings.warmup_covers_alpha);
  field("beta", settings.beta);
  field("alpha", settings.alpha);
  field("samples", settings.samples);
  field("only_encoder", settings.only_encoder);
  field("adversary", settings.adversary);
  field("masked", settings.masked);
  field("binarize", settings.binarize);
  field("augment.shift", settings.augment.shift);
  field("augment.rotation", settings.augment.rotation);
  field("augment.scale", settings.augment.scale);
  field("augment.shear", settings.augment.shear);
  field("augment.flip", settings.augment.flip);
  field("augment.brightness", settings.augment.brightness);
  field("augment.contrast", settings.augment.contrast);
  field("average_decay", settings.average_decay);
}

// Settings by modality, e.g. "likelihood_weight.label".
template <class Settings, class Visitor>
void visit_by_modality(Settings& settings, Visitor&& field) {
  field(std::string("likelihood_weight."), settings.likelihood_weight);
  field(std::string("present."), settings.present);
}

Result<void> read_value(const Json& json, bool& out) {
  if (!json.is_boolean()) return fail("expected true or false, found ", json.dump());
  out = json.get<bool>();
  return {};
}

Result<void> read_value(const Json& json, std::string& out) {
  if (!json.is_string()) return fail("expected a name, found ", json.dump());
  out = json.get<std::string>();
  return {};
}

template <class Number>
Result<void> read_value(const Json& json, Number& out) {
  if (!json.is_number()) return fail("expected a number, found ", json.dump());
  const double value = json.get<double>();
  if (value < 0) return fail("expected a number of at least 0, found ", json.dump());
  if (std::is_integral_v<Number> && !json.is_number_integer()) {
    return fail("expected a whole number, found ", json.dump());
  }
  if (std::is_same_v<Number, int> && value > 1e9)
    return fail("expected at most 1000000000, found ", json.dump());
  out = json.get<Number>();
  return {};
}

Result<void> set_from_json(TrainSettings& settings, const std::string& key, const Json& value) {
  Result<void> result = {};
  bool known = false;
  visit_by_modality(settings, [&](const std::string& prefix, auto& values) {
    if (key.rfind(prefix, 0) != 0 || key.size() == prefix.size()) return;
    known = true;
    result = read_value(value, values[key.substr(prefix.size())]);
  });
  visit(settings, [&](const char* name, auto& field) {
    if (key != name) return;
    known = true;
    result = read_value(value, field);
  });
  if (!known) {
    std::vector<std::string> names;
    visit_by_modality(settings, [&](const std::string& prefix, auto&) { names.push_back(prefix + "label"); });
    visit(settings, [&](const char* name, auto&) { names.push_back(name); });
    return fail("unknown setting \"", key, "\"; did you mean \"", nearest_word(key, names), "\"?");
  }
  if (!result) return fail("setting \"", key, "\": ", result.error().message);
  if (settings.samples < 1) return fail("setting \"samples\": expected at least 1, found ", settings.samples);
  if (settings.masked > 1)
    return fail("setting \"masked\": expected a share of at most 1, found ", settings.masked);
  for (const auto& [modality, share] : settings.present) {
    if (share > 1)
      return fail("setting \"present.", modality, "\": expected a share of at most 1, found ", share);
  }
  if (settings.batch < 1) return fail("setting \"batch\": expected at least 1, found ", settings.batch);
  if (settings.epochs < 1) return fail("setting \"epochs\": expected at least 1, found ", settings.epochs);
  return {};
}

}  // namespace

Json to_json(const TrainSettings& settings) {
  Json json = Json::object();
  visit(settings, [&](const char* name, const auto& field) { json[name] = field; });
  if (settings.only_encoder.empty()) json.erase("only_encoder");  // as in runs from before there was one
  visit_by_modality(settings, [&](const std::string& prefix, const auto& values) {
    for (const auto& [modality, value] : values) json[prefix + modality] = value;
  });
  return json;
}

Result<TrainSettings> train_settings_from_json(const Json& json, const std::string& what) {
  if (!json.is_object()) return fail(what, ": expected training settings as an object");
  TrainSettings settings;
  for (const auto& [key, value] : json.items()) {
    const auto set = set_from_json(settings, key, value);
    if (!set) return fail(what, ": ", set.error().message);
  }
  return settings;
}

Result<void> change_setting(TrainSettings& settings, const std::string& key, const std::string& value) {
  const auto json = parse_json(value, "setting \"" + key + "\"");
  TrainSettings changed = settings;
  const auto set = set_from_json(changed, key, json ? *json : Json(value));
  if (set) settings = changed;
  return set;
}

}  // namespace jmvae
