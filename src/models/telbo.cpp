#include "models/telbo.h"

#include "nn/columns.h"

namespace jmvae {

Telbo::Telbo(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  make_encoders();
  make_decoders();
}

Index Telbo::noise_size() const {
  return spec_.latent * static_cast<Index>(1 + spec_.modalities.size());  // fresh noise for every bound
}

Objective Telbo::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                           const ObjectiveWeights& weights) const {
  const Evidence whole = unmasked(batch);
  const bool complete = is_complete(whole);
  const Variable all_noise = tape.constant(noise);
  Objective objective;
  if (complete) {
    objective = elbo(joint_posterior(tape, whole), whole, columns(all_noise, 0, spec_.latent), weights);
  }
  for (std::size_t m = 0; m < whole.size(); ++m) {
    if (!whole[m]) continue;
    const Gaussian q_m = encoders_[m](tape, whole[m]);
    const Variable own_noise = columns(all_noise, spec_.latent * static_cast<Index>(m + 1), spec_.latent);
    tape.freeze_parameters(complete);
    const Objective single = elbo(q_m, only(whole, m), own_noise, weights, spec_.modalities[m].name);
    tape.freeze_parameters(false);
    if (objective.terms.empty()) {
      objective = single;
    } else {
      objective += single;
    }
  }
  return objective;
}

}  // namespace jmvae
