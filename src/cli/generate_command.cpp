#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/data_options.h"
#include "cli/given.h"
#include "io/file.h"
#include "io/image_files.h"
#include "models/generation.h"

#include <cmath>
#include <cstdio>
#include <memory>

namespace jmvae {

namespace {

struct GenerateOptions {
  std::string model, image, covered, out, folder, modality;
  std::vector<std::string> given;
  std::vector<double> crop;
  FillingOptions filling;
  int count = 16;
  double spread = 1, strength = 1;
  std::uint64_t seed = 1;
  bool json = false;
};

/// A picture of numbers in 0 ... 1, [height, width, channels].
Image to_image(const Real* values, const ModalitySpec& modality) {
  Image image;
  const Shape shape = modality.picture_shape();
  image.height = static_cast<int>(shape.height);
  image.width = static_cast<int>(shape.width);
  image.channels = static_cast<int>(shape.channels);
  for (Index i = 0; i < modality.size(); ++i) {
    image.pixels.push_back(
        static_cast<std::uint8_t>(std::lround(255 * std::min(std::max(values[i], Real(0)), Real(1)))));
  }
  return image;
}

/// All pictures on one sheet, nearly square.
Image to_grid(const Matrix& pictures, const ModalitySpec& modality) {
  const int columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(pictures.rows()))));
  const int rows = (static_cast<int>(pictures.rows()) + columns - 1) / columns;
  Image grid;
  for (Index i = 0; i < pictures.rows(); ++i) {
    const Image picture = to_image(pictures.row(i).data(), modality);
    if (grid.pixels.empty()) {
      grid = {columns * picture.width, rows * picture.height, picture.channels, {}};
      grid.pixels.resize(static_cast<std::size_t>(grid.width) * grid.height * grid.channels);
    }
    const std::size_t row_bytes = static_cast<std::size_t>(picture.width) * picture.channels;
    const auto column = static_cast<std::size_t>(i % columns), row = static_cast<std::size_t>(i / columns);
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y) {
      std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(y * row_bytes), row_bytes,
                  grid.pixels.begin() + static_cast<std::ptrdiff_t>(
                                            ((row * picture.height + y) * columns + column) * row_bytes));
    }
  }
  return grid;
}

Result<void> write_folder(const Matrix& pictures, const ModalitySpec& modality, const std::string& folder) {
  const auto made = make_folder(folder);
  if (!made) return made;
  for (Index i = 0; i < pictures.rows(); ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "/%05ld.png", static_cast<long>(i));
    const auto written = write_png(folder + name, to_image(pictures.row(i).data(), modality));
    if (!written) return written;
  }
  return {};
}

/// Every number: by name where they have names, else in the model's order.
void print_json(const Matrix& values, const ModalitySpec& modality) {
  Json results = Json::array();
  for (Index i = 0; i < values.rows(); ++i) {
    Json entry = modality.values.empty() ? Json::array() : Json::object();
    for (Index v = 0; v < values.cols(); ++v) {
      if (modality.values.empty()) {
        entry.push_back(values(i, v));
      } else {
        entry[modality.value_name(v)] = values(i, v);
      }
    }
    results.push_back({{modality.name, entry}});
  }
  std::printf("%s\n", json_text(Json{{"results", results}}).c_str());
}

/// Whether what is generated can go where it shall.
Result<void> check_output(const GenerateOptions& options, const ModalitySpec& modality) {
  const bool to_files = !options.out.empty() || !options.folder.empty();
  if (!modality.is_picture()) {
    if (!to_files) return {};
    return fail("--out and --out-dir are for pictures; ", modality.name, " is printed as JSON");
  }
  if (!to_files && !options.json) {
    return fail("pictures need a place: give --out FILE.png, --out-dir FOLDER or --json");
  }
  const Index channels = modality.picture_shape().channels;
  if (to_files && channels != 1 && channels != 3 && channels != 4) {
    return fail("a PNG has 1, 3 or 4 channels, ", modality.name, " has ", channels, "; give --json");
  }
  return {};
}

