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
    std::printf("            %s\n", line.c_str());
    line.clear();
  }
}

void print_summary(const LoadedModel& loaded) {
  const ModelSpec& spec = loaded.model->spec();
  std::printf("kind        %s\n", spec.kind.c_str());
  if (loaded.model->latent()) {
    std::string layers;
    for (const LatentLayer& layer : spec.latent_layers())
      layers += (layers.empty() ? "" : " + ") + std::to_string(layer.size);
    std::printf("latent      %s dimensions\n", layers.c_str());
  }
  std::printf("parameters  %ld\n", static_cast<long>(loaded.model->layout().count()));
  std::printf("precision   %s\n", data_type_name(loaded.precision));
  for (const ModalitySpec& modality : spec.modalities) {
    std::string shape;
    for (const Index extent : modality.shape) shape += (shape.empty() ? "" : " x ") + std::to_string(extent);
    const std::string mixture =
        modality.components > 1 ? ", encoded as " + std::to_string(modality.components) + " Gaussians" : "";
    std::printf("modality    %s: %s, %s%s%s\n", modality.name.c_str(), shape.c_str(),
                name_of(modality.likelihood), mixture.c_str(),
                modality.partial ? ", may be given in part" : "");
    if (modality.is_attributes()) print_names(modality);
  }
  if (const LatentModel* latent = loaded.model->latent()) {
    for (const Direction& direction : directions(*latent)) {
      std::printf("generates   %s from %s, by %s\n", joined(direction.to).c_str(),
                  direction.from.empty() ? "nothing" : joined(direction.from).c_str(), direction.by.c_str());
    }
  }
  for (const auto& [key, value] : loaded.description.items()) {
    if (key == "format" || key == "model" || key == "directions") continue;
    std::printf("%-11s %s\n", key.c_str(),
                value.is_string() ? value.get<std::string>().c_str() : json_text(value).c_str());
  }
  std::printf("\n");
  for (const Tensor& tensor : loaded.model->layout().tensors()) {
    std::string shape;
    for (const Index extent : tensor.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(extent);
    std::printf("  %-32s [%s]\n", tensor.name.c_str(), shape.c_str());
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
