#include "train/checkpoint.h"

#include "io/file.h"

#include <limits>

namespace jmvae {

namespace {

constexpr const char* first_moment_name = "training.first_moment";
constexpr const char* second_moment_name = "training.second_moment";
// Only where a running average is kept: then the model's own tensors are the average.
constexpr const char* last_parameters_name = "training.parameters";

Result<Vector> read_vector(const Safetensors& file, const char* name, Index size, const std::string& what) {
  const SafetensorsEntry* entry = file.find(name);
  if (!entry) return fail(what, ": tensor \"", name, "\" is missing, so training can't go on from this file");
  if (entry->shape != std::vector<Index>{size}) {
    return fail(what, ": tensor \"", name, "\" does not have the model's ", size, " numbers");
  }
  Vector values(size);
  const auto read = read_values(*entry, values.data());
  if (!read) return fail(what, ": ", read.error().message);
  return values;
}

}  // namespace

std::string checkpoint_path(const std::string& run) { return run + "/checkpoint.safetensors"; }

Result<void> save_checkpoint(const std::string& run, const Model& model, const TrainSettings& settings,
                             const Trainer& trainer, Json description) {
  const TrainState& state = trainer.state();
  Json& training = description["training"];
  training["settings"] = to_json(settings);
  training["step"] = state.step;
  training["epoch"] = trainer.epoch();
  training["means"] = Json::object();
  for (const auto& [term, mean] : state.means)
    training["means"][term] = {{"sum", mean.sum}, {"count", mean.count}};

  SafetensorsWriter writer;
  const auto added = add_model(writer, model, trainer.result(), std::move(description), DataType::f32);
  if (!added) return added;
  std::vector<std::pair<const char*, const Vector*>> vectors = {
      {first_moment_name, &state.adam.first_moment}, {second_moment_name, &state.adam.second_moment}};
  if (state.average.size()) vectors.emplace_back(last_parameters_name, &state.parameters);
  for (const auto& [name, vector] : vectors) {
    const auto stored = writer.add(name, DataType::f32, {vector->size()}, vector->data());
    if (!stored) return stored;
  }
  const auto bytes = writer.bytes();
  return write_file(checkpoint_path(run), bytes.data(), bytes.size());
}

Result<Checkpoint> load_checkpoint(const std::string& run) {
  const std::string path = checkpoint_path(run);
  const auto bytes = read_file(path);
  if (!bytes) return fail(bytes);
  const auto file = Safetensors::parse(bytes->data(), bytes->size(), path);
  if (!file) return fail(file);
  auto model = load_model(*file, path);
  if (!model) return fail(model);

  Checkpoint checkpoint{std::move(*model), {}, {}};
  const Json& description = checkpoint.model.description;
  const auto training = json_object(description, "training", path);
  if (!training) return fail(training);
  const auto stored_settings = json_object(**training, "settings", path);
  if (!stored_settings) return fail(stored_settings);
  const auto settings = train_settings_from_json(**stored_settings, path);
  if (!settings) return fail(settings);
  checkpoint.settings = *settings;

  TrainState& state = checkpoint.state;
  constexpr std::int64_t most_steps = std::int64_t{1}
                                      << 32;  // a step is a word of the random numbers' counter
  const auto step = json_integer(**training, "step", 0, most_steps, path);
  if (!step) return fail(step);
  state.step = *step;
  const auto means = json_object(**training, "means", path);
  if (!means) return fail(means);
  for (const auto& [term, entry] : (*means)->items()) {
    const auto sum = json_number(entry, "sum", path);
    if (!sum) return fail(sum);
    const auto count = json_integer(entry, "count", 1, std::numeric_limits<std::int64_t>::max(), path);
    if (!count) return fail(count);
    state.means[term] = {*sum, *count};
  }

  const Index size = checkpoint.model.model->layout().size();
  for (const auto& [name, vector] :
       {std::pair<const char*, Vector*>{first_moment_name, &state.adam.first_moment},
        {second_moment_name, &state.adam.second_moment}}) {
    auto values = read_vector(*file, name, size, path);
    if (!values) return fail(values);
    *vector = std::move(*values);
  }
  state.parameters = checkpoint.model.parameters;
  if (checkpoint.settings.average_decay > 0) {
    state.average = checkpoint.model.parameters;
    auto values = read_vector(*file, last_parameters_name, size, path);
    if (!values) return fail(values);
    state.parameters = std::move(*values);
  }
  return checkpoint;
}

}  // namespace jmvae
