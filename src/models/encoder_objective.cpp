#include "models/encoder_objective.h"

#include "models/model.h"
#include "nn/columns.h"

namespace jmvae {

Objective encoder_objective(const LatentModel& model, std::size_t modality, Tape& tape, const Evidence& batch,
                            const Matrix& noise) {
  if constexpr (!training_supported) return {};
  const Evidence whole = unmasked(batch), own = only(batch, modality);
  if (!is_complete(whole)) return {};
  tape.hold_statistics(true);
  tape.freeze_parameters(true);
  const Variable drawn = columns(tape.constant(noise), 0, model.spec().latent_size());
  const Variable z = reparameterize(model.joint_posterior(tape, whole), drawn);
  tape.freeze_parameters(false);
  const Variable log_probability = model.encodes_as_mixture(own)
                                       ? log_prob(model.mixture_posterior(tape, own), z)
                                       : log_prob(model.product_posterior(tape, own), z);
  tape.hold_statistics(false);
  return {log_probability, {{"log q(z|" + model.spec().modalities[modality].name + ")", log_probability}}};
}

}  // namespace jmvae
