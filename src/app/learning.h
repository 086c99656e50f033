#pragma once
// A model that is being trained beside the screens: what the trainer is told, what it tells, and the model as
// it is now.

#include "api/jmvae.h"
#include "app/app.h"
#include "app/state.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace jmvae {

/// One term of the objective over the steps.
struct LearningCurve {
  std::string name;           ///< as `jmvae train` logs it, e.g. "KL(q||p)"
  std::vector<float> values;  ///< means between two reports
};

class Learning {
 public:
  explicit Learning(Host& host) : host_(host) {}

  enum class Stage { absent, fetching, running, paused, done, failed };
  Stage stage() const { return stage_; }
  const std::string& sentence() const { return sentence_; }  ///< why it failed

  /// Begins with fresh weights, as the state says.
  void start(const State& state);
  void pause();
  void resume();

  /// Hands on what the visitor has changed; another model ends what is being learnt. The seed is that of the
  /// start: other screens draw again with the state's.
  void follow(const State& state);

  /// As of the last report; null until the first.
  const std::shared_ptr<const jmvae_model>& model() const { return model_; }
  /// Grows with each report.
  int version() const { return version_; }
  const std::vector<LearningCurve>& curves() const { return curves_; }
  int epoch() const { return epoch_; }
  int epochs() const { return epochs_; }
  int examples_seen() const { return examples_seen_; }
  float beta() const { return beta_; }  ///< weight of the prior's divergence, while it warms up

  /// The host's answers.
  void learnt(int run, const std::string& progress, const void* weights, std::size_t size);
  /// run: 0 where the trainer itself failed, whatever it was to do. Returns whether that ended what is being
  /// learnt.
  bool failed(int run, const std::string& sentence);

 private:
  /// What decides on the run from its first step; number: of the runs of this program, from 1 on.
  struct Run {
    int model = 0, number = 0;
  };
  /// What can change while it goes on.
  struct Settings {
    float alpha = 0;
    int warmup = 0;
  };
  static Settings settings_of(const State& state) { return {state.alpha, state.warmup}; }
  void fail_with(const std::string& sentence);
  void forget();

  Host& host_;
  Stage stage_ = Stage::absent;
  std::string sentence_;
  Run run_;
  Settings told_;
  std::shared_ptr<const jmvae_model> model_;
  int version_ = 0, epoch_ = 0, epochs_ = 0, examples_seen_ = 0;
  float beta_ = 0;
  std::vector<LearningCurve> curves_;
};

}  // namespace jmvae
