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

/// All presets, in the order in which they are listed.
const std::vector<Preset>& presets();

/// A preset by its name; the sentence for an unknown one offers the nearest.
Result<Preset> find_preset(const std::string& name);

}  // namespace jmvae
