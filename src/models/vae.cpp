#include "models/vae.h"

namespace jmvae {

Vae::Vae(const ModelSpec& spec) : LatentModel(spec) {
  make_encoders();
  make_decoders();
}

Objective Vae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                         const ObjectiveWeights& weights) const {
  const Gaussian q = encoders_[0](tape, unmasked(batch)[0]);  // q(z|x)
  return elbo(q, batch, tape.constant(noise), weights);
}

}  // namespace jmvae
