#pragma once
// One run of training: from settings and examples to weights, in steps that can stop and go on at any point.

#include "io/examples.h"
#include "models/model.h"
#include "train/adam.h"
#include "train/rare_examples.h"
#include "train/train_settings.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// A sum and how many numbers are in it.
struct RunningMean {
  double sum = 0;
  std::int64_t count = 0;
  double mean() const { return sum / static_cast<double>(count); }
  bool operator==(const RunningMean& other) const { return sum == other.sum && count == other.count; }
};

/// Means over the examples of an epoch so far by term, of those examples that have the term; "objective" and
/// the steps' "gradient norm" are among them.
using EpochMeans = std::map<std::string, RunningMean>;

/// What a run needs to go on as if it had never stopped.
struct TrainState {
  std::int64_t step = 0;  ///< steps made
  Vector parameters;
  AdamState adam;
  Vector average;    ///< running average of the parameters; empty where settings ask for none
  EpochMeans means;  ///< of the unfinished epoch
};

class Trainer {
 public:
  /// Examples must hold the model's modalities, in any order, and at least one batch. Model and examples must
  /// outlive the trainer.
  static Result<std::unique_ptr<Trainer>> make(const Model& model, const Examples& examples,
                                               const TrainSettings& settings, int threads);

  /// Makes one step. Where the objective is no longer finite it fails instead, with the state as it was
  /// before; the sentence names the term.
  Result<void> step();

  std::int64_t steps_per_epoch() const { return examples_.count / settings_.batch; }
  std::int64_t steps() const { return steps_per_epoch() * settings_.epochs; }
  bool done() const { return state_.step >= steps(); }
  int epoch() const { return static_cast<int>(state_.step / steps_per_epoch()); }  ///< finished epochs
  bool at_epoch_end() const { return state_.step % steps_per_epoch() == 0; }

  const TrainState& state() const { return state_; }
  void resume(TrainState state) { state_ = std::move(state); }
  /// Begins with another model's weights where it has a tensor of the same name. All must be there, in the
  /// same shapes, but an adversary's and those of an encoder or imputer that alone learns.
  Result<void> begin_with(const Model& model, const Vector& parameters);
  /// Takes other settings from the next step on. Fails where the model can't be trained so; where batch,
  /// epochs, seed, present, balanced, only_encoder or only_imputer differ, which decide what the steps are;
  /// and where a running average would begin or end.
  Result<void> change(const TrainSettings& settings);
  /// Those that follow are of the steps from here on.
  void forget_means() { state_.means = {}; }

  /// The weights to export: the running average where there is one, else the last.
  const Vector& result() const { return state_.average.size() ? state_.average : state_.parameters; }

  /// How far the warm-up is in an epoch, counted from 0: linear from 0 to 1.
  double warmup(int epoch) const;
  /// Weight of the prior's divergence in an epoch.
  double kl_weight(int epoch) const { return settings_.beta * warmup(epoch); }
  /// Rate of the next step.
  double learning_rate() const;

 private:
  struct Chunk;  // one part of a batch and the memory to work on it

  Trainer(const Model& model, const Examples& examples, std::vector<const ExampleColumn*> columns,
          const TrainSettings& settings, int threads);
  void run(Chunk& chunk, const ObjectiveWeights& weights, Vector& gradient);
  /// The examples of an epoch, one after another.
  std::vector<std::uint32_t> order_of(int epoch) const;
  /// The example that stands in a row of this step's batch.
  std::uint32_t example_of(Index row) const;
  Objective objective(Chunk& chunk, const Evidence& batch, const ObjectiveWeights& weights) const;
  /// Whether a tensor may begin anew where another model does not have it so.
  bool begins_anew(const Tensor& tensor) const;
  void run_group(Chunk& chunk, const std::vector<Index>& rows, std::uint64_t present,
                 const ObjectiveWeights& weights);
  /// What the model sees of examples that have the same modalities: augmented, binarised and masked, in the
  /// chunk's memory.
  Evidence look_at(Chunk& chunk, const std::vector<std::uint32_t>& examples, std::uint64_t present) const;

  /// A random mask of one example of a modality, for an encoder that can see a part.
  void hide_some(std::size_t modality, const Real* values, Random& random, Real* known) const;

  /// How far the statistics move by what the chunks observed, which is taken from the gradients so that the
  /// optimizer leaves them alone.
  struct Movement {
    Index offset;
    Vector by;
  };
  std::vector<Movement> take_statistics();

  const Model& model_;
  const Adversary* adversary_;               // the model's, or null
  std::optional<std::size_t> only_encoder_;  // the modality whose own learns alone
  std::optional<std::size_t> only_imputer_;  // the same
  const Examples& examples_;
  std::vector<const ExampleColumn*> columns_;  // in the model's order
  std::vector<std::vector<Real>> rarity_;      // by modality: one over how many examples have each attribute
  std::vector<std::uint64_t> present_;         // by example: a bit for each modality that it has
  TrainSettings settings_;
  Vector relative_rates_;  // of the adversary's parameters and the others; empty where all learn alike
  int threads_;
  TrainState state_;
  std::optional<RareExamples> rare_examples_;  // where some are drawn
  std::vector<std::uint32_t> order_;           // of the examples in epoch order_epoch_
  int order_epoch_ = -1;
  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::vector<Vector> gradients_;  // one for each chunk
};

}  // namespace jmvae
