#include "api/jmvae.h"
#include "io/digits.h"
#include "io/face_picture.h"
#include "models/generation.h"
#include "models/model_file.h"

#include <algorithm>
#include <cmath>
#include <memory>

using namespace jmvae;

struct jmvae_model {
  LoadedModel loaded;
  const LatentModel& latent;
  std::string description;
};

namespace {

thread_local std::string last_error;

int fail_with(const std::string& sentence) {
  last_error = sentence;
  return -1;
}

int latent_size_of(const jmvae_model* model) { return static_cast<int>(model->latent.spec().latent_size()); }

const ModalitySpec* modality_of(const jmvae_model* model, int modality) {
  const auto& modalities = model->latent.spec().modalities;
  if (modality >= 0 && modality < static_cast<int>(modalities.size())) {
    return &modalities[static_cast<std::size_t>(modality)];
  }
  last_error = "modality " + std::to_string(modality) + " does not exist; this model has " +
               std::to_string(modalities.size());
  return nullptr;
}

/// A condition as matrices [1, size]. The caller's numbers are copied.
class Given {
 public:
  /// Fails where a number is not finite, or a mask has other numbers than 0 and 1.
  static Result<std::unique_ptr<Given>> make(const jmvae_model* model, const jmvae_condition& condition) {
    auto given = std::make_unique<Given>();
    const auto& modalities = model->latent.spec().modalities;
    given->matrices_.reserve(2 * modalities.size());
    for (std::size_t m = 0; m < modalities.size(); ++m) {
      const Index size = modalities[m].size();
      const Matrix* values = given->copy(condition.values ? condition.values[m] : nullptr, size);
      const Matrix* known = given->copy(condition.known ? condition.known[m] : nullptr, size);
      if (values && !values->allFinite())
        return fail("a given number of ", modalities[m].name, " is not finite");
      if (known && !(known->array() == 0 || known->array() == 1).all()) {
        return fail("the mask of ", modalities[m].name, ": expected zeros and ones");
      }
      given->evidence.emplace_back(values, values ? known : nullptr);
    }
    if (condition.filling) {
      const auto filling = filling_from_name(condition.filling);
      if (!filling) return fail(filling);
      given->rule.filling = *filling;
    }
    if (condition.sweeps < 0) return fail("a chain of ", condition.sweeps, " sweeps; expected at least 0");
    given->rule.emphasis = condition.emphasis;
    if (condition.sweeps > 0 || given->rule.filling == Filling::chain) given->rule.sweeps = condition.sweeps;
    return given;
  }

  Evidence evidence;
  MissingRule rule;

 private:
  const Matrix* copy(const float* numbers, Index size) {
    if (!numbers) return nullptr;
    matrices_.emplace_back(ConstMatrixMap(numbers, 1, size));
    return &matrices_.back();
  }
  std::vector<Matrix> matrices_;
};

/// Whether a modality can be generated from what is given.
int check(const jmvae_model* model, const Given& given, int modality) {
  const auto direction = check_direction(model->latent, given.evidence, static_cast<std::size_t>(modality));
  if (!direction) return fail_with(direction.error().message);
  const auto way = find_way(model->latent, given.evidence, given.rule);
  return way ? 0 : fail_with(way.error().message);
}

/// Runs an action that gives a Result of a matrix and copies that to out.
int write(const Result<Matrix>& values, float* out) {
  if (!values) return fail_with(values.error().message);
  std::copy_n(values->data(), values->size(), out);
  return 0;
}

int fail_with_count(int count) {
  return fail_with("a count of " + std::to_string(count) + "; expected at least 0");
}

int fail_with_factor(const char* name, float factor) {
  return fail_with(std::string("a ") + name + " of " + in_words(factor) + "; expected a finite number");
}

}  // namespace

const char* jmvae_version(void) { return JMVAE_VERSION; }

const char* jmvae_error(void) { return last_error.c_str(); }

jmvae_model* jmvae_load(const void* bytes, size_t size) {
  auto loaded = load_model(bytes, size, "model");
  if (!loaded) {
    last_error = loaded.error().message;
    return nullptr;
  }
  const LatentModel* latent = loaded->model->latent();
  if (!latent) {
    last_error = "model: a " + loaded->model->spec().kind + " has no latent space to generate from";
    return nullptr;
  }
  std::string description = json_text(loaded->description);
  return new jmvae_model{std::move(*loaded), *latent, std::move(description)};
}

void jmvae_free(jmvae_model* model) { delete model; }

const char* jmvae_kind(const jmvae_model* model) { return model->latent.spec().kind.c_str(); }

