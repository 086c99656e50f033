#include "train/trainer.h"

#include "io/masks.h"
#include "math/parallel.h"
#include "models/encoder_objective.h"
#include "models/model_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jmvae {

namespace {

// A batch is cut into parts of at most this many examples, and into two at least. The parts are the same on
// any number of threads, so that sums are; larger ones make better matrix products and fewer gradients to add
// up.
constexpr Index most_examples_per_chunk = 128;
constexpr Index fewest_chunks = 2;

// How far running statistics move towards those of a batch: 0.1, as in the authors' library.
constexpr Real statistics_rate = Real(0.1);

// Of the masks of attributes, how many are of a few that the face has: what people ask for. The rest are of
// any.
constexpr Real share_named = Real(0.5);

std::vector<const ExampleColumn*> attributes_of(const Model& model,
                                                const std::vector<const ExampleColumn*>& columns) {
  std::vector<const ExampleColumn*> attributes;
  for (std::size_t m = 0; m < columns.size(); ++m) {
    if (model.spec().modalities[m].is_attributes()) attributes.push_back(columns[m]);
  }
  return attributes;
}

void add(RunningMean& total, const RunningMean& part) {
  total.sum += part.sum;
  total.count += part.count;
}

/// Whether a model can be trained so; a sentence names the setting that it can't.
Result<void> check(const Model& model, const TrainSettings& settings) {
  for (const auto* by_modality : {&settings.likelihood_weight, &settings.present}) {
    for (const auto& [name, value] : *by_modality) {
      const auto found = model.spec().find_modality(name);
      if (!found) {
        return fail("setting \"", by_modality == &settings.present ? "present." : "likelihood_weight.", name,
                    "\": ", found.error().message);
      }
    }
  }
  const bool has_adversary = model.latent() && model.latent()->adversary();
  if (settings.samples > 1 && has_adversary) {
    return fail("setting \"samples\": a model with an adversary is trained with 1, found ", settings.samples);
  }
  for (const auto& [name, value] :
       {std::pair("smoothness", settings.smoothness), std::pair("reading_noise", settings.reading_noise)}) {
    if (value > 0 && !has_adversary)
      return fail("setting \"", name, "\": is of an adversary, and this model has none");
  }
  if (!settings.only_imputer.empty()) {
    const auto imputed = model.spec().find_modality(settings.only_imputer);
    if (!imputed) return fail("setting \"only_imputer\": ", imputed.error().message);
    if (!model.latent() || !model.latent()->imputer(*imputed)) {
      return fail("setting \"only_imputer\": this model has no imputer of ", settings.only_imputer);
    }
    if (!settings.only_encoder.empty()) {
      return fail("settings \"only_encoder\" and \"only_imputer\": one stage trains one of them");
    }
  }
  if (settings.only_encoder.empty()) {
    if (settings.reading == 0) return {};
    return fail("setting \"reading\": is of an encoder that learns alone; name it in only_encoder");
  }
  const auto found = model.spec().find_modality(settings.only_encoder);
  if (!found) return fail("setting \"only_encoder\": ", found.error().message);
  const LatentModel* latent = model.latent();
  if (!latent || !latent->has_encoders() || !latent->has_joint_encoder()) {
    return fail("setting \"only_encoder\": only a jmvae-kl or a telbo has an encoder of ",
                settings.only_encoder, " that can be fitted to its joint one, found a ", model.spec().kind);
  }
  if (settings.samples > 1)
    return fail("setting \"samples\": an encoder alone is trained with 1, found ", settings.samples);
  if (settings.reading == 0) return {};
  if (!can_learn_to_read(model.spec(), *found)) {
    return fail("setting \"reading\": there are no labels or attributes besides ", settings.only_encoder);
  }
  if (model.spec().modalities[*found].components > 1)
    return fail("setting \"reading\": the encoder of ", settings.only_encoder, " is a mixture");
  return {};
}

constexpr double pi = 3.14159265358979323846;

}  // namespace

