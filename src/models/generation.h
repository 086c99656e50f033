#pragma once
// A trained model at work on one example: what is given to z, z to any modality.

#include "models/missing.h"

namespace jmvae {

/// q(z | given) of one example: mean and variance [1, latent_size].
struct Posterior {
  Matrix mean, variance;
};

/// given: matrices [1, size]. Nothing given, or nothing but a CVAE's conditions, is the prior N(0, I). That
/// of a hierarchy is no Gaussian, that of a CMMA depends on its conditions, and a chain or imputation gives
/// each sample a posterior of its own: these fail, draw_latents has them. Of a mixture it is the Gaussian of
/// its mean and variance.
Result<Posterior> encode(const LatentModel& model, const Vector& parameters, const Evidence& given,
                         const MissingRule& rule = {});

/// count draws mean + spread sqrt(variance) noise: [count, latent_size]. The noise of row r depends on (seed,
/// first + r) alone, so that models, labels and platforms can be compared with the same noise.
Matrix sample_latents(const Posterior& posterior, Real spread, std::uint64_t seed, std::uint32_t first,
                      Index count);

/// count draws of z given one example [1, size], by any rule: [count, latent_size], with the noise of
/// sample_latents. A chain is run for each draw; with one more sweep it goes on where it was. Of a mixture
/// each draw takes a component.
Result<Matrix> draw_latents(const LatentModel& model, const Vector& parameters, const Evidence& given,
                            const MissingRule& rule, Real spread, std::uint64_t seed, std::uint32_t first,
                            Index count);

/// The way in z from what one evidence says to what another says, the mean of z by `to` less that by `from`:
/// [1, latent_size]. An example that is moved along it takes on what they differ in, where its own joint
/// posterior hardly follows one changed value. Where q has no mean, with a chain or the prior of a hierarchy,
/// the draw of seed 0 and spread 0 stands for it.
Result<Matrix> latent_step(const LatentModel& model, const Vector& parameters, const Evidence& from,
                           const Evidence& to, const MissingRule& rule);

/// Expected values of a modality given z [count, latent_size] and what conditions the model has: [count,
/// size].
Result<Matrix> decode(const LatentModel& model, const Vector& parameters, std::size_t modality,
                      const Matrix& z, const Evidence& given = {});

}  // namespace jmvae
