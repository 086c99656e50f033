#pragma once
// Training the encoder of one modality alone, after everything else.

#include "models/evidence.h"

namespace jmvae {

class LatentModel;
class Tape;
struct ModelSpec;
struct Objective;

/// Fits the encoder of one modality to a model that otherwise stays as it is:
///
///   log q(z|x_m), z ~ q(z|x,w)
///
/// the part of -KL(q(z|x,w) || q(z|x_m)) that depends on it (Suzuki, Nakayama and Matsuo 2016, equation 5),
/// for a fraction of the time, since no picture is decoded. The encoder sees as much of x_m as the batch's
/// masks leave; normalization goes by the statistics that the model has. noise [examples, at least latent
/// size]. Empty where the batch lacks a modality, and where training is not supported.
///
/// An attribute that few have is a small part of that. With `reading` it is asked for by name, too:
///
///   + reading * log p(w|z'), z' ~ q(z|x_m),  of all labels and attributes w besides x_m,
///
/// a bound on what somebody reads by this encoder, log p(w|x_m). The encoder is no mixture then.
Objective encoder_objective(const LatentModel& model, std::size_t modality, Tape& tape, const Evidence& batch,
                            const Matrix& noise, Real reading = 0);

/// Whether there are labels or attributes besides this modality, which its encoder can be trained to read.
bool can_learn_to_read(const ModelSpec& spec, std::size_t modality);

}  // namespace jmvae
