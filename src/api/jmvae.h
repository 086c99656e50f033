#ifndef JMVAE_H
#define JMVAE_H
/* jmvae: load a joint multimodal variational autoencoder, generate any of its modalities from any others.
 *
 *   jmvae_model* model = jmvae_load(bytes, size);           // the content of a .safetensors file
 *   if (!model) puts(jmvae_error());
 *   float seven[10] = {0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
 *   const float* given[2] = {NULL, seven};                  // the picture is missing, the label is known
 *   float pictures[16 * 784];
 *   jmvae_generate(model, given, 0, 1.0f, 42, 16, pictures);  // sixteen sevens, 28 x 28, 0 ... 1
 *   jmvae_free(model);
 *
 * All matrices are row-major floats. Functions that can fail return 0 on success and -1 on failure;
 * jmvae_error() then has the sentence. A model is read-only after loading: several threads may use one, each
 * call has its own memory.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct jmvae_model jmvae_model;

/* The library's version, "major.minor.patch". */
const char* jmvae_version(void);

/* What went wrong in the last failing call of this thread: one sentence. Valid until the next failing call.
 */
const char* jmvae_error(void);

/* ---- Models ---- */

/* Loads a model from the bytes of a .safetensors file, which are not needed afterwards. NULL on failure; a
 * classifier, which generates nothing, is one. */
jmvae_model* jmvae_load(const void* bytes, size_t size);
void jmvae_free(jmvae_model* model);

/* The model's kind, e.g. "jmvae-kl", and its whole description (JSON: kind, modalities, licence, figures). */
const char* jmvae_kind(const jmvae_model* model);
const char* jmvae_description(const jmvae_model* model);

/* Dimensions of the latent vector z, of all layers together where the model has several. */
int jmvae_latent_size(const jmvae_model* model);

/* Modalities are numbered from 0 in the description's order. An unknown name or number gives -1 or NULL. */
int jmvae_modality_count(const jmvae_model* model);
int jmvae_modality_find(const jmvae_model* model, const char* name);
const char* jmvae_modality_name(const jmvae_model* model, int modality);
/* Numbers per example: height * width * channels of a picture, values of a label. */
int jmvae_modality_size(const jmvae_model* model, int modality);
/* A picture's height, width and channels; of a label: size, 1, 1. */
int jmvae_modality_shape(const jmvae_model* model, int modality, int shape[3]);
/* Name of one value of a label or attribute modality, e.g. "7"; NULL where values have no names. */
const char* jmvae_value_name(const jmvae_model* model, int modality, int value);

/* ---- Inference ---- */

/* What is known, and what stands in for the rest. Zeros in all fields but the first are the usual choice. */
typedef struct jmvae_condition {
  /* values[m] points to modality m's numbers, or is NULL where it is missing. NULL: nothing is given. */
  const float* const* values;
  /* known[m] points to as many numbers: 1 where the value is known, 0 where not; NULL: all are. NULL: all
   * are. */
  const float* const* known;
  /* "automatic" (also NULL), "zero", "chain", "encoder", "product" or "imputation": see
   * src/models/missing.h. */
  const char* filling;
  /* Sweeps of a chain; a longer chain begins like a shorter one. 0: 10 where the model itself takes a chain,
   * and none where the chain is asked for by name. */
  int sweeps;
  /* How much more strongly the labels and attributes that are given are shown than z ~ q(z | given) shows
   * them: see src/models/emphasis.h. 0 or more; 0 is q(z | given) itself. */
  float emphasis;
} jmvae_condition;

/* 0 where this model can generate the modality from what is given, by the asked filling; else -1, and
 * jmvae_error() says what it lacks. */
int jmvae_check(const jmvae_model* model, const jmvae_condition* condition, int modality);

/* count examples of `modality` as expected values: out [count, modality_size], pixels or probabilities in
 * 0 ... 1. spread, a finite number, scales the noise of z; 1 is how the model was trained. Noise depends on
 * (seed, first + row). */
