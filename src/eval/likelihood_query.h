#pragma once
// Which likelihood of any modalities given any others is asked for, and how it is estimated.

#include "eval/proposal.h"

#include <string>
#include <vector>

namespace jmvae {

/// With z_1 ... z_K from a proposal q and T the targets, G what they are conditioned on:
enum class LikelihoodEstimator {
  weighted,    ///< log 1/K sum p(T|z) p(z) / q(z), in expectation a lower bound of log p(T) that rises with K
               ///< (Burda, Grosse and Salakhutdinov 2016, equation 8)
  prior_mean,  ///< log 1/M sum p(T|z), z from the prior: good enough where T is but a label
  difference,  ///< log p(T,G), weighted, minus log p(G): no bound in either direction
  plug_in,     ///< log 1/K sum p(T|z), z ~ q(z|G): how likely T is to a model that has seen G
};

struct LikelihoodQuery {
  std::string name;  ///< "log_p(x,w)"
  LikelihoodEstimator estimator = LikelihoodEstimator::weighted;
  Subset targets, given;
  Proposal proposal;  ///< where z comes from; the prior for prior_mean
};

/// Reads "log_p(T)" or "log_p(T|G)", T and G being names between commas (x and w stand for the first and the
/// second of at most two modalities), perhaps followed by ".single" or ".multiple":
///
///   log_p(T), log_p(T).multiple    weighted, q(z|all modalities); without a suffix a label's is prior_mean
///   log_p(T).single                weighted, q(z|T)
///   log_p(T|G)                     plug_in, q(z|G)
///   log_p(T|G).multiple, .single   difference, q(z|all modalities) or q(z|G)
///
/// In a model whose decoder has conditions (a CVAE or CMMA) log_p(T|G) is weighted, q(z|all modalities), with
/// its own p(z|G), and all that there is. A sentence for a name that means nothing or that the model can't
/// answer by the rule for what is missing.
Result<LikelihoodQuery> likelihood_query(const LatentModel& model, const TestSet& test_set,
                                         const std::string& name, const MissingRule& rule);

/// The names of log p(T) for all T, and of log p(T|G) for all ways to divide the modalities in two, each in
/// its forms.
std::vector<std::string> likelihood_names(const LatentModel& model);

}  // namespace jmvae
