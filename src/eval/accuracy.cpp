#include "eval/accuracy.h"

#include "math/parallel.h"

#include <algorithm>
#include <functional>

namespace jmvae {

namespace {

constexpr Index examples_per_piece = 50;

/// Shares of examples whose most probable value is the right one, given probabilities for rows first ... of a
/// piece.
Estimate measure(const std::string& name, const Examples& examples, std::size_t source, std::size_t target,
                 const EvalSettings& settings,
                 const std::function<Matrix(const Matrix& x, Index first)>& predict) {
  const std::vector<std::uint32_t> order = in_order(examples.count);
  std::vector<double> right(static_cast<std::size_t>(examples.count));
  const int pieces = static_cast<int>((examples.count + examples_per_piece - 1) / examples_per_piece);
  parallel_for(pieces, settings.threads, [&](int piece) {
    const Index first = piece * examples_per_piece,
                count = std::min(examples_per_piece, examples.count - first);
    const Matrix probabilities = predict(gather(examples.columns[source], order, first, count), first);
    for (Index row = 0; row < count; ++row) {
      Index most_probable = 0;
      probabilities.row(row).maxCoeff(&most_probable);
      const auto example = static_cast<std::size_t>(first + row);
      right[example] = examples.columns[target].bytes[example] == most_probable ? 1 : 0;
    }
  });
  return summarize(name, right);
}

}  // namespace

Estimate accuracy(const LatentModel& model, const Vector& parameters, const Examples& examples, int target,
                  int source, const EvalSettings& settings) {
  const auto t = static_cast<std::size_t>(target), s = static_cast<std::size_t>(source);
  const auto& modalities = model.spec().modalities;
  const Index latent = model.spec().latent;
  Estimate estimate = measure(
      "accuracy." + modalities[t].name + "_from_" + modalities[s].name, examples, s, t, settings,
      [&](const Matrix& x, Index first) {
        Evidence given(modalities.size(), nullptr);
        given[s] = &x;
        Tape encoding(parameters), tape(parameters);
        const Gaussian q = model.posterior(encoding, given, x.rows());
        Matrix sum = Matrix::Zero(x.rows(), modalities[t].size()), noise(x.rows(), latent);
        for (int k = 0; k < settings.samples; ++k) {
          fill_normal(noise, settings.seed, Purpose::latent, static_cast<std::uint32_t>(k),
                      static_cast<std::uint32_t>(first));
          tape.clear();
          const Gaussian posterior = {tape.constant(q.mean.value()), tape.constant(q.variance.value())};
          sum += mean(model.decode(target, reparameterize(posterior, noise)));
        }
        return sum;
      });
  estimate.estimator = "most probable value, p averaged over z ~ q(z|" + modalities[s].name + ")";
  estimate.samples = settings.samples;
  return estimate;
}

Estimate accuracy(const Classifier& classifier, const Vector& parameters, const Examples& examples,
                  const EvalSettings& settings) {
  const auto& modalities = classifier.spec().modalities;
  Estimate estimate = measure("accuracy." + modalities[1].name + "_from_" + modalities[0].name, examples, 0,
                              1, settings, [&](const Matrix& x, Index) {
                                Tape tape(parameters);
                                return mean(classifier.classify(tape, x));
                              });
  estimate.estimator = "most probable value";
  return estimate;
}

}  // namespace jmvae
