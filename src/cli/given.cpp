#include "cli/given.h"

#include "cli/arguments.h"
#include "cli/data_options.h"
#include "io/image_files.h"
#include "io/masks.h"
#include "io/nearest_word.h"
#include "models/generation.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index draws_for_reading = 32;  // of z, as `infer` takes

/// Marks one number as known; fails where it was already.
Result<void> set_value(const ModalitySpec& modality, Index i, Real value, const std::string& name,
                       Matrix& values, Matrix& known) {
  if (values.size() && (!known.size() || known(0, i) == 1)) return fail(name, " is given twice");
  if (!values.size()) {
    values = Matrix::Zero(1, modality.size());
    known = Matrix::Zero(1, modality.size());
  }
  values(0, i) = value;
  known(0, i) = 1;
  return {};
}

/// The first modality that is attributes with names; -1 where there is none.
Index attribute_modality(const ModelSpec& spec) {
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    if (spec.modalities[m].is_attributes() && !spec.modalities[m].values.empty()) {
      return static_cast<Index>(m);
    }
  }
  return -1;
}

Index find_name(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : found - names.begin();
}

/// Adds `name=value` or `name!=value` of the attributes; false where it is none of them.
Result<bool> add_attribute(const ModalitySpec& modality, const std::string& name, bool excludes,
                           const std::string& value, Matrix& values, Matrix& known) {
  const std::vector<std::string>& names = modality.values;
  if (const Index word = find_name(names, name + "=" + value); word >= 0) {
    const std::string title = name + "=";
    for (Index i = 0; i < modality.size(); ++i) {
      const std::string& other = names[static_cast<std::size_t>(i)];
      if (excludes ? i != word : other.rfind(title, 0) != 0) continue;
      const auto set = set_value(modality, i, !excludes && i == word ? 1 : 0, name, values, known);
      if (!set) return fail(set);
    }
    return true;
  }
  const Index i = find_name(names, name);
  if (i < 0) return false;
  if (excludes || (value != "0" && value != "1")) {
    return fail("expected ", name, "=1 for on or ", name, "=0 for off");
  }
  const auto set = set_value(modality, i, value == "1" ? 1 : 0, name, values, known);
  if (!set) return fail(set);
  return true;
}

Result<void> add_label(const ModelSpec& spec, const std::string& name, bool excludes,
                       const std::string& value, GivenValues& given) {
  const auto found = spec.find_modality(name);
  if (!found) return fail(found);
  const auto m = *found;
  const ModalitySpec& modality = spec.modalities[m];
  if (modality.values.empty()) return fail(name, " has no named values; give it with --image");
  if (modality.is_attributes())
    return fail("give ", name, " each by its name, e.g. ", modality.values[0], "=1");
  const Index i = find_name(modality.values, value);
  if (i < 0) {
    return fail(name, " has no value ", quote(value), "; did you mean ", nearest_word(value, modality.values),
                "?");
  }
  Matrix &values = given.values[m], &known = given.known[m];
  if (excludes) return set_value(modality, i, 0, name, values, known);
  if (values.size()) return fail(name, " is given twice");
  values = Matrix::Zero(1, modality.size());
  values(0, i) = 1;
  return {};
}

Result<void> add_one(const ModelSpec& spec, const std::string& text, GivenValues& given) {
  const Index attributes = attribute_modality(spec);
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    if (attributes >= 0) return fail("expected ATTRIBUTE=1 or ATTRIBUTE=0, e.g. Smiling=1");
    return fail("expected MODALITY=VALUE, e.g. label=7, or MODALITY!=VALUE");
  }
  const bool excludes = text[equals - 1] == '!';
  // "w.label=7" names the modality with its letter in the papers.
  std::string name = text.substr(0, excludes ? equals - 1 : equals);
  const std::string value = text.substr(equals + 1);
  if (name.rfind("w.", 0) == 0) name = name.substr(2);
  if (attributes < 0) return add_label(spec, name, excludes, value, given);

  const auto m = static_cast<std::size_t>(attributes);
  const ModalitySpec& modality = spec.modalities[m];
  if (name.rfind(modality.name + ".", 0) == 0) name = name.substr(modality.name.size() + 1);
  const auto added = add_attribute(modality, name, excludes, value, given.values[m], given.known[m]);
  if (!added) return fail(added);
  if (*added) {
    if (given.known[m].isOnes()) given.known[m].resize(0, 0);
    return {};
  }
  if (spec.find_modality(name)) return add_label(spec, name, excludes, value, given);
  // A word of a column is compared with its title, any other name without its value.
  const std::string title = name + "=";
  const bool is_title = std::any_of(modality.values.begin(), modality.values.end(),
                                    [&](const std::string& known) { return known.rfind(title, 0) == 0; });
  return fail("unknown attribute ", quote(is_title ? title + value : name), "; did you mean ",
              nearest_word(is_title ? title + value : name, modality.values), "?");
}

}  // namespace

Evidence GivenValues::evidence() const {
  Evidence evidence;
  for (std::size_t m = 0; m < values.size(); ++m) {
    evidence.emplace_back(values[m].size() ? &values[m] : nullptr, known[m].size() ? &known[m] : nullptr);
  }
  return evidence;
}

