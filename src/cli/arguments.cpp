#include "cli/arguments.h"

#include "io/file.h"
#include "train/checkpoint.h"

#include <sys/stat.h>

namespace jmvae {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

Result<LoadedModel> read_model(const std::string& path) {
  struct stat status {};
  const bool is_run = stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  const std::string file = is_run ? checkpoint_path(path) : path;
  const auto bytes = read_file(file);
  if (!bytes) return fail(bytes);
  return load_model(bytes->data(), bytes->size(), file);
}

Result<const LatentModel*> latent_model(const LoadedModel& loaded, const std::string& path) {
  if (const LatentModel* latent = loaded.model->latent()) return latent;
  return fail(path, " is a ", loaded.model->spec().kind, ", which has no latent space to generate from");
}

void add_filling_options(CLI::App& command, FillingOptions& options) {
  command
      .add_option(
          "--filling", options.filling,
          "What stands in for what is missing: automatic (the model's own way), zero, chain, encoder, "
          "product")
      ->capture_default_str();
  command.add_option("--sweeps", options.sweeps, "Sweeps of the chain")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
}

Result<MissingRule> missing_rule(const FillingOptions& options) {
  const auto filling = filling_from_name(options.filling);
  if (!filling) return fail("--filling: ", filling.error().message);
  return MissingRule{*filling, options.sweeps};
}

}  // namespace jmvae
