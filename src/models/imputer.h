#pragma once
// Which attributes go together, so that those that are not named can be drawn.

#include "math/random.h"
#include "models/evidence.h"
#include "models/model_spec.h"
#include "nn/tape.h"

namespace jmvae {

class LatentModel;
struct Objective;

/// p(w) of attributes by themselves, a logistic regression of each on those before it:
///
///   p(w) = prod_i Bernoulli(w_i; sigmoid(b_i + sum_{j<i} A_ij w_j))
///
/// a fully visible sigmoid belief network (Neal 1992, Connectionist learning of belief networks). Tensors
/// imputer.MODALITY.weight, of which the part below the diagonal counts, and imputer.MODALITY.bias.
class Imputer {
 public:
  Imputer(ParameterLayout& layout, const ModalitySpec& modality);

  /// log p(w): [samples, 1]. w [samples, size] must outlive the tape's use.
  Variable log_prob(Tape& tape, const Matrix& w) const;

  /// Draws w ~ p(w | what is known of it), what is known staying as it is: [samples, size]. Of 32 draws in
  /// which the known values are set, of more where these are rare, one is taken by how well the known values
  /// suit the others (sampling importance resampling, Rubin 1987). w has as many rows as randoms, or is
  /// missing. Row r follows the numbers of randoms[r]: similar w have similar draws.
  Matrix impute(const Tape& tape, const Observation& w, std::vector<Random>& randoms) const;

 private:
  Tensor weight_, bias_;
};

/// Fits a modality's imputer alone: log p(w). Empty where the batch lacks the modality, and where training is
/// not supported.
Objective imputer_objective(const LatentModel& model, std::size_t modality, Tape& tape,
                            const Evidence& batch);

}  // namespace jmvae