Result<int> generate(const GenerateOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto latent = latent_model(*loaded, options.model);
  if (!latent) return fail(latent);
  const LatentModel& model = **latent;
  const ModelSpec& spec = model.spec();

  const auto target = spec.find_modality(options.modality);
  if (!target) return fail("--modality: ", target.error().message);
  const ModalitySpec& modality = spec.modalities[*target];
  const auto usable = check_output(options, modality);
  if (!usable) return fail(usable);
  const std::optional<CropBox> crop = crop_box(options.crop);
  const auto croppable = check_crop(spec, crop);
  if (!croppable) return fail(croppable);

  GivenValues given(spec);
  for (const std::string& text : options.given) {
    const auto added = add_given(spec, text, given);
    if (!added) return fail(added);
  }
  if (!options.image.empty() && takes_faces(spec)) {
    if (options.filling.emphasis != 0) {
      return fail(
          "--emphasis is of faces from attributes alone; how far a face that is given is changed says "
          "--strength");
    }
    const auto face = read_face(*loaded, options.image, crop);
    if (!face) return fail(face);
    add_face(spec, *face, given);
  } else if (!options.image.empty()) {
    // Of a picture in halves, the half that is asked for is not given.
    const std::vector<std::string> without =
        options.modality == "image" ? std::vector<std::string>() : std::vector<std::string>{options.modality};
    const auto digits = read_digits(options.image, true);
    if (!digits) return fail(digits);
    const auto added = add_digit(spec, (*digits)[0], without, given);
    if (!added) return fail(added);
  }
  if (!options.covered.empty()) {
    const auto covered = cover(spec, options.covered, given);
    if (!covered) return fail(covered);
  }
  const auto rule = missing_rule(options.filling);
  if (!rule) return fail(rule);
  const auto changed = read_other_attributes(model, loaded->parameters, *rule, options.seed, given);
  if (!changed) return fail(changed);

  const Evidence evidence = given.evidence();
  auto z = draw_latents(model, loaded->parameters, evidence, *rule, static_cast<Real>(options.spread),
                        options.seed, 0, options.count);
  if (!z) return fail(z);
  if (*changed) {
    const auto step =
        latent_step(model, loaded->parameters, (*changed)->from.evidence(), (*changed)->to.evidence(), *rule);
    if (!step) return fail(step);
    z->rowwise() += static_cast<Real>(options.strength) * step->row(0);
  }
  const auto decoded = decode(model, loaded->parameters, *target, *z, evidence);
  if (!decoded) return fail(decoded);
  const Matrix& values = *decoded;

  if (!options.out.empty()) {
    const auto written = write_png(options.out, to_grid(values, modality));
    if (!written) return fail(written);
  }
  if (!options.folder.empty()) {
    const auto written = write_folder(values, modality, options.folder);
    if (!written) return fail(written);
  }
  if (options.json || !modality.is_picture()) {
    print_json(values, modality);
    return done;
  }
  for (const std::string& place : {options.out, options.folder}) {
    if (!place.empty()) print_line(place);
  }
  return done;
}

}  // namespace

void add_generate_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<GenerateOptions>();
  options->modality = "image";
  CLI::App* command = app.add_subcommand("generate", "Generate one modality from others, or from nothing");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  command
      ->add_option("--given", options->given,
                   "What is known: label=7, or label!=7; of faces Smiling=1,Eyeglasses=0, or Hair=black "
                   "where attributes are called so. Attributes that are not named are free")
      ->allow_extra_args(false);
  command
      ->add_option("--image", options->image,
                   "A picture that is known: a digit, or a face. With a face and some attributes given, the "
                   "others are first read in the face (the mean of p(attributes|z) over 32 draws of "
                   "z ~ q(z|image), more than 1/2 being on), the given ones replace what was read, face and "
                   "attributes are encoded together, and z is decoded; see --strength")
      ->option_text("FILE")
      ->check(CLI::ExistingFile);
  add_crop_option(*command, options->crop);
  command->add_option("--cover", options->covered,
                      "Hide a half of that picture: upper, lower, left, right; the model completes it");
  add_filling_options(*command, options->filling);
  add_emphasis_option(*command, options->filling);
  command->add_option("--modality", options->modality, "What to generate")->capture_default_str();
  command->add_option("--count", options->count, "How many")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--spread", options->spread, "Scale of the noise of z; 1: as the model was trained")
      ->check(number_in(0, 10))
      ->capture_default_str();
  command
      ->add_option(
          "--strength", options->strength,
          "Of a face with attributes given: how many times z is moved besides, the way from what is "
          "read of these attributes to what is asked for, each alone; 0: the joint posterior, which a "
          "single attribute hardly moves")
      ->check(number_in(0, 10))
      ->capture_default_str();
  add_seed_option(*command, options->seed, "Seed of z");
  command->add_option("--out", options->out, "PNG of all pictures on one sheet");
  command->add_option("--out-dir", options->folder,
                      "Folder for one PNG a picture: 00000.png, 00001.png, ...");
  command->add_flag("--json", options->json,
                    "All numbers as one JSON document, beside the pictures; always so for labels");
  command->callback([options, &exit_code] {
    const auto result = generate(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
