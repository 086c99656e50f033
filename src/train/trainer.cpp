#include "train/trainer.h"

#include "math/parallel.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {

// A batch is cut into parts of at most this many examples, and into two at least. The parts are the same on
// any number of threads, so that sums are; larger ones make better matrix products and fewer gradients to add
// up.
constexpr Index most_examples_per_chunk = 128;
constexpr Index fewest_chunks = 2;

constexpr double pi = 3.14159265358979323846;

}  // namespace

struct Trainer::Chunk {
  Chunk(const Vector& parameters, Vector& gradient) : tape(parameters, gradient) {}

  Tape tape;
  Index first = 0, count = 0;                        // rows of the batch
  std::vector<Matrix> modalities;                    // [count, size] each
  Matrix noise;                                      // [count, latent]
  std::vector<std::pair<std::string, double>> sums;  // of the objective and its terms
};

Result<std::unique_ptr<Trainer>> Trainer::make(const Model& model, const Examples& examples,
                                               const TrainSettings& settings, int threads) {
  const auto& modalities = model.spec().modalities;
  if (examples.columns.size() != modalities.size()) {
    return fail("the data has ", examples.columns.size(), " modalities, the model ", modalities.size());
  }
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    const ExampleColumn& column = examples.columns[m];
    if (column.name != modalities[m].name || column.size != modalities[m].size()) {
      return fail("modality ", m, ": the model expects \"", modalities[m].name, "\" of ",
                  modalities[m].size(), " numbers, the data has \"", column.name, "\" of ", column.size);
    }
  }
  for (const auto& [name, weight] : settings.likelihood_weight) {
    const auto found = model.spec().find_modality(name);
    if (!found) return fail("setting \"likelihood_weight.", name, "\": ", found.error().message);
  }
  if (examples.count < settings.batch) {
    return fail("a batch of ", settings.batch, " needs as many examples; the data has ", examples.count);
  }
  return std::unique_ptr<Trainer>(new Trainer(model, examples, settings, threads));
}

Trainer::Trainer(const Model& model, const Examples& examples, const TrainSettings& settings, int threads)
    : model_(model), examples_(examples), settings_(settings), threads_(threads) {
  const Index size = model.layout().size();
  state_.parameters = model.layout().initialize(settings.seed);
  state_.adam = {Vector::Zero(size), Vector::Zero(size)};
  if (settings.average_decay > 0) state_.average = state_.parameters;

  const Index batch = settings.batch;
  const Index count = std::min(
      batch, std::max(fewest_chunks, (batch + most_examples_per_chunk - 1) / most_examples_per_chunk));
  gradients_.assign(static_cast<std::size_t>(count), Vector::Zero(size));
  for (Index c = 0; c < count; ++c) {
    auto chunk = std::make_shared<Chunk>(state_.parameters, gradients_[static_cast<std::size_t>(c)]);
    chunk->first = batch * c / count;
    chunk->count = batch * (c + 1) / count - chunk->first;
    chunks_.push_back(std::move(chunk));
  }
}

double Trainer::kl_weight(int epoch) const {
  if (epoch + 1 >= settings_.warmup_epochs) return 1;
  return static_cast<double>(epoch) / (settings_.warmup_epochs - 1);
}

double Trainer::learning_rate() const {
  const double progress = static_cast<double>(state_.step) / static_cast<double>(steps());
  return settings_.final_learning_rate +
         (settings_.learning_rate - settings_.final_learning_rate) * (1 + std::cos(pi * progress)) / 2;
}

void Trainer::run(Chunk& chunk, const ObjectiveWeights& weights, Vector& gradient) {
  const Index first = (state_.step % steps_per_epoch()) * settings_.batch + chunk.first;
  const auto epoch = static_cast<std::uint32_t>(this->epoch());
  const auto& modalities = model_.spec().modalities;

  chunk.modalities.resize(modalities.size());
  Evidence batch;
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    Matrix& x = chunk.modalities[m];
    x = gather(examples_.columns[m], order_, first, chunk.count);
    if (examples_.columns[m].coding == ExampleColumn::Coding::intensity) {
      if (settings_.augment.any()) {
        for (Index row = 0; row < chunk.count; ++row) {
          augment(x.row(row).data(), static_cast<int>(modalities[m].shape[0]),
                  static_cast<int>(modalities[m].shape[1]), settings_.augment, settings_.seed, epoch,
                  order_[static_cast<std::size_t>(first + row)]);
        }
      }
      if (settings_.binarize) binarize(x, order_, first, settings_.seed, epoch);
    }
    batch.push_back(&x);
  }
  chunk.noise.resize(chunk.count, model_.spec().latent);
  fill_normal(chunk.noise, settings_.seed, Purpose::latent, static_cast<std::uint32_t>(state_.step),
              static_cast<std::uint32_t>(chunk.first));

  gradient.setZero();
  chunk.tape.clear();
  const Objective objective = model_.objective(chunk.tape, batch, chunk.noise, weights);
  chunk.sums = {{"objective", objective.value.value().cast<double>().sum()}};
  for (const ObjectiveTerm& term : objective.terms) {
    chunk.sums.emplace_back(term.name, term.value.value().cast<double>().sum());
  }
  // The optimizer descends, so the seed is the negative share of an example in the batch's mean.
  chunk.tape.backward(objective.value, Real(-1) / static_cast<Real>(settings_.batch));
}

Result<void> Trainer::step() {
  const int epoch = this->epoch();
  if (order_epoch_ != epoch) {
    order_ = shuffled(examples_.count, settings_.seed, static_cast<std::uint32_t>(epoch));
    order_epoch_ = epoch;
  }
  ObjectiveWeights weights;
  weights.kl = static_cast<Real>(kl_weight(epoch));
  weights.alpha = static_cast<Real>(settings_.alpha);
  weights.alpha_warmup = settings_.warmup_covers_alpha ? weights.kl : Real(1);
  for (const ModalitySpec& modality : model_.spec().modalities) {
    const auto weight = settings_.likelihood_weight.find(modality.name);
    weights.likelihood.push_back(
        weight == settings_.likelihood_weight.end() ? 1 : static_cast<Real>(weight->second));
  }

  parallel_for(static_cast<int>(chunks_.size()), threads_, [&](int piece) {
    const auto c = static_cast<std::size_t>(piece);
    run(*chunks_[c], weights, gradients_[c]);
  });

  std::map<std::string, double> means;
  for (const auto& chunk : chunks_) {
    for (const auto& [term, sum] : chunk->sums) means[term] += sum / settings_.batch;
  }
  for (const auto& [term, mean] : means) {
    if (!std::isfinite(mean) && (term != "objective" || means.size() == 1)) {
      return fail("step ", state_.step + 1, " (epoch ", epoch + 1, "): ", term, " is ", mean,
                  "; a lower learning_rate or a longer warm-up may help");
    }
  }

  const double norm = adam_step(settings_.adam, state_.step + 1, learning_rate(), gradients_, state_.adam,
                                state_.parameters, threads_);
  if (!std::isfinite(norm)) {
    return fail("step ", state_.step + 1, " (epoch ", epoch + 1, "): the gradient's norm is ", norm);
  }
  means["gradient norm"] = norm;
  if (settings_.average_decay > 0) {
    const Real decay = static_cast<Real>(settings_.average_decay);
    state_.average = decay * state_.average + (1 - decay) * state_.parameters;
  }
  for (const auto& [term, mean] : means) state_.means.sums[term] += mean;
  ++state_.means.steps;
  ++state_.step;
  return {};
}

}  // namespace jmvae