struct Trainer::Chunk {
  Chunk(const Vector& parameters, Vector& gradient) : tape(parameters, gradient) {}

  Tape tape;
  Index first = 0, count = 0;             // rows of the batch
  std::vector<Matrix> modalities, masks;  // [rows, size] each
  Matrix noise;                           // [rows * samples, noise_size]
  EpochMeans means;                       // of the objective and its terms
};

Result<std::unique_ptr<Trainer>> Trainer::make(const Model& model, const Examples& examples,
                                               const TrainSettings& settings, int threads) {
  std::vector<const ExampleColumn*> columns;
  for (const ModalitySpec& modality : model.spec().modalities) {
    const auto column = examples.find(modality.name, modality.size());
    if (!column) return fail(column);
    columns.push_back(*column);
  }
  const auto possible = check(model, settings);
  if (!possible) return fail(possible);
  if (examples.count < settings.batch) {
    return fail("a batch of ", settings.batch, " needs as many examples; the data has ", examples.count);
  }
  std::unique_ptr<Trainer> trainer(new Trainer(model, examples, std::move(columns), settings, threads));
  if (trainer->rare_examples_ && trainer->rare_examples_->empty()) {
    return fail("setting \"balanced\": examples are drawn by their attributes, and these have none");
  }
  return trainer;
}

