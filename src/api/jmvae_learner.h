#ifndef JMVAE_LEARNER_H
#define JMVAE_LEARNER_H
/* Training a small model of digits a few steps at a time, for programs that show how it learns. The trainer
 * is that of `jmvae train`; large models are trained there.
 *
 *   jmvae_learner* learner = jmvae_learner_start(digits, digits_size, "mnist-jmvae-kl-live", 1);
 *   while (jmvae_learner_learn(learner, 10) > 0) {
 *     puts(jmvae_learner_progress(learner));
 *     const void* weights = jmvae_learner_weights(learner, &size);   // for jmvae_load of jmvae.h
 *   }
 *   jmvae_learner_free(learner);
 *
 * A learner belongs to one thread. What fails returns NULL or -1, and jmvae_learner_error() then has the
 * sentence.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct jmvae_learner jmvae_learner;

/* What went wrong in the last failing call: one sentence. Valid until the next failing call. */
const char* jmvae_learner_error(void);

/* Begins with fresh weights. digits: the bytes of a .safetensors file with "image" U8 [n, 784] and "label" U8
 * [n], which are copied; preset: a name that `jmvae presets` lists, of a model of "image" and "label". */
jmvae_learner* jmvae_learner_start(const void* digits, size_t size, const char* preset, uint32_t seed);
void jmvae_learner_free(jmvae_learner* learner);

/* Changes a setting from the next step on, e.g. ("alpha", "0.5"), by the names of `jmvae train --set`. What
 * decides what the steps are (batch, epochs, seed, present, only_encoder, only_imputer) can't be changed, and
 * a running average of weights neither begin nor end. Returns 0 or -1. */
int jmvae_learner_change(jmvae_learner* learner, const char* key, const char* value);

/* Makes up to this many steps. Returns how many were made, 0 when training is over, or -1 where a number was
 * no longer finite; the weights are then those before that step. */
int jmvae_learner_learn(jmvae_learner* learner, int steps);

/* JSON: {"step": 120, "steps": 2400, "epoch": 2, "epochs": 40, "examples": 3000, "beta": 0.4, "terms":
 * {"KL(q||p)": 3.2, ...}}. The terms are means over the examples since this was last asked; none where no
 * step was made. Valid until the next call. */
const char* jmvae_learner_progress(jmvae_learner* learner);

/* The model as it is now, as the bytes of a .safetensors file. Valid until the next call. */
const void* jmvae_learner_weights(jmvae_learner* learner, size_t* size);

#ifdef __cplusplus
}
#endif
#endif /* JMVAE_LEARNER_H */
