#include "train/presets.h"

#include "io/json_members.h"
#include "io/nearest_word.h"
#include "train/preset_lists.h"

namespace jmvae {

NetworkSpec layers(std::initializer_list<Index> widths) {
  NetworkSpec network;
  for (const Index units : widths) network.push_back({units, Activation::relu});
  return network;
}

LayerSpec convolution(Index channels, Index kernel, Index stride) {
  LayerSpec layer = {channels, Activation::relu, LayerKind::convolution};
  layer.window = {kernel, stride};
  return layer;
}

LayerSpec transposed_convolution(Index channels) {
  LayerSpec layer = {channels, Activation::relu, LayerKind::transposed_convolution};
  layer.window = {4, 2};
  return layer;
}

LayerSpec normalized(LayerSpec layer) {
  layer.normalize = true;
  return layer;
}

LayerSpec linear(LayerSpec layer) {
  layer.activation = Activation::linear;
  return layer;
}

LayerSpec dense_picture(Index height, Index width, Index channels) {
  LayerSpec layer = {height * width * channels, Activation::relu};
  layer.shape = {height, width, channels};
  return layer;
}

Json to_json(const Preset& preset) {
  return {{"name", preset.name},
          {"data", preset.data},
          {"summary", preset.summary},
          {"model", to_json(preset.model)},
          {"settings", to_json(preset.settings)}};
}

Result<Preset> preset_from_json(const Json& json, const std::string& what) {
  const auto read_model = [](const Json& object, const char* key, const std::string& place) {
    return model_spec_from_json(object[key], place + ": " + key);
  };
  const auto read_settings = [](const Json& object, const char* key, const std::string& place) {
    return train_settings_from_json(object[key], place + ": " + key);
  };
  for (const char* part : {"model", "settings"}) {
    if (!json.contains(part)) return fail(what, ": ", quote(part), " is missing");
  }
  Preset preset;
  JsonMembers members(json, what);
  members.take("name", preset.name, json_string);
  members.take("data", preset.data, json_string);
  members.take_if_there("summary", preset.summary, json_string);
  members.take("model", preset.model, read_model);
  members.take("settings", preset.settings, read_settings);
  return members.give(std::move(preset));
}

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = [] {
    std::vector<Preset> lists = mnist_presets();
    for (Preset& preset : face_presets()) lists.push_back(std::move(preset));
    return lists;
  }();
  return all;
}

Result<Preset> find_preset(const std::string& name) {
  std::vector<std::string> names;
  for (const Preset& preset : presets()) {
    if (preset.name == name) return preset;
    names.push_back(preset.name);
  }
  return fail("unknown preset \"", name, "\"; did you mean \"", nearest_word(name, names),
              "\"? `jmvae presets` lists all");
}

}  // namespace jmvae
