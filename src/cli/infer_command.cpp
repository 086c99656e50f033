#include "cli/arguments.h"
#include "cli/commands.h"
#include "models/generation.h"

#include <cstdio>
#include <memory>

namespace jmvae {

namespace {

struct InferOptions {
  std::string model;
  std::vector<std::string> images;
  std::string covered;
  FillingOptions filling;
  int samples = 32;
  std::uint64_t seed = 1;
  bool json = false;
};

void print_plain(const std::string& file, const ModalitySpec& modality, const Matrix& probabilities) {
  Index best = 0;
  probabilities.row(0).maxCoeff(&best);
  std::printf("%s: %s %s (%.1f %%)\n", file.c_str(), modality.name.c_str(),
              modality.values[static_cast<std::size_t>(best)].c_str(),
              100 * static_cast<double>(probabilities(0, best)));
}

Result<int> infer(const InferOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto latent = latent_model(*loaded, options.model);
  if (!latent) return fail(latent);
  const LatentModel& model = **latent;
  const auto target = model.spec().find_modality("label");
  if (!target) return fail(target);
  const auto rule = missing_rule(options.filling);
  if (!rule) return fail(rule);
  const ModalitySpec& modality = model.spec().modalities[static_cast<std::size_t>(*target)];

  // A picture that can't be read doesn't cost the results of the others.
  int exit_code = done;
  Json results = Json::array();
  for (const std::string& file : options.images) {
    const auto digits = read_digits(file, false);
    if (!digits) {
      exit_code = report(digits.error());
      continue;
    }
    for (const PreparedDigit& digit : *digits) {
      GivenValues given(model.spec());
      const auto added = add_picture(model.spec(), digit, {}, given);
      if (!added) return fail(added);
      if (!options.covered.empty()) {
        const auto covered = cover(model.spec(), options.covered, given);
        if (!covered) return fail(covered);
      }
      const auto z = draw_latents(model, loaded->parameters, given.evidence(), *rule, 1, options.seed, 0,
                                  options.samples);
      if (!z) return fail(z);
      const auto decoded =
          decode(model, loaded->parameters, static_cast<std::size_t>(*target), *z, given.evidence());
      if (!decoded) return fail(decoded);
      const Matrix probabilities = decoded->colwise().mean();
      if (!options.json) print_plain(file, modality, probabilities);
      Json prediction = Json::object();
      for (std::size_t value = 0; value < modality.values.size(); ++value) {
        prediction[modality.values[value]] = probabilities(0, static_cast<Index>(value));
      }
      results.push_back({{"file", file},
                         {"box", {digit.box.x, digit.box.y, digit.box.width, digit.box.height}},
                         {"predictions", {{modality.name, prediction}}}});
    }
  }
  if (options.json) std::printf("%s\n", json_text(Json{{"results", results}}, 2).c_str());
  return exit_code;
}

}  // namespace

void add_infer_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<InferOptions>();
  CLI::App* command = app.add_subcommand("infer", "Read labels from pictures of any size and background");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  command->add_option("IMAGE", options->images, "PNG or JPEG pictures, each of one digit or of several")
      ->required();
  command->add_option("--cover", options->covered,
                      "Hide a half of each digit first: upper, lower, left, right");
  add_filling_options(*command, options->filling);
  command->add_option("--samples", options->samples, "Draws of z to average over")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of z")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON document with all probabilities");
  command->callback([options, &exit_code] {
    const auto result = infer(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