Trainer::Trainer(const Model& model, const Examples& examples, std::vector<const ExampleColumn*> columns,
                 const TrainSettings& settings, int threads)
    : model_(model),
      adversary_(model.latent() ? model.latent()->adversary() : nullptr),
      examples_(examples),
      columns_(std::move(columns)),
      present_(static_cast<std::size_t>(examples.count), 0),
      settings_(settings),
      threads_(threads) {
  if (!settings.only_encoder.empty()) only_encoder_ = *model.spec().find_modality(settings.only_encoder);
  if (!settings.only_imputer.empty()) only_imputer_ = *model.spec().find_modality(settings.only_imputer);
  const Index size = model.layout().size();
  state_.parameters = model.layout().initialize(settings.seed);
  state_.adam = {Vector::Zero(size), Vector::Zero(size)};
  if (settings.average_decay > 0) state_.average = state_.parameters;
  if (adversary_ && model.spec().adversary->rate != 1) {
    relative_rates_ = Vector::Ones(size);
    for (const Tensor& tensor : model.layout().tensors()) {
      if (tensor.name.rfind(training_prefix, 0) != 0) continue;
      relative_rates_.segment(tensor.offset, tensor.size)
          .setConstant(static_cast<Real>(model.spec().adversary->rate));
    }
  }

  // Which examples lack a modality depends on the seed and the modality alone, so that every model of one
  // experiment sees the same.
  for (std::size_t m = 0; m < columns_.size(); ++m) {
    const auto share = settings_.present.find(columns_[m]->name);
    for (std::size_t i = 0; i < present_.size(); ++i) {
      Random random(settings_.seed, Purpose::presence, static_cast<std::uint32_t>(m),
                    static_cast<std::uint32_t>(i));
      const bool present =
          share == settings_.present.end() || random.uniform() < static_cast<Real>(share->second);
      if (present) present_[i] |= std::uint64_t{1} << m;
    }
  }

  for (std::size_t m = 0; m < columns_.size(); ++m) {
    rarity_.push_back(model.spec().modalities[m].is_attributes() ? rarity(*columns_[m])
                                                                 : std::vector<Real>());
  }
  if (settings.balanced > 0) rare_examples_ = RareExamples(examples.count, attributes_of(model, columns_));

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

Result<void> Trainer::change(const TrainSettings& settings) {
  const std::pair<const char*, bool> fixed[] = {
      {"batch", settings.batch == settings_.batch},
      {"epochs", settings.epochs == settings_.epochs},
      {"seed", settings.seed == settings_.seed},
      {"present", settings.present == settings_.present},
      {"balanced", settings.balanced == settings_.balanced},
      {"only_encoder", settings.only_encoder == settings_.only_encoder},
      {"only_imputer", settings.only_imputer == settings_.only_imputer}};
  for (const auto& [name, is_same] : fixed) {
    if (!is_same) return fail("setting \"", name, "\": can't be changed while a run goes on");
  }
  if ((settings.average_decay > 0) != (settings_.average_decay > 0)) {
    return fail("setting \"average_decay\": an average of weights can't begin or end while a run goes on");
  }
  const auto possible = check(model_, settings);
  if (!possible) return possible;
  settings_ = settings;
  return {};
}

double Trainer::warmup(int epoch) const {
  if (epoch + 1 >= settings_.warmup_epochs) return 1;
  return static_cast<double>(epoch) / (settings_.warmup_epochs - 1);
}

double Trainer::learning_rate() const {
  const double progress = static_cast<double>(state_.step) / static_cast<double>(steps());
  return settings_.final_learning_rate +
         (settings_.learning_rate - settings_.final_learning_rate) * (1 + std::cos(pi * progress)) / 2;
}

std::uint32_t Trainer::example_of(Index row) const {
  const auto first_of_batch = static_cast<Index>(state_.step % steps_per_epoch()) * settings_.batch;
  return order_[static_cast<std::size_t>(first_of_batch + row)];
}

std::vector<std::uint32_t> Trainer::order_of(int epoch) const {
  std::vector<std::uint32_t> order =
      shuffled(examples_.count, settings_.seed, static_cast<std::uint32_t>(epoch));
  if (!rare_examples_) return order;
  for (std::size_t place = 0; place < order.size(); ++place) {
    Random random(settings_.seed, Purpose::balance, static_cast<std::uint32_t>(epoch),
                  static_cast<std::uint32_t>(place));
    if (random.uniform() < static_cast<Real>(settings_.balanced)) order[place] = rare_examples_->draw(random);
  }
  return order;
}

void Trainer::run(Chunk& chunk, const ObjectiveWeights& weights, Vector& gradient) {
  // Examples that have the same modalities go through the model together.
  std::map<std::uint64_t, std::vector<Index>> groups;
  for (Index row = chunk.first; row < chunk.first + chunk.count; ++row) {
    groups[present_[example_of(row)]].push_back(row);
  }
  gradient.setZero();
  chunk.means.clear();
  for (const auto& [present, rows] : groups) run_group(chunk, rows, present, weights);
}

void Trainer::hide_some(std::size_t modality, const Real* values, Random& random, Real* known) const {
  const ModalitySpec& spec = model_.spec().modalities[modality];
  if (spec.is_attributes() && random.uniform() < share_named) {
    return draw_named(values, rarity_[modality], random, known);
  }
  draw_mask(spec.shape, random, known);
}

Evidence Trainer::look_at(Chunk& chunk, const std::vector<std::uint32_t>& examples,
                          std::uint64_t present) const {
  const auto& modalities = model_.spec().modalities;
  const auto epoch = static_cast<std::uint32_t>(this->epoch());
  const Index count = static_cast<Index>(examples.size());
  chunk.modalities.resize(modalities.size());
  chunk.masks.resize(modalities.size());
  Evidence batch(modalities.size());
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    if (!(present >> m & 1)) continue;
    const ModalitySpec& modality = modalities[m];
    Matrix& x = chunk.modalities[m];
    x = gather(*columns_[m], examples, 0, count);
    if (modality.is_picture() && settings_.augment.any()) {
      for (Index row = 0; row < count; ++row) {
        augment(x.row(row).data(), modality.picture_shape(), settings_.augment, settings_.seed, epoch,
                examples[static_cast<std::size_t>(row)]);
      }
    }
    if (modality.is_picture() && modality.likelihood == LikelihoodKind::bernoulli && settings_.binarize) {
      // Every picture of an example has numbers of its own, so that noise in one half says nothing of the
      // other.
      binarize(x, examples, 0, settings_.seed, epoch + (static_cast<std::uint32_t>(m) << 24));
    }
    if (!modality.partial) {
      batch[m] = &x;
      continue;
    }
    Matrix& known = chunk.masks[m];
    known.setOnes(count, x.cols());
    for (Index row = 0; row < count; ++row) {
      Random random(settings_.seed, Purpose::mask, static_cast<std::uint32_t>(epoch * most_modalities + m),
                    examples[static_cast<std::size_t>(row)]);
      if (random.uniform() < static_cast<Real>(settings_.masked)) {
        hide_some(m, x.row(row).data(), random, known.row(row).data());
      }
    }
    batch[m] = {&x, &known};
  }
  return batch;
}

