#pragma once
// A model with its first numbers, for tests of what it computes from them.

#include "models/model.h"

#include <memory>
#include <utility>

namespace jmvae {

struct UntrainedModel {
  explicit UntrainedModel(const ModelSpec& spec)
      : model(std::move(*make_model(spec))),
        latent(*model->latent()),
        parameters(10 * model->layout().initialize(3)) {}  // ten times: what is given makes a difference

  std::unique_ptr<Model> model;
  const LatentModel& latent;
  Vector parameters;
};

}  // namespace jmvae