const char* jmvae_description(const jmvae_model* model) { return model->description.c_str(); }

int jmvae_latent_size(const jmvae_model* model) { return latent_size_of(model); }

int jmvae_modality_count(const jmvae_model* model) {
  return static_cast<int>(model->latent.spec().modalities.size());
}

int jmvae_modality_find(const jmvae_model* model, const char* name) {
  const auto found = model->latent.spec().find_modality(name);
  return found ? static_cast<int>(*found) : fail_with(found.error().message);
}

const char* jmvae_modality_name(const jmvae_model* model, int modality) {
  const ModalitySpec* spec = modality_of(model, modality);
  return spec ? spec->name.c_str() : nullptr;
}

int jmvae_modality_size(const jmvae_model* model, int modality) {
  const ModalitySpec* spec = modality_of(model, modality);
  return spec ? static_cast<int>(spec->size()) : -1;
}

int jmvae_modality_shape(const jmvae_model* model, int modality, int shape[3]) {
  const ModalitySpec* spec = modality_of(model, modality);
  if (!spec) return -1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    shape[axis] = axis < spec->shape.size() ? static_cast<int>(spec->shape[axis]) : 1;
  }
  return 0;
}

const char* jmvae_value_name(const jmvae_model* model, int modality, int value) {
  const ModalitySpec* spec = modality_of(model, modality);
  if (!spec || value < 0 || value >= static_cast<int>(spec->values.size())) return nullptr;
  return spec->values[static_cast<std::size_t>(value)].c_str();
}

int jmvae_check(const jmvae_model* model, const jmvae_condition* condition, int modality) {
  if (!modality_of(model, modality)) return -1;
  const auto given = Given::make(model, *condition);
  if (!given) return fail_with(given.error().message);
  return check(model, **given, modality);
}

int jmvae_complete(const jmvae_model* model, const jmvae_condition* condition, int modality, float spread,
                   uint32_t seed, uint32_t first, int count, float* out) {
  if (count < 0) return fail_with_count(count);
  if (!std::isfinite(spread)) return fail_with_factor("spread", spread);
  if (!modality_of(model, modality)) return -1;
  const auto made = Given::make(model, *condition);
  if (!made) return fail_with(made.error().message);
  const Given& given = **made;
  if (check(model, given, modality) != 0) return -1;
  const Vector& parameters = model->loaded.parameters;
  const auto z =
      draw_latents(model->latent, parameters, given.evidence, given.rule, spread, seed, first, count);
  if (!z) return fail_with(z.error().message);
  return write(decode(model->latent, parameters, static_cast<std::size_t>(modality), *z, given.evidence),
               out);
}

int jmvae_generate(const jmvae_model* model, const float* const* given, int modality, float spread,
                   uint32_t seed, int count, float* out) {
  const jmvae_condition condition = {given, nullptr, nullptr, 0, 0};
  return jmvae_complete(model, &condition, modality, spread, seed, 0, count, out);
}

int jmvae_infer(const jmvae_model* model, const float* const* given, int modality, int samples, uint32_t seed,
                float* out) {
  const ModalitySpec* spec = modality_of(model, modality);
  if (!spec) return -1;
  if (samples < 1)
    return fail_with("an average over " + std::to_string(samples) + " samples; expected at least 1");
  // In parts, so that any number of samples takes the memory of a few.
  constexpr uint32_t most_at_once = 256;
  const auto total = static_cast<uint32_t>(samples);
  const jmvae_condition condition = {given, nullptr, nullptr, 0, 0};
  Matrix values(std::min(total, most_at_once), spec->size());
  Matrix sum = Matrix::Zero(1, spec->size());
  for (uint32_t first = 0; first < total; first += most_at_once) {
    const auto count = static_cast<int>(std::min(total - first, most_at_once));
    if (jmvae_complete(model, &condition, modality, 1, seed, first, count, values.data()) != 0) return -1;
    sum += values.topRows(count).colwise().sum();
  }
  RowVectorMap(out, spec->size()) = sum.row(0) / static_cast<Real>(samples);
  return 0;
}

int jmvae_encode(const jmvae_model* model, const float* const* given, float* mean, float* variance) {
  const auto condition = Given::make(model, {given, nullptr, nullptr, 0, 0});
  if (!condition) return fail_with(condition.error().message);
  const auto q = encode(model->latent, model->loaded.parameters, (*condition)->evidence, (*condition)->rule);
  if (!q) return fail_with(q.error().message);
  std::copy_n(q->mean.data(), latent_size_of(model), mean);
  std::copy_n(q->variance.data(), latent_size_of(model), variance);
  return 0;
}

