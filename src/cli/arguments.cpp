#include "cli/arguments.h"

#include "io/file.h"
#include "io/image_files.h"
#include "train/checkpoint.h"
#include "io/nearest_word.h"

#include <sys/stat.h>

namespace jmvae {

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

Result<void> add_given(const ModelSpec& spec, const std::string& text, std::vector<Matrix>& given) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return fail("--given ", text, ": expected MODALITY=VALUE, e.g. label=7");
  // "w.label=7" names the modality with its letter in the papers.
  std::string name = text.substr(0, equals);
  if (name.rfind("w.", 0) == 0) name = name.substr(2);
  const std::string value = text.substr(equals + 1);

  const auto m = spec.find_modality(name);
  if (!m) return fail("--given ", text, ": ", m.error().message);
  const ModalitySpec& modality = spec.modalities[static_cast<std::size_t>(*m)];
  if (modality.values.empty())
    return fail("--given ", text, ": ", name, " has no named values; give it with --image");
  for (std::size_t i = 0; i < modality.values.size(); ++i) {
    if (modality.values[i] != value) continue;
    Matrix& row = given[static_cast<std::size_t>(*m)];
    if (row.size()) return fail("--given ", text, ": ", name, " is given twice");
    row = Matrix::Zero(1, modality.size());
    row(0, static_cast<Index>(i)) = 1;
    return {};
  }
  return fail("--given ", text, ": ", name, " has no value ", quote(value), "; did you mean ",
              nearest_word(value, modality.values), "?");
}

Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single) {
  const auto image = read_image(path);
  if (!image) return fail(image);
  auto digits = find_digits(rgba_pixels(*image).data(), image->width, image->height, single);
  if (!digits) return fail(path, ": ", digits.error().message);
  if (digits->empty()) return fail(path, ": nothing is drawn in this picture");
  return digits;
}

Matrix to_row(const PreparedDigit& digit) {
  return Eigen::Map<const Eigen::RowVectorXf>(digit.pixels.data(), static_cast<Index>(digit.pixels.size()))
      .cast<Real>();
}

}  // namespace jmvae
