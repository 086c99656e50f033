#pragma once
// A trained model at work on one example: what is given to z, z to any modality.

#include "models/model.h"

namespace jmvae {

/// q(z | given) of one example: mean and variance [1, latent].
struct Posterior {
  Matrix mean, variance;
};

/// given: matrices [1, size], null where missing; nothing given is the prior.
Posterior encode(const LatentModel& model, const Vector& parameters, const Evidence& given);

/// count draws mean + spread sqrt(variance) noise: [count, latent]. The noise of row r depends on (seed,
/// first + r) alone, so that models, labels and platforms can be compared with the same noise.
Matrix sample_latents(const Posterior& posterior, Real spread, std::uint64_t seed, std::uint32_t first,
                      Index count);

/// Expected values of a modality given z [count, latent]: [count, size].
Matrix decode(const LatentModel& model, const Vector& parameters, int modality, const Matrix& z);

}  // namespace jmvae