int jmvae_sample(const jmvae_model* model, const float* mean, const float* variance, float spread,
                 uint32_t seed, uint32_t first, int count, float* z) {
  if (count < 0) return fail_with_count(count);
  if (!std::isfinite(spread)) return fail_with_factor("spread", spread);
  const int latent = latent_size_of(model);
  const Posterior q = {ConstMatrixMap(mean, 1, latent), ConstMatrixMap(variance, 1, latent)};
  return write(sample_latents(q, spread, seed, first, count), z);
}

int jmvae_draw(const jmvae_model* model, const jmvae_condition* condition, float spread, uint32_t seed,
               uint32_t first, int count, float* z) {
  if (count < 0) return fail_with_count(count);
  if (!std::isfinite(spread)) return fail_with_factor("spread", spread);
  const auto given = Given::make(model, *condition);
  if (!given) return fail_with(given.error().message);
  return write(draw_latents(model->latent, model->loaded.parameters, (*given)->evidence, (*given)->rule,
                            spread, seed, first, count),
               z);
}

int jmvae_move(const jmvae_model* model, const jmvae_condition* from, const jmvae_condition* to,
               float strength, int count, float* z) {
  if (count < 0) return fail_with_count(count);
  if (!std::isfinite(strength)) return fail_with_factor("strength", strength);
  const auto begin = Given::make(model, *from), end = Given::make(model, *to);
  if (!begin) return fail_with(begin.error().message);
  if (!end) return fail_with(end.error().message);
  const auto step = latent_step(model->latent, model->loaded.parameters, (*begin)->evidence, (*end)->evidence,
                                (*end)->rule);
  if (!step) return fail_with(step.error().message);
  MatrixMap moved(z, count, latent_size_of(model));
  moved.rowwise() += strength * step->row(0);
  return 0;
}

int jmvae_decode(const jmvae_model* model, int modality, const float* z, int count, float* out) {
  if (!modality_of(model, modality)) return -1;
  if (count < 0) return fail_with_count(count);
  return write(decode(model->latent, model->loaded.parameters, static_cast<std::size_t>(modality),
                      ConstMatrixMap(z, count, latent_size_of(model))),
               out);
}

namespace {

int find(const uint8_t* rgba, int width, int height, bool single, jmvae_digit* digits, int capacity) {
  const auto found = find_digits(rgba, width, height, single);
  if (!found) return fail_with(found.error().message);
  const int count = static_cast<int>(found->size());
  for (int i = 0; i < std::min(count, capacity); ++i) {
    const PreparedDigit& digit = (*found)[static_cast<std::size_t>(i)];
    digits[i].x = digit.box.x;
    digits[i].y = digit.box.y;
    digits[i].width = digit.box.width;
    digits[i].height = digit.box.height;
    std::copy(digit.pixels.begin(), digit.pixels.end(), digits[i].pixels);
  }
  return count;
}

}  // namespace

int jmvae_find_digits(const uint8_t* rgba, int width, int height, jmvae_digit* digits, int capacity) {
  return find(rgba, width, height, false, digits, capacity);
}

int jmvae_prepare_digit(const uint8_t* rgba, int width, int height, jmvae_digit* digit) {
  return find(rgba, width, height, true, digit, 1);
}

void jmvae_default_crop(int width, int height, double box[4]) {
  const CropBox crop = default_crop(width, height);
  box[0] = crop.left;
  box[1] = crop.top;
  box[2] = crop.width;
  box[3] = crop.height;
}

int jmvae_prepare_face(const uint8_t* rgba, int width, int height, const double* box, int size, float* face) {
  if (width < 1 || height < 1 ||
      most_image_pixels / static_cast<std::uint64_t>(width) < static_cast<std::uint64_t>(height)) {
    return fail_with("a picture of " + std::to_string(width) + " x " + std::to_string(height) +
                     " pixels can't be used");
  }
  if (size < 1 || size > 1024) {
    return fail_with("a face has 1 to 1024 pixels a side, not " + std::to_string(size));
  }
  const std::size_t bytes = 4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const Image image = {width, height, 4, std::vector<std::uint8_t>(rgba, rgba + bytes)};
  const CropBox crop = box ? CropBox{box[0], box[1], box[2], box[3]} : default_crop(width, height);
  const auto prepared = prepare_face(image, crop, size);
  if (!prepared) return fail_with(prepared.error().message);
  std::transform(prepared->pixels.begin(), prepared->pixels.end(), face,
                 [](std::uint8_t value) { return static_cast<float>(value) / 255; });
  return 0;
}
