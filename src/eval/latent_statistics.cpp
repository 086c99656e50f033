#include "eval/latent_statistics.h"

namespace jmvae {

namespace {

constexpr double active_variance = 0.01;

std::string kl_name(std::size_t layer) { return "kl.z" + std::to_string(layer + 1); }
std::string active_name(std::size_t layer) { return "active_units.z" + std::to_string(layer + 1); }

/// Columns whose variance over the rows makes them active.
Index count_active(const Eigen::MatrixXd& means) {
  const Eigen::MatrixXd centred = means.rowwise() - means.colwise().mean();
  const Eigen::RowVectorXd variance = centred.colwise().squaredNorm() / static_cast<double>(means.rows());
  return (variance.array() > active_variance).count();
}

}  // namespace

std::vector<std::string> latent_statistics_names(const ModelSpec& spec) {
  std::vector<std::string> names;
  for (std::size_t layer = 0; layer < spec.latent_layers().size(); ++layer) {
    names.push_back(kl_name(layer));
    names.push_back(active_name(layer));
  }
  return names;
}

Result<std::vector<Estimate>> latent_statistics(const LatentModel& model, const Vector& parameters,
                                                const TestSet& test_set, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const auto proposal = make_proposal(model, test_set, every_modality(spec), settings.rule);
  if (!proposal) return fail(proposal);

  const std::vector<LatentLayer> layers = spec.latent_layers();
  Eigen::MatrixXd means(test_set.count, spec.latent_size());
  std::vector<std::vector<double>> divergence(layers.size(),
                                              std::vector<double>(static_cast<std::size_t>(test_set.count)));
  for_each_piece(test_set, spec, Ink::black_and_white, settings, [&](const Piece& piece) {
    Sampler sampler(model, parameters, *proposal, piece, settings.seed);
    Tape tape(parameters);
    const Draws draws = sampler.draw(tape, piece, 0, 1);
    means.middleRows(piece.first, piece.count()) = draws.q.mean.value().cast<double>();
    const auto divergences = model.kl_divergences(draws.q, draws.z, piece.evidence(every_modality(spec)));
    for (std::size_t layer = 0; layer < divergences.size(); ++layer) {
      for (Index row = 0; row < piece.count(); ++row) {
        divergence[layer][static_cast<std::size_t>(piece.first + row)] = divergences[layer].value()(row, 0);
      }
    }
  });

  std::vector<Estimate> estimates;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    Estimate kl = summarize(kl_name(layer), divergence[layer]);
    kl.estimator = "KL(q||p) of the layer in nats";
    Estimate active;
    active.name = active_name(layer);
    active.value =
        static_cast<double>(count_active(means.middleCols(layers[layer].first, layers[layer].size)));
    active.estimator =
        "of " + std::to_string(layers[layer].size) + ", posterior mean varies by more than 0.01";
    active.examples = test_set.count;
    for (Estimate* estimate : {&kl, &active}) {
      estimate->proposal = proposal->name;
      estimate->filling = proposal->filling_in_words;
      estimates.push_back(*estimate);
    }
  }
  return estimates;
}

}  // namespace jmvae
