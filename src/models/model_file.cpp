#include "models/model_file.h"

#include "models/missing.h"

#include <set>

namespace jmvae {

namespace {

constexpr int format_version = 1;

std::string to_text(const std::vector<Index>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

// Of a weight in bytes: what each of its rows is multiplied by, [rows].
constexpr const char* row_scale_suffix = ".row_scale";

/// A weight's rows in bytes, -largest_byte ... largest_byte, and a tensor of what they are multiplied by.
Result<void> add_bytes_by_row(SafetensorsWriter& writer, const Tensor& tensor, const Vector& parameters) {
  const Index rows = tensor.shape[0];
  Matrix values = ConstMatrixMap(parameters.data() + tensor.offset, rows, tensor.size / rows);
  Vector scale = values.cwiseAbs().rowwise().maxCoeff() / largest_byte;
  for (Index row = 0; row < rows; ++row) {
    if (scale[row] > 0) values.row(row) /= scale[row];
  }
  const auto added = writer.add(tensor.name, DataType::i8, tensor.shape, values.data());
  if (!added) return added;
  return writer.add(tensor.name + row_scale_suffix, DataType::f32, {rows}, scale.data());
}

/// The inverse: values [rows, rest].
Result<void> read_bytes_by_row(const Safetensors& file, const Tensor& tensor, Real* values) {
  const SafetensorsEntry* entry = file.find(tensor.name + row_scale_suffix);
  const Index rows = tensor.shape[0];
  if (!entry || entry->shape != std::vector<Index>{rows}) {
    return fail("tensor \"", tensor.name, "\" is in bytes, so expected a tensor \"", tensor.name,
                row_scale_suffix, "\" of ", rows, " numbers");
  }
  Vector scale(rows);
  const auto read = read_values(*entry, scale.data());
  return read ? read_scaled_rows(*file.find(tensor.name), scale, values) : read;
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
  std::set<std::string> names;  // of tensors, and of the scales of those in bytes
  for (const Tensor& tensor : layout.tensors()) {
    const SafetensorsEntry* entry = file.find(tensor.name);
    if (!entry) return fail(what, ": tensor \"", tensor.name, "\" is missing");
    if (entry->shape != tensor.shape) {
      return fail(what, ": tensor \"", tensor.name, "\": expected shape ", to_text(tensor.shape), ", found ",
                  to_text(entry->shape));
    }
    if (entry->type == DataType::f32) loaded.precision = DataType::f32;
    names.insert(tensor.name);
    if (entry->type != DataType::i8) continue;
    if (loaded.precision == DataType::f16) loaded.precision = DataType::i8;
    names.insert(tensor.name + row_scale_suffix);
  }
  for (const SafetensorsEntry& entry : file.entries()) {
    if (!names.count(entry.name) && !belongs_to_training(entry.name)) {
      return fail(what, ": tensor \"", entry.name, "\" does not belong to a ", spec->kind, " model");
    }
  }
  loaded.parameters = Vector::Zero(layout.size());
  for (const Tensor& tensor : layout.tensors()) {
    Real* values = loaded.parameters.data() + tensor.offset;
    const SafetensorsEntry& entry = *file.find(tensor.name);
    const auto read =
        entry.type == DataType::i8 ? read_bytes_by_row(file, tensor, values) : read_values(entry, values);
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
    const bool in_bytes = precision == DataType::i8 && tensor.shape.size() > 1;
    const DataType type = precision == DataType::i8 ? DataType::f16 : precision;
    const auto added = in_bytes
                           ? add_bytes_by_row(writer, tensor, parameters)
                           : writer.add(tensor.name, type, tensor.shape, parameters.data() + tensor.offset);
    if (!added) return added;
  }
  return {};
}

}  // namespace jmvae