Result<void> add_given(const ModelSpec& spec, const std::string& text, GivenValues& given) {
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string one = text.substr(start, end - start);
    start = end + 1;
    const auto added = add_one(spec, one, given);
    if (!added) return fail("--given ", one, ": ", added.error().message);
  }
  return {};
}

Result<void> add_digit(const ModelSpec& spec, const PreparedDigit& digit,
                       const std::vector<std::string>& without, GivenValues& given) {
  const Matrix whole =
      Eigen::Map<const Eigen::Matrix<float, 28, 28, Eigen::RowMajor>>(digit.pixels.data()).cast<Real>();
  bool used = false;
  for (const char* name : {"image", "left", "right"}) {
    const auto found = spec.find_modality(name);
    if (!found || std::find(without.begin(), without.end(), name) != without.end()) continue;
    const auto m = *found;
    const Index width = name == std::string("image") ? 28 : 14;
    const Shape shape = spec.modalities[m].picture_shape();
    if (shape.height != 28 || shape.width != width || shape.channels != 1) {
      return fail("this model's ", name, " takes pictures of ", extents(spec.modalities[m].shape),
                  ", not digits of 28 x 28");
    }
    const Matrix part = whole.middleCols(name == std::string("right") ? 28 - width : 0, width);
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

Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single) {
  const auto image = read_image(path);
  if (!image) return fail(image);
  auto digits = find_digits(rgba_pixels(*image).data(), image->width, image->height, single);
  if (!digits) return fail(path, ": ", digits.error().message);
  if (digits->empty()) return fail(path, ": nothing is drawn in this picture");
  return digits;
}

bool takes_faces(const ModelSpec& spec) {
  const auto image = spec.find_modality("image");
  if (!image) return false;
  const std::vector<Index>& shape = spec.modalities[*image].shape;
  return shape.size() == 3 && shape[0] == shape[1] && shape[2] == 3;
}

Result<void> check_crop(const ModelSpec& spec, const std::optional<CropBox>& crop) {
  if (!crop || takes_faces(spec)) return {};
  return fail("--crop is for pictures of faces; digits are found wherever they are");
}

Result<Face> read_face(const LoadedModel& model, const std::string& path,
                       const std::optional<CropBox>& crop) {
  const auto image = read_image(path);
  if (!image) return fail(image);
  const ModelSpec& spec = model.model->spec();
  auto preparation = face_preparation(spec, model.description, "the model's description");
  if (!preparation) return fail(preparation);
  const auto m = *spec.find_modality("image");
  preparation->size = static_cast<int>(spec.modalities[m].shape[0]);
  const CropBox box = crop.value_or(box_of_face(*preparation, image->width, image->height));
  auto face = prepare_face(*image, box, preparation->size);
  if (face) return Face{box, std::move(*face)};
  const bool asks = !crop && preparation->crop;
  return fail(path, ": ", face.error().message,
              asks ? "; say where the face is in this one with --crop X,Y,WIDTH,HEIGHT" : "");
}

void add_face(const ModelSpec& spec, const Face& face, GivenValues& given) {
  const auto m = *spec.find_modality("image");
  using Pixels = Eigen::Matrix<std::uint8_t, 1, Eigen::Dynamic>;
  const Eigen::Map<const Pixels> pixels(face.image.pixels.data(), spec.modalities[m].size());
  given.values[m] = pixels.cast<Real>() / Real(255);
}

Result<std::optional<ChangedAttributes>> read_other_attributes(const LatentModel& model,
                                                               const Vector& parameters,
                                                               const MissingRule& rule, std::uint64_t seed,
                                                               GivenValues& given) {
  const std::optional<ChangedAttributes> none;
  const auto& modalities = model.spec().modalities;
  const Index attributes = attribute_modality(model.spec());
  if (attributes < 0) return none;
  const auto m = static_cast<std::size_t>(attributes);
  bool picture = false;
  for (std::size_t other = 0; other < modalities.size(); ++other) {
    picture = picture || (modalities[other].is_picture() && given.values[other].size());
  }
  Matrix &values = given.values[m], &known = given.known[m];
  if (!picture || !known.size()) return none;

  Evidence seen = given.evidence();
  seen[m] = {};
  const auto z = draw_latents(model, parameters, seen, rule, 1, seed, 0, draws_for_reading);
  if (!z) return fail(z);
  const auto read = decode(model, parameters, m, *z, seen);
  if (!read)
    return fail("the other ", modalities[m].name, " can't be read in the picture: ", read.error().message);
  const Matrix rounded = (read->colwise().mean().array() > Real(0.5)).cast<Real>();
  const Matrix differs = known.cwiseProduct((values - rounded).cwiseAbs());
  ChangedAttributes changed = {GivenValues(model.spec()), GivenValues(model.spec())};
  changed.from.values[m] = rounded;
  changed.to.values[m] = values;
  changed.from.known[m] = changed.to.known[m] = differs;
  values = known.cwiseProduct(values) + (1 - known.array()).matrix().cwiseProduct(rounded);
  known.resize(0, 0);
  return differs.any() ? std::optional(changed) : none;
}

}  // namespace jmvae
