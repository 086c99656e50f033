#include "app/learning.h"

#include "io/json.h"

#include <algorithm>

namespace jmvae {

namespace {
Json settings_json(float alpha, int warmup_epochs) {
  return {{"alpha", alpha}, {"warmup_epochs", warmup_epochs}};
}
}  // namespace

void Learning::start(const State& state) {
  forget();
  run_ = {state.learn_model, run_.number + 1};
  told_ = settings_of(state);
  stage_ = Stage::fetching;
  const std::string kind = state_choices("learn-model")[static_cast<std::size_t>(state.learn_model)];
  host_.learn(json_text({{"do", "start"},
                         {"preset", "mnist-" + kind + "-live"},
                         {"seed", state.seed},
                         {"run", run_.number},
                         {"settings", settings_json(told_.alpha, told_.warmup)}}));
}

void Learning::pause() {
  if (stage_ != Stage::running && stage_ != Stage::fetching) return;
  stage_ = Stage::paused;
  host_.learn(json_text({{"do", "pause"}}));
}

void Learning::resume() {
  if (stage_ != Stage::paused) return;
  stage_ = Stage::running;
  host_.learn(json_text({{"do", "resume"}}));
}

void Learning::follow(const State& state) {
  if (stage_ == Stage::absent) return;
  if (state.learn_model != run_.model) {
    pause();
    forget();
    return;
  }
  const Settings now = settings_of(state);
  if (now.alpha == told_.alpha && now.warmup == told_.warmup) return;
  told_ = now;
  host_.learn(json_text({{"do", "change"}, {"settings", settings_json(now.alpha, now.warmup)}}));
}

void Learning::learnt(int run, const std::string& progress, const void* weights, std::size_t size) {
  if (run != run_.number || stage_ == Stage::absent || stage_ == Stage::failed) return;  // given up
  const auto report = parse_json(progress, "the trainer's report");
  if (!report) return fail_with(report.error().message);
  // The new model comes before the old one goes, so that their addresses differ.
  std::shared_ptr<jmvae_model> model{jmvae_load(weights, size), jmvae_free};
  if (!model) return fail_with(jmvae_error());
  model_ = std::move(model);
  ++version_;
  epoch_ = report->value("epoch", 0);
  epochs_ = report->value("epochs", 0);
  beta_ = report->value("beta", 0.0f);
  const int step = report->value("step", 0), steps = report->value("steps", 1);
  examples_seen_ = static_cast<int>(report->value("examples", 0.0) * epochs_ * step / steps);
  const Json terms = report->value("terms", Json::object());
  for (const auto& [name, value] : terms.items()) {
    const std::string& term = name;
    auto curve = std::find_if(curves_.begin(), curves_.end(),
                              [&](const LearningCurve& one) { return one.name == term; });
    if (curve == curves_.end()) curve = curves_.insert(curve, {term, {}});
    curve->values.push_back(value.get<float>());
  }
  if (stage_ == Stage::fetching) stage_ = Stage::running;
  if (step >= steps) stage_ = Stage::done;
}

bool Learning::failed(int run, const std::string& sentence) {
  if (stage_ == Stage::absent || (run != 0 && run != run_.number)) return false;
  fail_with(sentence);
  return true;
}

void Learning::fail_with(const std::string& sentence) {
  stage_ = Stage::failed;
  sentence_ = sentence;
}

void Learning::forget() {
  stage_ = Stage::absent;
  model_.reset();
  curves_.clear();
  epoch_ = examples_seen_ = 0;
  ++version_;
}

}  // namespace jmvae
