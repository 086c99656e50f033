#pragma once
// Emphasis: what labels and attributes ask for, shown more strongly than q(z | given) shows it.
//
// A Gaussian that covers all faces with a hat lies between them and all others, so that few of its draws wear
// one that anybody would notice. The way from what is known without the hat to what is known with it is in
// the model too, and z can be taken further along it:
//
//   mean + emphasis (mean - mean of q(z | the rest)),   the variance as it is,
//
// the rest being what is known without the labels and attributes that were given. Diffusion models are guided
// so (Ho and Salimans 2022, "Classifier-free diffusion guidance", equation 6); here it is the mean of z that
// is. 0 is q(z | given) itself. What is shown is no longer distributed as the data: it is more typical, and
// less varied the further one goes.

#include "models/model.h"

namespace jmvae {

/// Whether labels or attributes are among what is given: pictures are not emphasized.
bool can_be_emphasized(const ModelSpec& spec, const Evidence& given);

// told: all that q is told: what is given, and what stands in for what is missing (attributes that were
// imputed, what a chain has drawn). Its numbers may be more than those of `given`, never fewer.

/// q(z | told) by the model's encoders, emphasized. Where nothing is left without what was given, the rest is
/// what an encoder that takes masks makes of nothing, or else the prior, whose mean is 0.
Gaussian emphasized_by_encoders(const LatentModel& model, Tape& tape, const Evidence& told,
                                const Evidence& given, Real emphasis);

/// The same where it is a mixture, of which all components move alike.
GaussianMixture emphasized_mixture(const LatentModel& model, Tape& tape, const Evidence& told,
                                   const Evidence& given, Real emphasis);

/// The same by the joint encoder, with zeros for what was given and what is missing. features: of `told`.
Gaussian emphasized_by_joint_encoder(const LatentModel& model, Tape& tape, const JointFeatures& features,
                                     const Evidence& told, const Evidence& given, Real emphasis);

}  // namespace jmvae
