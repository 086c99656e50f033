#include "eval/likelihood_estimates.h"

#include "math/elementwise.h"
#include "math/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace jmvae {

namespace {

// Examples that are encoded together, and samples of z that are decoded together: large enough for fast
// matrix products, small enough for a core's cache.
constexpr Index examples_per_piece = 50;
constexpr Index samples_per_part = 500;

std::string describe(const ModelSpec& spec, const LikelihoodQuery& query) {
  std::string given;
  for (std::size_t m = 0; m < query.given.size(); ++m) {
    if (query.given[m]) given += (given.empty() ? "" : ",") + spec.modalities[m].name;
  }
  return (query.weighted ? "importance sampling, z ~ q(z|" : "plug-in mean of p, z ~ q(z|") + given + ")";
}

}  // namespace

std::vector<LikelihoodQuery> likelihood_queries(const ModelSpec& spec) {
  if (spec.modalities.size() != 2) return {};
  const std::vector<bool> both = {true, true}, x = {true, false}, w = {false, true};
  return {{"log_p(x,w)", both, both, true},
          {"log_p(x)", x, both, true},
          {"log_p(x).single", x, x, true},
          {"log_p(x|w)", x, w, false},
          {"log_p(w|x)", w, x, false}};
}

Estimate estimate_likelihood(const LatentModel& model, const Vector& parameters, const Examples& examples,
                             const LikelihoodQuery& query, const EvalSettings& settings,
                             const std::function<void(Index)>& progress) {
  const std::size_t modalities = model.spec().modalities.size();
  const Index latent = model.spec().latent, samples = settings.samples;
  const std::vector<std::uint32_t> order = in_order(examples.count);
  std::vector<double> log_likelihood(static_cast<std::size_t>(examples.count));
  std::vector<double> effective(static_cast<std::size_t>(examples.count));
  std::atomic<Index> finished{0};

  const int pieces = static_cast<int>((examples.count + examples_per_piece - 1) / examples_per_piece);
  parallel_for(pieces, settings.threads, [&](int piece) {
    const Index first = piece * examples_per_piece,
                count = std::min(examples_per_piece, examples.count - first);
    std::vector<Matrix> data;
    Evidence given;
    data.reserve(modalities);
    for (std::size_t m = 0; m < modalities; ++m) {
      data.push_back(gather(examples.columns[m], order, first, count));
      if (settings.binarize && examples.columns[m].coding == ExampleColumn::Coding::intensity) {
        binarize(data[m], order, first, settings.seed, 0);
      }
      given.push_back(query.given[m] ? &data[m] : nullptr);
    }
    Tape encoding(parameters), tape(parameters);
    const Gaussian q = model.posterior(encoding, given, count);
    std::vector<double> log_weights(static_cast<std::size_t>(samples));
    Matrix noise;

    for (Index row = 0; row < count; ++row) {
      for (Index start = 0; start < samples; start += samples_per_part) {
        const Index rows = std::min(samples_per_part, samples - start);
        noise.resize(rows, latent);
        fill_normal(noise, settings.seed, Purpose::latent, static_cast<std::uint32_t>(first + row),
                    static_cast<std::uint32_t>(start));
        tape.clear();
        const Gaussian proposal = {tape.constant(q.mean.value().row(row).replicate(rows, 1)),
                                   tape.constant(q.variance.value().row(row).replicate(rows, 1))};
        const Variable z = reparameterize(proposal, noise);
        Eigen::VectorXd log_weight = Eigen::VectorXd::Zero(rows);
        for (std::size_t m = 0; m < modalities; ++m) {
          if (!query.targets[m]) continue;
          const Matrix target = data[m].row(row).replicate(rows, 1);
          log_weight += log_prob(model.decode(static_cast<int>(m), z), target).value().cast<double>().col(0);
        }
        if (query.weighted) {
          log_weight += log_prob_standard_normal(z).value().cast<double>().col(0) -
                        log_prob(proposal, z).value().cast<double>().col(0);
        }
        std::copy_n(log_weight.data(), rows, log_weights.begin() + start);
      }
      const double log_sum = log_sum_exp(log_weights.data(), samples);
      const auto example = static_cast<std::size_t>(first + row);
      log_likelihood[example] = log_sum - std::log(static_cast<double>(samples));
      for (double& log_weight : log_weights) log_weight *= 2;
      effective[example] = std::exp(2 * log_sum - log_sum_exp(log_weights.data(), samples));
    }
    progress(finished += count);
  });

  Estimate estimate = summarize(query.name, log_likelihood);
  estimate.estimator = describe(model.spec(), query);
  estimate.samples = settings.samples;
  estimate.effective_samples = summarize("", effective).value;
  return estimate;
}

}  // namespace jmvae
