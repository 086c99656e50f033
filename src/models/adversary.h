#pragma once
// Training against an adversary, which makes pictures crisp where a likelihood of single pixels blurs them.

#include "models/evidence.h"
#include "models/likelihood.h"
#include "models/model_spec.h"

namespace jmvae {

class LatentModel;
struct Objective;
struct ObjectiveWeights;

/// A network that tells real pictures from generated ones, given what else is known of the example:
///
///   logit D(x, w) = a(f(x)) + <f(x), E w>
///
/// with the features f of a network and linear functions a and E (a projection discriminator, Miyato and
/// Koyama 2018). It belongs to a training run, not to the model: its tensors training.adversary.* are not
/// exported.
class Adversary {
 public:
  Adversary(ParameterLayout& layout, const ModelSpec& spec);

  /// Position of the pictures among the modalities.
  std::size_t modality() const { return modality_; }

  /// log D(x, w), the logarithm of the probability that pictures [samples, size] are real: [samples, 1].
  Variable log_real(Variable pictures, const Evidence& batch) const;

  /// log(1 - D(x, w)) for generated pictures. The gradient that reaches them is that of weight * log D(x, w)
  /// instead (the non-saturating form of Goodfellow et al. 2014, section 3).
  Variable log_generated(Variable pictures, const Evidence& batch, Real weight) const;

 private:
  Variable logit(Variable pictures, const Evidence& batch) const;

  std::size_t modality_;
  Network features_;
  Dense output_, projection_;
};

/// Trains the decoder of pictures against the model's adversary, and the adversary against it:
///
///   lambda log p(x|z) + log D(x, w) + 1/2 log(1 - D(x', w)) + 1/2 log(1 - D(x'', w))
///
/// where x' is the mean of p(x|z) for z ~ q(z|x,w), and x'' for z ~ q(z|w), in models that have encoders of
/// their own for that: pictures as people see them. Everything else the model has learnt, its encoders above
/// all, stays as it is. After JMVAE-GAN (Suzuki, Nakayama and Matsuo 2016) and VAE-GAN (Larsen et al. 2016).
/// noise [examples, adversarial_noise_size]. Empty where the batch lacks a modality, and where training is
/// not supported.
Objective adversarial_objective(const LatentModel& model, const Adversary& adversary, Tape& tape,
                                const Evidence& batch, const Matrix& noise, const ObjectiveWeights& weights);

/// Columns of noise that it takes: z of both pictures, and what chooses a component where q(z|w) is a
/// mixture.
Index adversarial_noise_size(const ModelSpec& spec);

}  // namespace jmvae
