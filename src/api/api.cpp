#include "api/jmvae.h"
#include "io/digits.h"
#include "models/generation.h"
#include "models/model_file.h"

#include <algorithm>

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

int latent_size_of(const jmvae_model* model) { return static_cast<int>(model->latent.spec().latent); }

const ModalitySpec* modality_of(const jmvae_model* model, int modality) {
  const auto& modalities = model->latent.spec().modalities;
  if (modality >= 0 && modality < static_cast<int>(modalities.size())) {
    return &modalities[static_cast<std::size_t>(modality)];
  }
  last_error = "modality " + std::to_string(modality) + " does not exist; this model has " +
               std::to_string(modalities.size());
  return nullptr;
}

/// The given modalities as matrices [1, size].
std::vector<Matrix> matrices_of(const jmvae_model* model, const float* const* given) {
  std::vector<Matrix> values;
  for (const ModalitySpec& modality : model->latent.spec().modalities) {
    const float* numbers = given ? given[values.size()] : nullptr;
    values.emplace_back(numbers ? Matrix(ConstMatrixMap(numbers, 1, modality.size())) : Matrix());
  }
  return values;
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
  return found ? *found : fail_with(found.error().message);
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

int jmvae_encode(const jmvae_model* model, const float* const* given, float* mean, float* variance) {
  const std::vector<Matrix> values = matrices_of(model, given);
  Evidence evidence;
  for (const Matrix& value : values) {
    if (value.size() && !value.allFinite()) return fail_with("a given number is not finite");
    evidence.push_back(value.size() ? &value : nullptr);
  }
  const Posterior q = encode(model->latent, model->loaded.parameters, evidence);
  std::copy_n(q.mean.data(), latent_size_of(model), mean);
  std::copy_n(q.variance.data(), latent_size_of(model), variance);
  return 0;
}

int jmvae_sample(const jmvae_model* model, const float* mean, const float* variance, float spread,
                 uint32_t seed, uint32_t first, int count, float* z) {
  if (count < 0) return fail_with("a count of " + std::to_string(count) + " samples; expected at least 0");
  const int latent = latent_size_of(model);
  const Posterior q = {ConstMatrixMap(mean, 1, latent), ConstMatrixMap(variance, 1, latent)};
  MatrixMap(z, count, latent) = sample_latents(q, spread, seed, first, count);
  return 0;
}

int jmvae_decode(const jmvae_model* model, int modality, const float* z, int count, float* out) {
  const ModalitySpec* spec = modality_of(model, modality);
  if (!spec) return -1;
  if (count < 0) return fail_with("a count of " + std::to_string(count) + " pictures; expected at least 0");
  const Matrix values = decode(model->latent, model->loaded.parameters, modality,
                               ConstMatrixMap(z, count, latent_size_of(model)));
  MatrixMap(out, count, spec->size()) = values;
  return 0;
}

int jmvae_generate(const jmvae_model* model, const float* const* given, int modality, float spread,
                   uint32_t seed, int count, float* out) {
  if (count < 0) return fail_with("a count of " + std::to_string(count) + " pictures; expected at least 0");
  const int latent = latent_size_of(model);
  Vector posterior_mean(latent), posterior_variance(latent);
  Matrix z(count, latent);
  if (jmvae_encode(model, given, posterior_mean.data(), posterior_variance.data()) != 0) return -1;
  if (jmvae_sample(model, posterior_mean.data(), posterior_variance.data(), spread, seed, 0, count,
                   z.data()) != 0) {
    return -1;
  }
  return jmvae_decode(model, modality, z.data(), count, out);
}

int jmvae_infer(const jmvae_model* model, const float* const* given, int modality, int samples, uint32_t seed,
                float* out) {
  const ModalitySpec* spec = modality_of(model, modality);
  if (!spec) return -1;
  if (samples < 1)
    return fail_with("an average over " + std::to_string(samples) + " samples; expected at least 1");
  Matrix values(samples, spec->size());
  if (jmvae_generate(model, given, modality, 1, seed, samples, values.data()) != 0) return -1;
  RowVectorMap(out, spec->size()) = values.colwise().mean();
  return 0;
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
