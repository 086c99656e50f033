#include "models/cvae.h"

#include "nn/columns.h"
#include "nn/rows.h"

namespace jmvae {

Cvae::Cvae(const ModelSpec& spec) : LatentModel(spec) {
  make_joint_encoder();
  Index inputs = spec_.latent;
  for (std::size_t m = 1; m < spec_.modalities.size(); ++m) {
    const ModalitySpec& modality = spec_.modalities[m];
    conditions_.emplace_back(layout_, "condition." + modality.name, modality.picture_shape(),
                             modality.encoder);
    inputs += conditions_.back().outputs();
  }
  decoders_.emplace_back(layout_, spec_.modalities[0], inputs);
}

Objective Cvae::objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                          const ObjectiveWeights& weights) const {
  const Gaussian q = joint_posterior(tape, unmasked(batch));  // q(z|x,w)
  return elbo(q, batch, tape.constant(noise), weights);
}

Likelihood Cvae::decode(std::size_t, Variable z, const Evidence& given) const {
  std::vector<Variable> parts = {z};
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    const Matrix& w = *given[c + 1].values;
    parts.push_back(repeat_rows(conditions_[c](z.tape->constant(w)), z.rows() / w.rows()));
  }
  return decoders_[0](concatenate(parts));  // p(x|z,w)
}

}  // namespace jmvae
