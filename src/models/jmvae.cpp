#include "models/jmvae.h"

namespace jmvae {

Jmvae::Jmvae(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  make_decoders();
}

Objective Jmvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                           const ObjectiveWeights& weights) const {
  const Gaussian q = joint_posterior(tape, unmasked(batch));  // q(z|x,w)
  return elbo(q, batch, tape.constant(noise), weights);       // L_JM
}

}  // namespace jmvae
