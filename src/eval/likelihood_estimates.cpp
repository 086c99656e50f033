#include "eval/likelihood_estimates.h"

#include "eval/prior_mean.h"

#include <algorithm>
#include <optional>

namespace jmvae {

namespace {

// Samples of z that are decoded together: enough for fast matrix products, few enough for a core's cache.
constexpr Index samples_per_part = 250;

using Columns = Eigen::MatrixXd;

/// What K samples of z say of one example: log p(x_m|z) in column m, log p(z) - log q(z) in the last. [K,
/// modalities + 1]
Columns log_terms(const LatentModel& model, Tape& tape, Sampler& sampler, const Piece& example,
                  const Subset& decoded, bool weighted, Index samples) {
  const Index modalities = static_cast<Index>(decoded.size());
  const Evidence evidence = example.evidence(every_modality(model.spec()));
  Columns terms = Columns::Zero(samples, modalities + 1);
  for (Index first = 0; first < samples; first += samples_per_part) {
    const Index count = std::min(samples_per_part, samples - first);
    tape.clear();
    const Draws draws = sampler.draw(tape, example, first, count);
    const auto set = [&](Index column, const Matrix& term) {
      terms.col(column).segment(first, count) = term.col(0).cast<double>();
    };
    for (std::size_t m = 0; m < decoded.size(); ++m) {
      if (!decoded[m]) continue;
      set(static_cast<Index>(m), log_prob(model.decode(m, draws.z, evidence), example.values[m]).value());
    }
    if (weighted) {
      set(modalities, model.log_prior(draws.z, evidence).value() - log_prob(draws.q, draws.z).value());
    }
  }
  return terms;
}

LogMean log_mean(const Columns& terms, const Subset& targets, bool weighted) {
  std::vector<double> log_weights(static_cast<std::size_t>(terms.rows()));
  Eigen::Map<Eigen::VectorXd> sum(log_weights.data(), terms.rows());
  sum.setZero();
  for (std::size_t m = 0; m < targets.size(); ++m) {
    if (targets[m]) sum += terms.col(static_cast<Index>(m));
  }
  if (weighted) sum += terms.col(terms.cols() - 1);
  return log_mean_exp(std::move(log_weights));
}

bool is_weighted(const LikelihoodQuery& query) {
  return query.estimator == LikelihoodEstimator::weighted ||
         query.estimator == LikelihoodEstimator::difference;
}

/// Whether log p(w) over the prior takes part.
bool needs_prior(const ModelSpec& spec, const LikelihoodQuery& query) {
  return query.estimator == LikelihoodEstimator::prior_mean ||
         (query.estimator == LikelihoodEstimator::difference && is_categorical(spec, query.given));
}

LogMean answer(const LikelihoodQuery& query, const Columns& terms, const std::optional<PriorMean>& prior_mean,
               bool given_by_prior, const std::vector<Matrix>& values) {
  switch (query.estimator) {
    case LikelihoodEstimator::prior_mean:
      return (*prior_mean)(query.targets, values);
    case LikelihoodEstimator::plug_in:
      return log_mean(terms, query.targets, false);
    case LikelihoodEstimator::difference: {
      LogMean both = log_mean(terms, unite(query.targets, query.given), true);
      both.value -=
          (given_by_prior ? (*prior_mean)(query.given, values) : log_mean(terms, query.given, true)).value;
      return both;
    }
    case LikelihoodEstimator::weighted:
      break;
  }
  return log_mean(terms, query.targets, true);
}

std::string describe(const ModelSpec& spec, const LikelihoodQuery& query, const EvalSettings& settings) {
  const std::string targets = names_of(spec, query.targets, ','), given = names_of(spec, query.given, ',');
  const std::string over_prior =
      "mean over " + std::to_string(settings.prior_samples) + " draws of the prior";
  switch (query.estimator) {
    case LikelihoodEstimator::prior_mean:
      return over_prior;
    case LikelihoodEstimator::plug_in:
      return "plug-in mean of p(" + targets + "|z), z ~ " + query.proposal.name;
    case LikelihoodEstimator::difference:
      return "importance sampling of p(" + names_of(spec, unite(query.targets, query.given), ',') +
             "), z ~ " + query.proposal.name + ", over p(" + given + ") by " +
             (needs_prior(spec, query) ? over_prior : "the same samples");
    case LikelihoodEstimator::weighted:
      break;
  }
  return "importance sampling, z ~ " + query.proposal.name;
}

}  // namespace

std::vector<std::vector<LikelihoodQuery>> group_by_proposal(const std::vector<LikelihoodQuery>& queries) {
  std::vector<std::vector<LikelihoodQuery>> groups;
  for (const LikelihoodQuery& query : queries) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) {
      return g.front().proposal.given == query.proposal.given;
    });
    if (group == groups.end()) {
      groups.push_back({query});
    } else {
      group->push_back(query);
    }
  }
  return groups;
}

std::vector<Estimate> estimate_likelihoods(const LatentModel& model, const Vector& parameters,
                                           const TestSet& test_set,
                                           const std::vector<LikelihoodQuery>& queries,
                                           const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const Proposal& proposal = queries.front().proposal;

  Subset decoded = no_modality(spec);
  bool weighted = false, by_prior = false;
  for (const LikelihoodQuery& query : queries) {
    if (query.estimator != LikelihoodEstimator::prior_mean) decoded = unite(decoded, query.targets);
    if (query.estimator == LikelihoodEstimator::difference) decoded = unite(decoded, query.given);
    weighted = weighted || is_weighted(query);
    by_prior = by_prior || needs_prior(spec, query);
  }
  std::optional<PriorMean> prior_mean;
  if (by_prior) prior_mean.emplace(model, parameters, settings);

  const std::size_t examples = static_cast<std::size_t>(test_set.count);
  std::vector<std::vector<double>> values(queries.size(), std::vector<double>(examples)), effective = values;
  for_each_piece(test_set, spec, Ink::black_and_white, settings, [&](const Piece& piece) {
    Sampler sampler(model, parameters, proposal, piece, settings.seed);
    Tape tape(parameters);
    for (Index row = 0; row < piece.count(); ++row) {
      const Piece example = piece.part(row, 1);
      Columns terms;
      if (!is_empty(decoded)) {
        terms = log_terms(model, tape, sampler, example, decoded, weighted, settings.samples);
      }
      for (std::size_t i = 0; i < queries.size(); ++i) {
        const bool given_by_prior = needs_prior(spec, queries[i]);
        const LogMean mean = answer(queries[i], terms, prior_mean, given_by_prior, example.values);
        values[i][static_cast<std::size_t>(example.first)] = mean.value;
        effective[i][static_cast<std::size_t>(example.first)] = mean.effective_samples;
      }
    }
  });

  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const bool prior = queries[i].estimator == LikelihoodEstimator::prior_mean;
    Estimate estimate = summarize(queries[i].name, values[i]);
    estimate.estimator = describe(spec, queries[i], settings);
    estimate.proposal = proposal.name;
    estimate.filling = proposal.filling_in_words;
    estimate.samples = prior ? settings.prior_samples : settings.samples;
    estimate.effective_samples = summarize("", effective[i]).value;
    estimates.push_back(std::move(estimate));
  }
  return estimates;
}

}  // namespace jmvae
