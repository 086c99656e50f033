#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/data_options.h"
#include "cli/given.h"
#include "models/generation.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace jmvae {

namespace {

struct InferOptions {
  std::string model;
  std::vector<std::string> images;
  std::vector<double> crop;
  std::string covered;
  FillingOptions filling;
  int samples = 32;
  std::uint64_t seed = 1;
  bool json = false;
};

/// " (97.3 %)"
std::string in_percent(Real probability, int decimals) {
  char text[32];
  std::snprintf(text, sizeof text, " (%.*f %%)", decimals, 100 * static_cast<double>(probability));
  return text;
}

void print_plain(const std::string& file, const ModalitySpec& modality, const Matrix& probabilities) {
  Index best = 0;
  probabilities.row(0).maxCoeff(&best);
  print_line(file + ": " + modality.name + " " + modality.value_name(best) +
             in_percent(probabilities(0, best), 1));
}

/// The attributes that are more likely on than off, the most certain first.
void print_attributes(const std::string& file, const ModalitySpec& modality, const Matrix& probabilities) {
  std::vector<Index> on;
  for (Index a = 0; a < modality.size(); ++a) {
    if (probabilities(0, a) > Real(0.5)) on.push_back(a);
  }
  std::sort(on.begin(), on.end(),
            [&](Index a, Index b) { return probabilities(0, a) > probabilities(0, b); });
  std::string text;
  for (const Index a : on) {
    text += (text.empty() ? "" : ", ") + modality.value_name(a) + in_percent(probabilities(0, a), 0);
  }
  print_line(file + ": " + (text.empty() ? "none of the attributes" : text));
}

/// What is read in one place of a picture.
struct Found {
  GivenValues given;
  Json box;
};

/// The digits in a picture, or its face.
Result<std::vector<Found>> look(const LoadedModel& model, const std::string& file,
                                const std::optional<CropBox>& crop) {
  const ModelSpec& spec = model.model->spec();
  std::vector<Found> found;
  if (takes_faces(spec)) {
    const auto face = read_face(model, file, crop);
    if (!face) return fail(face);
    found.push_back({GivenValues(spec), {face->box.left, face->box.top, face->box.width, face->box.height}});
    add_face(spec, *face, found.back().given);
    return found;
  }
  const auto digits = read_digits(file, false);
  if (!digits) return fail(digits);
  for (const PreparedDigit& digit : *digits) {
    found.push_back({GivenValues(spec), {digit.box.x, digit.box.y, digit.box.width, digit.box.height}});
    const auto added = add_digit(spec, digit, {}, found.back().given);
    if (!added) return fail(added);
  }
  return found;
}

/// What is inferred: the attributes, or the modality "label".
Result<std::size_t> find_target(const ModelSpec& spec) {
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    if (spec.modalities[m].is_attributes()) return m;
  }
  if (const auto label = spec.find_modality("label")) return *label;
  return fail("this ", spec.kind, " knows neither attributes nor a label, so there is nothing to infer");
}

Result<int> infer(const InferOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto latent = latent_model(*loaded, options.model);
  if (!latent) return fail(latent);
  const LatentModel& model = **latent;
  const auto target = find_target(model.spec());
  if (!target) return fail(target);
  const auto rule = missing_rule(options.filling);
  if (!rule) return fail(rule);
  const ModalitySpec& modality = model.spec().modalities[*target];
  const std::optional<CropBox> crop = crop_box(options.crop);
  const auto croppable = check_crop(model.spec(), crop);
  if (!croppable) return fail(croppable);

  // A picture that can't be read doesn't cost the results of the others.
  int exit_code = done;
  Json results = Json::array();
  for (const std::string& file : options.images) {
    auto places = look(*loaded, file, crop);
    if (!places) {
      exit_code = report(places.error());
      continue;
    }
    for (Found& place : *places) {
      if (!options.covered.empty()) {
        const auto covered = cover(model.spec(), options.covered, place.given);
        if (!covered) return fail(covered);
      }
      const Evidence given = place.given.evidence();
      const auto z =
          draw_latents(model, loaded->parameters, given, *rule, 1, options.seed, 0, options.samples);
      if (!z) return fail(z);
      const auto decoded = decode(model, loaded->parameters, *target, *z, given);
      if (!decoded) return fail(decoded);
      const Matrix probabilities = decoded->colwise().mean();
      if (!options.json) {
        (modality.is_attributes() ? print_attributes : print_plain)(file, modality, probabilities);
      }
      Json prediction = Json::object();
      for (Index value = 0; value < modality.size(); ++value) {
        prediction[modality.value_name(value)] = probabilities(0, value);
      }
      results.push_back({{"file", file}, {"box", place.box}, {"predictions", {{modality.name, prediction}}}});
    }
  }
  if (options.json) std::printf("%s\n", json_text(Json{{"results", results}}, 2).c_str());
  return exit_code;
}

}  // namespace

void add_infer_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<InferOptions>();
  CLI::App* command =
      app.add_subcommand("infer", "Read labels or attributes from pictures of any size and background");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  command
      ->add_option("IMAGE", options->images,
                   "PNG or JPEG pictures, each of one digit or of several, or of a face")
      ->required();
  add_crop_option(*command, options->crop);
  command->add_option("--cover", options->covered,
                      "Hide a half of each picture first: upper, lower, left, right");
  add_filling_options(*command, options->filling);
  command->add_option("--samples", options->samples, "Draws of z to average over")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  add_seed_option(*command, options->seed, "Seed of z");
  command->add_flag("--json", options->json, "One JSON document with all probabilities");
  command->callback([options, &exit_code] {
    const auto result = infer(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
