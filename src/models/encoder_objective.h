#pragma once
// Training the encoder of one modality alone, after everything else.

#include "models/evidence.h"

namespace jmvae {

class LatentModel;
class Tape;
struct Objective;

/// Fits the encoder of one modality to a model that otherwise stays as it is:
///
///   log q(z|x_m), z ~ q(z|x,w)
///
/// the part of -KL(q(z|x,w) || q(z|x_m)) that depends on it (Suzuki, Nakayama and Matsuo 2016, equation 5),
/// for a fraction of the time, since nothing is decoded. The encoder sees as much of x_m as the batch's masks
/// leave; normalization goes by the statistics that the model has. noise [examples, at least latent size].
/// Empty where the batch lacks a modality, and where training is not supported.
Objective encoder_objective(const LatentModel& model, std::size_t modality, Tape& tape, const Evidence& batch,
                            const Matrix& noise);

}  // namespace jmvae
