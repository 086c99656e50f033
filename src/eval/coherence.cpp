#include "eval/coherence.h"

#include "math/parallel.h"

namespace jmvae {

Estimate coherence(const LatentModel& model, const Vector& parameters, int image, int label,
                   const Classifier& judge, const Vector& judge_parameters, Index pictures,
                   const EvalSettings& settings) {
  const auto& modalities = model.spec().modalities;
  const ModalitySpec& labels = modalities[static_cast<std::size_t>(label)];
  const Index values = labels.size();
  std::vector<double> right(static_cast<std::size_t>(values * pictures));
  parallel_for(static_cast<int>(values), settings.threads, [&](int value) {
    Matrix asked = Matrix::Zero(pictures, values), noise(pictures, model.spec().latent);
    asked.col(value).setOnes();
    fill_normal(noise, settings.seed, Purpose::latent, static_cast<std::uint32_t>(value));
    Evidence given(modalities.size(), nullptr);
    given[static_cast<std::size_t>(label)] = &asked;

    Tape tape(parameters), judging(judge_parameters);
    const Variable z = reparameterize(model.posterior(tape, given, pictures), noise);
    const Matrix judged = mean(judge.classify(judging, mean(model.decode(image, z))));
    for (Index row = 0; row < pictures; ++row) {
      Index most_probable = 0;
      judged.row(row).maxCoeff(&most_probable);
      right[static_cast<std::size_t>(value * pictures + row)] = most_probable == value ? 1 : 0;
    }
  });
  Estimate estimate = summarize(
      "coherence." + modalities[static_cast<std::size_t>(image)].name + "_from_" + labels.name, right);
  estimate.estimator = "an independent classifier reads the mean picture, z ~ q(z|" + labels.name + ")";
  return estimate;
}

}  // namespace jmvae
