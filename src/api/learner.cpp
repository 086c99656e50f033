#include "api/jmvae_learner.h"
#include "io/labelled_digits.h"
#include "models/model_file.h"
#include "train/presets.h"
#include "train/trainer.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace jmvae;

struct jmvae_learner {
  Preset preset;
  Examples examples;
  std::unique_ptr<Model> model;
  std::unique_ptr<Trainer> trainer;
  std::string progress;
  std::vector<std::uint8_t> weights;
};

namespace {

thread_local std::string failure;

Result<std::unique_ptr<jmvae_learner>> start(const void* digits, std::size_t size, const std::string& name,
                                             std::uint32_t seed) {
  auto learner = std::make_unique<jmvae_learner>();
  auto preset = find_preset(name);
  if (!preset) return fail(preset);
  learner->preset = std::move(*preset);
  learner->preset.settings.seed = seed;
  auto examples = read_labelled_digits(digits, size, "digits");
  if (!examples) return fail(examples);
  learner->examples = std::move(*examples);
  auto model = make_model(learner->preset.model);
  if (!model) return fail(model);
  learner->model = std::move(*model);
  auto trainer = Trainer::make(*learner->model, learner->examples, learner->preset.settings, 1);
  if (!trainer) return fail(trainer);
  learner->trainer = std::move(*trainer);
  return learner;
}

Result<int> learn(jmvae_learner& learner, int steps) {
  int made = 0;
  for (; made < steps && !learner.trainer->done(); ++made) {
    const auto stepped = learner.trainer->step();
    if (!stepped) return fail(stepped);
  }
  return made;
}

Json progress(jmvae_learner& learner) {
  Trainer& trainer = *learner.trainer;
  Json terms = Json::object();
  for (const auto& [name, mean] : trainer.state().means) terms[name] = mean.mean();
  trainer.forget_means();  // the next means are of the steps from here on
  const int epoch = trainer.epoch();
  return {{"step", trainer.state().step},
          {"steps", trainer.steps()},
          {"epoch", epoch},
          {"epochs", learner.preset.settings.epochs},
          {"examples", learner.examples.count},
          {"beta", trainer.kl_weight(epoch)},
          {"terms", std::move(terms)}};
}

/// The value, or what stands for a failure, whose sentence is kept.
template <class T>
T value_or(Result<T> result, T otherwise) {
  if (result) return std::move(*result);
  failure = result.error().message;
  return otherwise;
}

}  // namespace

const char* jmvae_learner_error(void) { return failure.c_str(); }

jmvae_learner* jmvae_learner_start(const void* digits, size_t size, const char* preset, uint32_t seed) {
  return value_or(start(digits, size, preset, seed), std::unique_ptr<jmvae_learner>()).release();
}

void jmvae_learner_free(jmvae_learner* learner) { delete learner; }

int jmvae_learner_change(jmvae_learner* learner, const char* key, const char* value) {
  TrainSettings changed = learner->preset.settings;
  auto done = change_setting(changed, key, value);
  if (done) done = learner->trainer->change(changed);
  if (!done) {
    failure = done.error().message;
    return -1;
  }
  learner->preset.settings = changed;
  return 0;
}

int jmvae_learner_learn(jmvae_learner* learner, int steps) { return value_or(learn(*learner, steps), -1); }

const char* jmvae_learner_progress(jmvae_learner* learner) {
  learner->progress = json_text(progress(*learner));
  return learner->progress.c_str();
}

const void* jmvae_learner_weights(jmvae_learner* learner, size_t* size) {
  SafetensorsWriter writer;
  const Json description = {{"data", learner->preset.data}, {"preset", learner->preset.name}};
  const auto added =
      add_model(writer, *learner->model, learner->trainer->result(), description, DataType::f32);
  if (!added) {
    failure = added.error().message;
    return nullptr;
  }
  learner->weights = writer.bytes();
  *size = learner->weights.size();
  return learner->weights.data();
}
