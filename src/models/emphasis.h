#pragma once
// Emphasis: what labels and attributes ask for, shown more strongly than q(z | given) shows it.
//
// A Gaussian that covers all faces with a hat lies between them and all others, so that few of its draws wear
// one that anybody would notice. The way from what is known without the hat to what is known with it is in
// the model too, and z can be taken further along it. With q = q(z | told) and r = q(z | the rest), which is
// what is known without the labels and attributes that were given, z is drawn from
//
//   q(z)^(1 + emphasis) / r(z)^emphasis,
//
// which diffusion models are guided by too (Ho and Salimans 2022, "Classifier-free diffusion guidance",
// equation 6). Of two Gaussians it is one again. Its mean moves away from that of r in the dimensions where q
// is hardly narrower than r, and stays where q is much narrower, which leaves little open. 0 is q itself.
// What is shown is no longer distributed as the data: it is more typical, and less varied the further one
// goes.

#include "models/model.h"

namespace jmvae {

/// Whether labels or attributes are among what is given: pictures are not emphasized.
bool can_be_emphasized(const ModelSpec& spec, const Evidence& given);

// told: all that q is told: what is given, and what stands in for what is missing (attributes that were
// imputed, what a chain has drawn). Its numbers may be more than those of `given`, never fewer.

/// q^(1 + emphasis) / rest^emphasis as a Gaussian, [samples, dimensions]. A dimension in which the rest is
/// narrower than q, which it never is by rights, counts as just as wide. No gradients pass.
Gaussian emphasize(const Gaussian& q, const Gaussian& rest, Real emphasis);

/// q(z | told) by the model's encoders, emphasized. Where nothing is left without what was given, the rest is
/// what an encoder that takes masks makes of nothing, or else the prior N(0, 1).
Gaussian emphasized_by_encoders(const LatentModel& model, Tape& tape, const Evidence& told,
                                const Evidence& given, Real emphasis);

/// The same where it is a mixture, of which all components move and narrow as the Gaussian of their mean and
/// variance does.
GaussianMixture emphasized_mixture(const LatentModel& model, Tape& tape, const Evidence& told,
                                   const Evidence& given, Real emphasis);

/// The same by the joint encoder, with zeros for what was given and what is missing. features: of `told`.
Gaussian emphasized_by_joint_encoder(const LatentModel& model, Tape& tape, const JointFeatures& features,
                                     const Evidence& told, const Evidence& given, Real emphasis);

}  // namespace jmvae