void Trainer::run_group(Chunk& chunk, const std::vector<Index>& rows, std::uint64_t present,
                        const ObjectiveWeights& weights) {
  std::vector<std::uint32_t> examples;
  for (const Index row : rows) examples.push_back(example_of(row));
  const Evidence batch = look_at(chunk, examples, present);
  if (!model_.learns_from(batch)) return;
  if (only_imputer_ && !batch[*only_imputer_]) return;
  if ((adversary_ || only_encoder_) && !only_imputer_ && !is_complete(unmasked(batch))) return;

  const Index samples = weights.samples, count = static_cast<Index>(rows.size());
  const Index disturbance = adversary_ ? disturbance_size(model_.spec(), weights) : 0;
  chunk.noise.resize(count * samples, model_.noise_size() + disturbance);
  for (Index row = 0; row < count; ++row) {
    fill_normal(chunk.noise.middleRows(row * samples, samples), settings_.seed, Purpose::latent,
                static_cast<std::uint32_t>(state_.step),
                static_cast<std::uint32_t>(rows[static_cast<std::size_t>(row)] * samples));
  }

  chunk.tape.clear();
  const Objective objective = this->objective(chunk, batch, weights);
  const auto add = [&](const std::string& term, const Variable& value) {
    RunningMean& mean = chunk.means[term];
    mean.sum += value.value().cast<double>().sum();
    mean.count += value.rows();
  };
  add("objective", objective.value);
  for (const ObjectiveTerm& term : objective.terms) add(term.name, term.value);
  // The optimizer descends, so the seed is the negative share of an example in the batch's mean.
  chunk.tape.backward(objective.value, Real(-1) / static_cast<Real>(settings_.batch));
}

Objective Trainer::objective(Chunk& chunk, const Evidence& batch, const ObjectiveWeights& weights) const {
  if (only_imputer_) return imputer_objective(*model_.latent(), *only_imputer_, chunk.tape, batch);
  if (only_encoder_)
    return encoder_objective(*model_.latent(), *only_encoder_, chunk.tape, batch, chunk.noise,
                             static_cast<Real>(settings_.reading));
  if (adversary_)
    return adversarial_objective(*model_.latent(), *adversary_, chunk.tape, batch, chunk.noise, weights);
  return model_.objective(chunk.tape, batch, chunk.noise, weights);
}

bool Trainer::begins_anew(const Tensor& tensor) const {
  const auto starts_with = [&](const std::string& prefix) { return tensor.name.rfind(prefix, 0) == 0; };
  return starts_with(training_prefix) ||
         (only_encoder_ && starts_with("encoder." + settings_.only_encoder + ".")) ||
         (only_imputer_ && starts_with("imputer." + settings_.only_imputer + "."));
}

Result<void> Trainer::begin_with(const Model& model, const Vector& parameters) {
  std::map<std::string, const Tensor*> given;
  for (const Tensor& tensor : model.layout().tensors()) given[tensor.name] = &tensor;
  Vector begun = state_.parameters;
  for (const Tensor& tensor : model_.layout().tensors()) {
    const auto source = given.find(tensor.name);
    if (source == given.end()) {
      if (begins_anew(tensor)) continue;
      return fail("tensor \"", tensor.name, "\" is missing");
    }
    if (source->second->shape != tensor.shape) {
      if (begins_anew(tensor)) continue;
      return fail("tensor \"", tensor.name, "\" has another shape than in this preset");
    }
    begun.segment(tensor.offset, tensor.size) = parameters.segment(source->second->offset, tensor.size);
  }
  state_.parameters = begun;
  if (state_.average.size()) state_.average = begun;
  return {};
}

