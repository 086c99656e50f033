#include "models/model_file.h"

#include "models/missing.h"

namespace jmvae {

namespace {

constexpr int format_version = 1;

std::string to_text(const std::vector<Index>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

bool belongs_to_training(const std::string& name) { return name.rfind(training_prefix, 0) == 0; }

Result<Json> read_description(const Safetensors& file, const std::string& what) {
  const auto entry = file.metadata().find("jmvae");
  if (entry == file.metadata().end()) {
    return fail(what, ": no \"jmvae\" description in the metadata, so this is not a model of this library");
  }
  auto description = parse_json(entry->second, what + ": description");
  if (!description) return fail(description);
  const auto format =
      json_integer(*description, "format", format_version, format_version, what + ": description");
  if (!format) return fail(format);
  const auto model = json_object(*description, "model", what + ": description");
  if (!model) return fail(model);
  return description;
}

}  // namespace

Result<LoadedModel> load_model(const Safetensors& file, const std::string& what) {
  auto description = read_description(file, what);
  if (!description) return fail(description);
  const auto spec = model_spec_from_json((*description)["model"], what);
  if (!spec) return fail(spec);
  auto model = make_model(*spec);
  if (!model) return fail(what, ": ", model.error().message);

  LoadedModel loaded{std::move(*model), {}, std::move(*description), DataType::f16};
  const ParameterLayout& layout = loaded.model->layout();
  // All shapes are compared before memory is taken, so a description can't ask for more than the file holds.
  std::size_t known = 0;
  for (const Tensor& tensor : layout.tensors()) {
    const SafetensorsEntry* entry = file.find(tensor.name);
    if (!entry) return fail(what, ": tensor \"", tensor.name, "\" is missing");
    if (entry->shape != tensor.shape) {
      return fail(what, ": tensor \"", tensor.name, "\": expected shape ", to_text(tensor.shape), ", found ",
                  to_text(entry->shape));
    }
    if (entry->type == DataType::f32) loaded.precision = DataType::f32;
    ++known;
  }
  for (const SafetensorsEntry& entry : file.entries()) {
    if (belongs_to_training(entry.name)) ++known;
  }
  if (known != file.entries().size()) {
    for (const SafetensorsEntry& entry : file.entries()) {
      bool used = belongs_to_training(entry.name);
      for (const Tensor& tensor : layout.tensors()) used = used || tensor.name == entry.name;
      if (!used)
        return fail(what, ": tensor \"", entry.name, "\" does not belong to a ", spec->kind, " model");
    }
  }
  loaded.parameters = Vector::Zero(layout.size());
  for (const Tensor& tensor : layout.tensors()) {
    Real* values = loaded.parameters.data() + tensor.offset;
    const auto read = read_values(*file.find(tensor.name), values);
    if (!read) return fail(what, ": ", read.error().message);
  }
  return loaded;
}

Result<LoadedModel> load_model(const void* bytes, std::size_t size, const std::string& what) {
  const auto file = Safetensors::parse(bytes, size, what);
  if (!file) return fail(file);
  return load_model(*file, what);
}

Result<void> add_model(SafetensorsWriter& writer, const Model& model, const Vector& parameters,
                       Json description, DataType precision) {
  description["format"] = format_version;
  description["model"] = to_json(model.spec());
  if (const LatentModel* latent = model.latent()) {
    Json& list = description["directions"] = Json::array();
    for (const Direction& direction : directions(*latent)) {
      list.push_back({{"from", direction.from}, {"to", direction.to}, {"by", direction.by}});
    }
  }
  writer.set_metadata("jmvae", json_text(description));
  for (const Tensor& tensor : model.layout().tensors()) {
    const auto added = writer.add(tensor.name, precision, tensor.shape, parameters.data() + tensor.offset);
    if (!added) return added;
  }
  return {};
}

}  // namespace jmvae
