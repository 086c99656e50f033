#pragma once

#include "base/result.h"
#include "io/json.h"
#include "train/adam.h"
#include "train/augment.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jmvae {

/// Everything that decides what a training run computes. Two runs with equal settings on the same data give
/// the same weights to the bit, on any number of threads.
struct TrainSettings {
  int epochs = 200;
  int batch = 100;  ///< examples a step; the rest of an epoch that fills no batch is dropped
  std::uint64_t seed = 1;
  double learning_rate = 1e-3;
  double final_learning_rate = 1e-3;  ///< reached in the last step along half a cosine
  AdamSettings adam;
  int warmup_epochs = 0;             ///< beta grows from 0 in the first epoch to its full size in this one
  bool warmup_covers_alpha = false;  ///< whether alpha grows with beta
  double beta = 1;                   ///< weight of the divergence from the prior once the warm-up is over
  double alpha = 0.1;                ///< JMVAE-kl: weight of the sum of KL(q(z|x,w) || q(z|x_m))
  std::map<std::string, double> likelihood_weight;  ///< lambda by modality's name; 1 where not named
  std::map<std::string, double> present;  ///< share of examples that have a modality; 1 where not named
  /// Share of the examples of an epoch that are drawn anew, for their rare attributes (train/rare_examples).
  double balanced = 0;
  double masked = 0.5;  ///< share of examples that an encoder which can see a part sees a random part of
  int samples = 1;      ///< of z for each example; more than 1: the importance-weighted bound
  /// JMVAE-kl, TELBO: the modality whose own encoder alone learns, in a later stage
  /// (models/encoder_objective); all of the model does where it is empty.
  std::string only_encoder;
  double reading = 0;  ///< weight of what such an encoder reads of labels and attributes
  /// The modality whose imputer alone learns, in a later stage (models/imputer).
  std::string only_imputer;
  double adversary = 1;      ///< weight of log D in the gradient of a decoder that has an adversary
  double smoothness = 0;     ///< weight of half the squared slope of the adversary's logit D at real pictures
  double reading_noise = 0;  ///< standard deviation of the noise in pictures that the adversary reads
  bool binarize = true;      ///< pictures are drawn as black and white anew in every epoch
  AugmentSettings augment;
  double average_decay = 0;  ///< of the running average of weights that is exported; 0: the last weights
};

Json to_json(const TrainSettings& settings);
/// The inverse, with the checks of change_setting; `what` begins the sentence of a failure.
Result<TrainSettings> train_settings_from_json(const Json& json, const std::string& what);

/// Changes one setting by name, e.g. ("alpha", "0.01") or ("likelihood_weight.label", "10"). Fails where the
/// value has another type or is out of the setting's range; an unknown name's sentence offers the nearest
/// known one.
Result<void> change_setting(TrainSettings& settings, const std::string& key, const std::string& value);

}  // namespace jmvae
