#pragma once
// A training run on disk: RUN/checkpoint.safetensors holds weights, optimizer, position and settings in one
// file that is replaced as a whole, so a run killed at any moment goes on from its last checkpoint.

#include "models/model_file.h"
#include "train/trainer.h"

#include <string>

namespace jmvae {

/// A checkpoint as read back.
struct Checkpoint {
  LoadedModel model;  ///< the weights to export; its description names preset, data and figures
  TrainSettings settings;
  TrainState state;
};

/// RUN/checkpoint.safetensors.
std::string checkpoint_path(const std::string& run);

/// Writes the trainer's state. `description` is what exported weights will carry too: preset, data, command.
Result<void> save_checkpoint(const std::string& run, const Model& model, const TrainSettings& settings,
                             const Trainer& trainer, Json description);

Result<Checkpoint> load_checkpoint(const std::string& run);

}  // namespace jmvae
