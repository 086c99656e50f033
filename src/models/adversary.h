#pragma once
// Training against an adversary, which makes pictures crisp where a likelihood of single pixels blurs them.

#include "models/evidence.h"
#include "models/likelihood.h"
#include "models/model_spec.h"

namespace jmvae {

class LatentModel;
struct Objective;
struct ObjectiveWeights;

/// A network that tells real pictures from generated ones, given what else is known of the example, and reads
/// the labels and attributes of pictures:
///
///   logit D(x, w) = a(f(x)) + <f(x), E w>,   logits of r(w|x) = c(f(x))
///
/// with the features f of a network and linear functions a, E and c (a projection discriminator, Miyato and
/// Koyama 2018, with an auxiliary classifier, Odena, Olah and Shlens 2017). It belongs to a training run, not
/// to the model: its tensors training.adversary.* are not exported.
class Adversary {
 public:
  Adversary(ParameterLayout& layout, const ModelSpec& spec);

  /// Position of the pictures among the modalities.
  std::size_t modality() const { return modality_; }

  /// f(x) of pictures [samples, size]: [samples, features].
  Variable features(Variable pictures) const { return features_(pictures); }

  /// logit D(x, w) of pictures of these features: [samples, 1].
  Variable logit(Variable features, const Evidence& w) const;

  /// log D(x, w), the logarithm of the probability that pictures of these features are real: [samples, 1].
  Variable log_real(Variable features, const Evidence& w) const;

  /// log(1 - D(x, w)) for generated pictures [samples, size]. The gradient that reaches them is that of
  /// weight * log D(x, w) instead (the non-saturating form of Goodfellow et al. 2014, section 3).
  Variable log_generated(Variable pictures, const Evidence& w, Real weight) const;

  /// log r(w_m|x) of a label or of attributes, [samples, 1].
  struct Reading {
    std::size_t modality;
    Variable log_probability;
  };

  /// Of every label and all attributes among w.
  std::vector<Reading> log_read(Variable features, const Evidence& w) const;

 private:
  struct Reader {
    std::size_t modality;
    bool is_attributes;
    Dense logits;
  };

  std::size_t modality_;
  Network features_;
  Dense output_, projection_;
  std::vector<Reader> readers_;
};

/// Trains the decoder of pictures against the model's adversary, and the adversary against it:
///
///   lambda_x log p(x|z) + log D(x, w) + lambda_w log r(w|x + rho e)
///     + 1/2 log(1 - D(x', w)) + 1/2 (log(1 - D(x'', w'')) + gamma lambda_w log r(w''|x'' + rho e))
///     - kappa / 2 ((logit D(x + s e, w) - logit D(x, w)) / s)^2
///     + alpha log q(z|w) + lambda_w log p(w|z'')
///
/// gamma (ObjectiveWeights::adversary) also weighs the gradient that x' and x'' get from D.
///
/// e ~ N(0, 1) for each number of a picture, and s is small, so that the mean of the square that kappa / 2
/// (ObjectiveWeights::smoothness) weighs is that of the slope of logit D at real pictures: the penalty R1 of
/// Mescheder, Geiger and Nowozin 2018 without second derivatives, as Lin et al. 2025 take it. With rho
/// (ObjectiveWeights::reading_noise) the classifier reads through noise, in which shapes can be told and fine
/// patterns can't, and so its gradients are of shapes (Kaur, Cohen and Lipton 2019).
///
/// x' is the mean of p(x|z) for z ~ q(z|x,w): pictures as people see them. x'' is that of a z that knows no
/// picture: of each four examples one has z'' ~ p(z), and the others z'' ~ q(z|w) by the encoders, with as
/// much of w as the batch's masks leave, or z'' ~ q(z|0,w), zeros standing in for the picture, in models that
/// have a joint encoder alone (there a chain begins). w'' is what such a picture ought to show: w as far as
/// it is known to z, elsewhere the most probable value under p(w|z). The classifier r learns from real
/// pictures only.
///
/// The encoders q(z|w), if there are any, learn along, so that what they were given can be seen in x'' and is
/// what z'' says, by the last term; alpha log q(z|w), the part of -KL(q(z|x,w) || q(z|w)) that depends on
/// them, keeps them where pictures with such a w are. Everything else the model has learnt, its joint encoder
/// above all, stays as it is, and so do the statistics of batch normalization: those of x' and of x'' differ,
/// and by a batch's own the adversary would see other pictures than people will. After JMVAE-GAN (Suzuki,
/// Nakayama and Matsuo 2016) and VAE-GAN (Larsen et al. 2016). noise [examples, adversarial_noise_size +
/// disturbance_size]. Empty where the batch lacks a modality, and where training is not supported.
Objective adversarial_objective(const LatentModel& model, const Adversary& adversary, Tape& tape,
                                const Evidence& batch, const Matrix& noise, const ObjectiveWeights& weights);

/// Columns of noise that it takes: for z of both pictures, and for what chooses a component where q(z|w) is a
/// mixture.
Index adversarial_noise_size(const ModelSpec& spec);

/// Further columns, for e: a picture's size where the weights ask for it, else none.
Index disturbance_size(const ModelSpec& spec, const ObjectiveWeights& weights);

}  // namespace jmvae