std::vector<Trainer::Movement> Trainer::take_statistics() {
  std::vector<Movement> movements;
  for (const Tensor& tensor : model_.layout().tensors()) {
    if (tensor.role != Role::statistic) continue;
    // A network may see several groups of examples in a step, or none; each row counts the same.
    Movement movement = {tensor.offset, Vector::Zero(tensor.size)};
    Index rows = 0;
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
      auto difference = gradients_[c].segment(tensor.offset, tensor.size);
      movement.by += difference;
      rows += chunks_[c]->tape.take_rows_followed(tensor);
      difference.setZero();
    }
    if (rows > 0) movement.by *= statistics_rate / static_cast<Real>(rows);
    movements.push_back(std::move(movement));
  }
  return movements;
}

Result<void> Trainer::step() {
  const int epoch = this->epoch();
  if (order_epoch_ != epoch) {
    order_ = order_of(epoch);
    order_epoch_ = epoch;
  }
  ObjectiveWeights weights;
  weights.kl = static_cast<Real>(kl_weight(epoch));
  weights.alpha = static_cast<Real>(settings_.alpha);
  if (settings_.warmup_covers_alpha) weights.alpha *= static_cast<Real>(warmup(epoch));
  weights.adversary = static_cast<Real>(settings_.adversary);
  weights.smoothness = static_cast<Real>(settings_.smoothness);
  weights.reading_noise = static_cast<Real>(settings_.reading_noise);
  weights.samples = settings_.samples;
  for (const ModalitySpec& modality : model_.spec().modalities) {
    const auto weight = settings_.likelihood_weight.find(modality.name);
    weights.likelihood.push_back(
        weight == settings_.likelihood_weight.end() ? 1 : static_cast<Real>(weight->second));
  }

  parallel_for(static_cast<int>(chunks_.size()), threads_, [&](int piece) {
    const auto c = static_cast<std::size_t>(piece);
    run(*chunks_[c], weights, gradients_[c]);
  });

  EpochMeans means;
  for (const auto& chunk : chunks_) {
    for (const auto& [term, mean] : chunk->means) add(means[term], mean);
  }
  // The objective last: where it is not finite, one of its terms says more.
  for (const bool of_objective : {false, true}) {
    for (const auto& [term, mean] : means) {
      if (std::isfinite(mean.sum) || (term == "objective") != of_objective) continue;
      return fail("step ", state_.step + 1, " (epoch ", epoch + 1, "): ", term, " is ", mean.sum,
                  "; a lower learning_rate or a longer warm-up may help");
    }
  }

  const std::vector<Movement> movements = take_statistics();
  const double norm = adam_step(settings_.adam, state_.step + 1, learning_rate(), relative_rates_, gradients_,
                                state_.adam, state_.parameters, threads_);
  if (!std::isfinite(norm)) {
    return fail("step ", state_.step + 1, " (epoch ", epoch + 1, "): the gradient's norm is ", norm);
  }
  for (const Movement& movement : movements)
    state_.parameters.segment(movement.offset, movement.by.size()) -= movement.by;
  means["gradient norm"] = {norm, 1};
  if (settings_.average_decay > 0) {
    // Shorter at first, so that the first, random weights are soon forgotten.
    const double steps = static_cast<double>(state_.step + 1);
    const Real decay = static_cast<Real>(std::min(settings_.average_decay, steps / (steps + 9)));
    state_.average = decay * state_.average + (1 - decay) * state_.parameters;
  }
  for (const auto& [term, mean] : means) add(state_.means[term], mean);
  ++state_.step;
  return {};
}

}  // namespace jmvae
