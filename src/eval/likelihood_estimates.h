#pragma once
// Log-likelihoods by sampling z.

#include "eval/estimate.h"
#include "io/examples.h"
#include "models/model.h"

#include <functional>
#include <vector>

namespace jmvae {

/// Which likelihood, and from where z is drawn. Modalities are true where they take part.
struct LikelihoodQuery {
  std::string name;           ///< e.g. "log_p(x,w)"
  std::vector<bool> targets;  ///< whose likelihood
  std::vector<bool> given;    ///< what the proposal q(z | given) sees
  /// true: importance weights, log 1/K sum p(targets|z) p(z) / q(z|given) with z ~ q: a lower bound of
  /// log p(targets) in expectation (Burda, Grosse and Salakhutdinov 2016).
  /// false: log 1/K sum p(targets|z) with z ~ q: how likely the targets are to a model that has seen what is
  /// given.
  bool weighted = true;
};

/// The likelihoods that `jmvae eval` reports for a model of a picture x and a label w: log p(x,w), log p(x)
/// (proposal q(z|x,w), "multiple" in the authors' code, and q(z|x), "single"), log p(x|w) and log p(w|x).
std::vector<LikelihoodQuery> likelihood_queries(const ModelSpec& spec);

/// Measures one of them. Sums over z are made in double; pictures are binarised once, the same for every
/// query. `progress` is told the number of finished examples, from any thread.
Estimate estimate_likelihood(const LatentModel& model, const Vector& parameters, const Examples& examples,
                             const LikelihoodQuery& query, const EvalSettings& settings,
                             const std::function<void(Index)>& progress);

}  // namespace jmvae
