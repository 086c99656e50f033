#pragma once
// Decoders: networks that end in the distribution of one modality given z.

#include "dist/bernoulli.h"
#include "dist/categorical.h"
#include "models/model_spec.h"

#include <variant>

namespace jmvae {

/// The distribution of a modality given z.
using Likelihood = std::variant<Bernoulli, Categorical>;

/// log p(x), summed over the modality's values: [samples, 1]. x [samples, size] must outlive the tape's use.
Variable log_prob(const Likelihood& p, const Matrix& x);

/// Expected values: [samples, size].
Matrix mean(const Likelihood& p);

/// Draws: [samples, size]; row r from the random sequence at index first_index + r.
Matrix sample(const Likelihood& p, std::uint64_t seed, std::uint32_t step, std::uint32_t first_index = 0);

/// p(x_m | z). Tensors decoder.MODALITY.*.
class Decoder {
 public:
  Decoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent);
  Likelihood operator()(Variable z) const;

 private:
  LikelihoodKind kind_;
  Network network_;
  Dense logits_;
};

}  // namespace jmvae
