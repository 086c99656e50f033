#pragma once
// Decoders: networks that end in the distribution of one modality given z.

#include "dist/bernoulli.h"
#include "dist/categorical.h"
#include "dist/scaled.h"
#include "dist/unit_gaussian.h"
#include "models/model_spec.h"

#include <variant>

namespace jmvae {

/// The distribution of a modality given z.
using Likelihood = std::variant<Bernoulli, Categorical, UnitGaussian, ScaledGaussian, ScaledLaplace>;

/// log p(x), summed over the modality's values: [samples, 1]. x [samples, size], or with one row for each n
/// successive samples, must outlive the tape's use.
Variable log_prob(const Likelihood& p, const Matrix& x);

/// A picture as people see it, the mean of its distribution, as a variable that passes gradients on:
/// [samples, size]. Not of a Categorical.
Variable shown_picture(const Likelihood& p);

/// Expected values: [samples, size].
Matrix mean(const Likelihood& p);

/// What is most probable of a Bernoulli and of a Categorical, as ones and zeros; the mean of anything else:
/// [samples, size].
Matrix most_probable(const Likelihood& p);

/// Draws: [samples, size]; row r from the numbers of randoms[r].
Matrix sample(const Likelihood& p, std::vector<Random>& randoms);

/// Draws for the numbers that are not known, 0 in `known`, given those that are, 1 there and with their
/// values in x; both [samples, size]. A Categorical takes none of the values that are known not to be.
Matrix sample_unknown(const Likelihood& p, const Matrix& x, const Matrix& known,
                      std::vector<Random>& randoms);

/// p(x_m | z). Tensors decoder.MODALITY.*.
class Decoder {
 public:
  /// inputs: the features of z, and of whatever else the decoder sees.
  Decoder(ParameterLayout& layout, const ModalitySpec& modality, Index inputs);
  Likelihood operator()(Variable z) const;

 private:
  LikelihoodKind kind_;
  Network network_;
  Layer output_;
  Tensor scale_;  // where the likelihood learns one
};

}  // namespace jmvae
