#include "models/imputer.h"

#include "dist/bernoulli.h"
#include "math/elementwise.h"
#include "models/model.h"

#include <cmath>

namespace jmvae {

namespace {

// Candidates are drawn until one can be expected to suit what is known.
constexpr Index at_once = 32, most_candidates = 256;

}  // namespace

Imputer::Imputer(ParameterLayout& layout, const ModalitySpec& modality)
    : weight_(layout[layout.add("imputer." + modality.name + ".weight", {modality.size(), modality.size()},
                                Initializer::zero)]),
      bias_(layout[layout.add("imputer." + modality.name + ".bias", {modality.size()}, Initializer::zero)]) {}

Variable Imputer::log_prob(Tape& tape, const Matrix& w) const {
  if constexpr (!training_supported) return {};
  Variable logits = tape.make_from_parameters(w.rows(), w.cols(), tape.constant(w));
  const Matrix below = tape.matrix(weight_).triangularView<Eigen::StrictlyLower>();
  logits.value().noalias() = w * below.transpose();
  logits.value().rowwise() += tape.row(bias_);

  // dA = the part of dl^T w below the diagonal, db = sum of dl over samples
  tape.on_backward(logits, [=, &tape, &w, this_weight = weight_, this_bias = bias_] {
    const Matrix slope = logits.gradient().transpose() * w;
    tape.matrix_gradient(this_weight) += Matrix(slope.triangularView<Eigen::StrictlyLower>());
    tape.row_gradient(this_bias) += logits.gradient().colwise().sum();
  });
  return jmvae::log_prob(Bernoulli{logits}, w);
}

Matrix Imputer::impute(const Tape& tape, const Observation& w, std::vector<Random>& randoms) const {
  const auto weight = tape.matrix(weight_);
  const auto bias = tape.row(bias_);
  Matrix imputed(static_cast<Index>(randoms.size()), bias.cols());
  Matrix drawn(bias.cols(), at_once);  // a candidate in each column
  RowVector logits(at_once), log_weights(at_once);
  for (Index row = 0; row < imputed.rows(); ++row) {
    Random& random = randoms[static_cast<std::size_t>(row)];
    Real best = 0, sum_of_weights = 0;
    for (Index first = 0; first < most_candidates && sum_of_weights < 1; first += at_once) {
      log_weights.setZero();
      for (Index i = 0; i < drawn.rows(); ++i) {
        logits.setConstant(bias(i));
        for (Index j = 0; j < i; ++j) logits += weight(i, j) * drawn.row(j);
        const bool is_known = w && (!w.known || (*w.known)(row, i) != 0);
        const Real known = is_known ? (*w.values)(row, i) : 0;
        for (Index c = 0; c < at_once; ++c) {
          const Real uniform = random.uniform();
          if (is_known) log_weights(c) -= softplus(known > Real(0.5) ? -logits(c) : logits(c));
          drawn(i, c) = is_known ? known : uniform < sigmoid(logits(c)) ? 1 : 0;
        }
      }
      // With the greatest of these scores, a candidate is taken as often as its weight says (Gumbel 1954).
      // Where all weights change alike, it is the same one.
      for (Index c = 0; c < at_once; ++c) {
        const Real score = log_weights(c) - std::log(-std::log(1 - random.uniform()));
        sum_of_weights += std::exp(log_weights(c));
        if (score <= best && first + c > 0) continue;
        best = score;
        imputed.row(row) = drawn.col(c).transpose();
      }
    }
  }
  return imputed;
}

Objective imputer_objective(const LatentModel& model, std::size_t modality, Tape& tape,
                            const Evidence& batch) {
  if constexpr (!training_supported) return {};
  if (!batch[modality]) return {};
  const Variable log_probability = model.imputer(modality)->log_prob(tape, *batch[modality].values);
  return {log_probability, {{"log p(" + model.spec().modalities[modality].name + ")", log_probability}}};
}

}  // namespace jmvae