int jmvae_complete(const jmvae_model* model, const jmvae_condition* condition, int modality, float spread,
                   uint32_t seed, uint32_t first, int count, float* out);

/* The same with the model's own filling, from whole modalities. */
int jmvae_generate(const jmvae_model* model, const float* const* given, int modality, float spread,
                   uint32_t seed, int count, float* out);

/* The same, averaged over `samples` draws of z: out [modality_size], e.g. a label's probabilities. */
int jmvae_infer(const jmvae_model* model, const float* const* given, int modality, int samples, uint32_t seed,
                float* out);

/* The steps of which these are made, where one wants z itself. */

/* The posterior q(z | given): given[m] points to modality m's numbers, or is NULL where it is missing.
 * mean, variance: latent_size numbers each. Nothing given: the prior, N(0, 1). Fails where the answer is no
 * single Gaussian: the prior of a hierarchy, a chain. Of a mixture it is the Gaussian of its mean and
 * variance; jmvae_draw takes its components. */
int jmvae_encode(const jmvae_model* model, const float* const* given, float* mean, float* variance);

/* count latent vectors z = mean + spread * sqrt(variance) * noise: z [count, latent_size]. The noise of row r
 * depends on (seed, first + r) alone, so the same seed gives the same noise for every model, label and
 * platform. */
int jmvae_sample(const jmvae_model* model, const float* mean, const float* variance, float spread,
                 uint32_t seed, uint32_t first, int count, float* z);

/* count latent vectors given a condition, by any filling: z [count, latent_size]. */
int jmvae_draw(const jmvae_model* model, const jmvae_condition* condition, float spread, uint32_t seed,
               uint32_t first, int count, float* z);

/* Moves count latent vectors the way in z from what one condition says to what another says, `strength`
 * times: z += strength * (mean z of `to` - mean z of `from`), e.g. from {Smiling: 0} to {Smiling: 1}.
 * Filling, sweeps and emphasis of `to` hold for both. Where there is no mean, with a chain or the prior of a
 * hierarchy, the z of seed 0 without its last noise stands for it. */
int jmvae_move(const jmvae_model* model, const jmvae_condition* from, const jmvae_condition* to,
               float strength, int count, float* z);

/* The expected value of a modality: out [count, modality_size]. Fails where the model decodes with a
 * condition (a CVAE). */
int jmvae_decode(const jmvae_model* model, int modality, const float* z, int count, float* out);

/* ---- Pictures of digits ---- */

/* One digit found in a picture: its box in the picture's pixels, and how a model trained on MNIST sees it. */
typedef struct jmvae_digit {
  int x, y, width, height;
  float pixels[784]; /* 28 x 28, 0 background ... 1 ink */
} jmvae_digit;

/* Finds digits in a picture of any size, dark on light or light on dark, as rows from left to right, top to
 * bottom. rgba: height * width * 4 bytes, alpha not premultiplied. Writes up to `capacity` digits; returns
 * how many were found (0: nothing drawn), or -1 on failure. */
int jmvae_find_digits(const uint8_t* rgba, int width, int height, jmvae_digit* digits, int capacity);

/* The same for a picture that is known to hold one digit: all ink belongs to it. Returns 1, 0 or -1. */
int jmvae_prepare_digit(const uint8_t* rgba, int width, int height, jmvae_digit* digit);

/* ---- Pictures of faces ---- */

/* Where a face is expected in a picture, in pixels: box = left, top, width, height. In CelebA's aligned
 * pictures of 178 x 218 the face, in others the largest square in the middle. */
void jmvae_default_crop(int width, int height, double box[4]);

/* The part of a picture in a box as a model of faces sees it: face [size, size, 3], 0 ... 1. rgba: height *
 * width * 4 bytes, alpha not premultiplied, shown on white. box NULL: as jmvae_default_crop. */
int jmvae_prepare_face(const uint8_t* rgba, int width, int height, const double* box, int size, float* face);

#ifdef __cplusplus
}
#endif
#endif /* JMVAE_H */
