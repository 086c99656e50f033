#include "models/jmvae.h"

namespace jmvae {

Jmvae::Jmvae(const ModelSpec& spec) : LatentModel(spec), joint_encoder_(layout_, spec_) { make_decoders(); }

Objective Jmvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                           const ObjectiveWeights& weights) const {
  const Gaussian q = joint_encoder_(tape, batch);  // q(z|x,w)
  return elbo(q, batch, noise, weights);           // L_JM
}

}  // namespace jmvae
