#include "cli/arguments.h"
#include "cli/commands.h"

#include <cstdio>
#include <memory>

namespace jmvae {

namespace {

/// The attributes, in lines of about a hundred letters.
void print_names(const ModalitySpec& modality) {
  constexpr std::size_t widest = 88;
  std::string line;
  for (std::size_t i = 0; i < modality.values.size(); ++i) {
    line += modality.values[i] + (i + 1 < modality.values.size() ? ", " : "");
    if (line.size() < widest && i + 1 < modality.values.size()) continue;
    print_line("            " + line);
    line.clear();
  }
}

/// A line of the summary: a title of eleven letters or less, and what it is.
template <class... Parts>
void print_entry(const std::string& title, const Parts&... parts) {
  print_line(((padded(title, 11) + " ") + ... + in_words(parts)));
}

void print_summary(const LoadedModel& loaded) {
  const ModelSpec& spec = loaded.model->spec();
  print_entry("kind", spec.kind);
  if (loaded.model->latent()) {
    std::string layers;
    for (const LatentLayer& layer : spec.latent_layers())
      layers += (layers.empty() ? "" : " + ") + std::to_string(layer.size);
    print_entry("latent", layers, " dimensions");
  }
  print_entry("parameters", loaded.model->layout().count());
  print_entry("precision", data_type_name(loaded.precision));
  for (const ModalitySpec& modality : spec.modalities) {
    const std::string mixture =
        modality.components > 1 ? ", encoded as " + std::to_string(modality.components) + " Gaussians" : "";
    print_entry("modality", modality.name, ": ", extents(modality.shape), ", ", name_of(modality.likelihood),
                mixture, modality.partial ? ", may be given in part" : "");
    if (modality.is_attributes()) print_names(modality);
  }
  if (const LatentModel* latent = loaded.model->latent()) {
    for (const Direction& direction : directions(*latent)) {
      print_entry("generates", joined(direction.to), " from ",
                  direction.from.empty() ? "nothing" : joined(direction.from), ", by ", direction.by);
    }
  }
  for (const auto& [key, value] : loaded.description.items()) {
    if (key == "format" || key == "model" || key == "directions") continue;
    print_entry(key, value.is_string() ? *value.get_ptr<const std::string*>() : json_text(value));
  }
  print_line("");
  for (const Tensor& tensor : loaded.model->layout().tensors()) {
    std::string shape;
    for (const Index extent : tensor.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(extent);
    print_line("  " + padded(tensor.name, 32) + " [" + shape + "]");
  }
}

Result<int> info(const std::string& path, bool json) {
  const auto loaded = read_model(path);
  if (!loaded) return fail(loaded);
  if (!json) {
    print_summary(*loaded);
    return done;
  }
  Json document = loaded->description;
  document["parameters"] = loaded->model->layout().count();
  document["precision"] = data_type_name(loaded->precision);
  std::printf("%s\n", json_text(document, 2).c_str());
  return done;
}

}  // namespace

void add_info_command(CLI::App& app, int& exit_code) {
  auto model = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("info", "Show what a model is: networks, sizes, licence, figures");
  command->add_option("MODEL", *model, "A .safetensors file or the folder of a run")->required();
  command->add_flag("--json", *json, "One JSON document");
  command->callback([=, &exit_code] {
    const auto result = info(*model, *json);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
