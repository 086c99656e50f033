#include "models/encoder_objective.h"

#include "models/model.h"
#include "nn/arithmetic.h"
#include "nn/columns.h"

namespace jmvae {

namespace {
bool can_be_read(const ModelSpec& spec, std::size_t modality, std::size_t other) {
  return other != modality && !spec.modalities[other].is_picture();
}
}  // namespace

bool can_learn_to_read(const ModelSpec& spec, std::size_t modality) {
  for (std::size_t other = 0; other < spec.modalities.size(); ++other) {
    if (can_be_read(spec, modality, other)) return true;
  }
  return false;
}

Objective encoder_objective(const LatentModel& model, std::size_t modality, Tape& tape, const Evidence& batch,
                            const Matrix& noise, Real reading) {
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
  const std::string name = model.spec().modalities[modality].name;
  Objective objective = {log_probability, {{"log q(z|" + name + ")", log_probability}}};
  if (reading > 0) {
    const Variable own_z = reparameterize(model.product_posterior(tape, own), drawn);
    tape.freeze_parameters(true);
    for (std::size_t other = 0; other < whole.size(); ++other) {
      if (!can_be_read(model.spec(), modality, other)) continue;
      const Variable read = log_prob(model.decode(other, own_z, own), *whole[other].values);
      objective.value = objective.value + reading * read;
      objective.terms.push_back(
          {"log p(" + model.spec().modalities[other].name + "|z of " + name + ")", read});
    }
    tape.freeze_parameters(false);
  }
  tape.hold_statistics(false);
  return objective;
}

}  // namespace jmvae
