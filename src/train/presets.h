#pragma once
// Named combinations of networks and settings.

#include "models/model_spec.h"
#include "train/train_settings.h"

#include <string>
#include <vector>

namespace jmvae {

/// What `jmvae train --preset` starts from.
struct Preset {
  std::string name;     ///< "<data>-<model>[-variant]"
  std::string data;     ///< the data set it is trained on; see io/data_sets.h
  std::string summary;  ///< one line for `jmvae presets`
  ModelSpec model;
  TrainSettings settings;
};

Json to_json(const Preset& preset);
/// The inverse, for networks of one's own; `what` begins the sentence of a failure.
Result<Preset> preset_from_json(const Json& json, const std::string& what);

/// All presets, in the order in which they are listed.
const std::vector<Preset>& presets();

/// A preset by its name; the sentence for an unknown one offers the nearest.
Result<Preset> find_preset(const std::string& name);

}  // namespace jmvae
