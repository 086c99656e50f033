#include "models/telbo.h"

namespace jmvae {

Telbo::Telbo(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  make_encoders();
  make_decoders();
}

Objective Telbo::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                           const ObjectiveWeights& weights) const {
  const Evidence whole = unmasked(batch);
  const bool complete = is_complete(whole);
  const Variable all_noise = tape.constant(noise);
  Objective objective;
  if (complete) {
    objective = elbo(joint_posterior(tape, whole), whole, noise_of_bound(all_noise, 0), weights);
  }
  for (std::size_t m = 0; m < whole.size(); ++m) {
    if (!whole[m]) continue;
    const Gaussian q_m = encoders_[m](tape, whole[m]);
    const Variable own_noise = noise_of_bound(all_noise, m + 1);
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
