#include "cli/arguments.h"

#include "io/file.h"
#include "io/image_files.h"
#include "io/masks.h"
#include "io/nearest_word.h"
#include "train/checkpoint.h"

#include <algorithm>
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

Evidence GivenValues::evidence() const {
  Evidence evidence;
  for (std::size_t m = 0; m < values.size(); ++m) {
    evidence.emplace_back(values[m].size() ? &values[m] : nullptr, known[m].size() ? &known[m] : nullptr);
  }
  return evidence;
}

Result<void> add_given(const ModelSpec& spec, const std::string& text, GivenValues& given) {
  const std::string place = "--given " + text;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return fail(place, ": expected MODALITY=VALUE, e.g. label=7, or MODALITY!=VALUE");
  }
  const bool excludes = text[equals - 1] == '!';
  // "w.label=7" names the modality with its letter in the papers.
  std::string name = text.substr(0, excludes ? equals - 1 : equals);
  if (name.rfind("w.", 0) == 0) name = name.substr(2);
  const std::string value = text.substr(equals + 1);

  const auto found = spec.find_modality(name);
  if (!found) return fail(place, ": ", found.error().message);
  const auto m = static_cast<std::size_t>(*found);
  const ModalitySpec& modality = spec.modalities[m];
  if (modality.values.empty()) return fail(place, ": ", name, " has no named values; give it with --image");
  const auto position = std::find(modality.values.begin(), modality.values.end(), value);
  if (position == modality.values.end()) {
    return fail(place, ": ", name, " has no value ", quote(value), "; did you mean ",
                nearest_word(value, modality.values), "?");
  }
  const Index i = position - modality.values.begin();
  Matrix &values = given.values[m], &known = given.known[m];
  if (values.size() && (!excludes || !known.size())) return fail(place, ": ", name, " is given twice");
  if (!values.size()) values = Matrix::Zero(1, modality.size());
  if (!excludes) {
    values(0, i) = 1;
    return {};
  }
  if (!known.size()) known = Matrix::Zero(1, modality.size());
  known(0, i) = 1;
  return {};
}

Result<void> add_picture(const ModelSpec& spec, const PreparedDigit& digit,
                         const std::vector<std::string>& without, GivenValues& given) {
  const Matrix whole =
      Eigen::Map<const Eigen::Matrix<float, 28, 28, Eigen::RowMajor>>(digit.pixels.data()).cast<Real>();
  bool used = false;
  for (const char* name : {"image", "left", "right"}) {
    const auto found = spec.find_modality(name);
    if (!found || std::find(without.begin(), without.end(), name) != without.end()) continue;
    const auto m = static_cast<std::size_t>(*found);
    const Index width = spec.modalities[m].shape[1], first = name == std::string("right") ? 28 - width : 0;
    const Matrix part = whole.middleCols(first, width);
    given.values[m] = Eigen::Map<const Matrix>(part.data(), 1, part.size());
    used = true;
  }
  if (!used) return fail("this model takes no picture of a digit");
  return {};
}

Result<void> cover(const ModelSpec& spec, const std::string& half, GivenValues& given) {
  bool covered = false;
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    if (!given.values[m].size() || !spec.modalities[m].is_picture()) continue;
    auto known = cover_half(spec.modalities[m].shape, half);
    if (!known) return fail("--cover: ", known.error().message);
    given.known[m] = std::move(*known);
    covered = true;
  }
  if (!covered) return fail("--cover ", half, ": no picture is given; name one with --image");
  return {};
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

Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single) {
  const auto image = read_image(path);
  if (!image) return fail(image);
  auto digits = find_digits(rgba_pixels(*image).data(), image->width, image->height, single);
  if (!digits) return fail(path, ": ", digits.error().message);
  if (digits->empty()) return fail(path, ": nothing is drawn in this picture");
  return digits;
}

}  // namespace jmvae
