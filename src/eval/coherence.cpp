#include "eval/coherence.h"

#include "math/parallel.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index pictures_per_part = 250;

Index most_probable(const Matrix& probabilities, Index row) {
  Index value = 0;
  probabilities.row(row).maxCoeff(&value);
  return value;
}

Index label_values(const LatentModel& model, const Judge& judge) {
  return model.spec().modalities[judge.told()].size();
}

}  // namespace

Result<Estimate> cross_coherence(const LatentModel& model, const Vector& parameters, const Judge& judge,
                                 Index pictures, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const std::string name =
      "coherence." + names_of(spec, judge.pictures(), '+') + "_from_" + spec.modalities[judge.told()].name;
  const auto proposal = label_proposal(model, judge, settings.rule);
  if (!proposal) return fail(name, ": ", proposal.error().message);

  const Index values = label_values(model, judge);
  std::vector<double> right(static_cast<std::size_t>(values * pictures));
  parallel_for(static_cast<int>(values), settings.threads, [&](int value) {
    generate_pictures(model, parameters, judge, *proposal, asked_label(model, judge, value), pictures,
                      settings.seed, [&](Index first, const Matrix& shown) {
                        const Matrix read = judge.read(shown);
                        for (Index row = 0; row < read.rows(); ++row) {
                          right[static_cast<std::size_t>(value * pictures + first + row)] =
                              most_probable(read, row) == value ? 1 : 0;
                        }
                      });
  });
  Estimate estimate = summarize(name, right);
  estimate.estimator = "an independent classifier reads the mean picture, z ~ " + proposal->name;
  estimate.proposal = proposal->name;
  estimate.filling = proposal->filling_in_words;
  return estimate;
}

Result<Estimate> joint_coherence(const LatentModel& model, const Vector& parameters, const Judge& judge,
                                 Index pictures, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const std::string name = "coherence.joint";
  if (spec.modalities[judge.told()].likelihood != LikelihoodKind::categorical) {
    return fail(name, ": ", spec.modalities[judge.told()].name,
                " are no label, of which just one value can be the most probable");
  }
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    const auto possible = check_direction(model, no_modality(spec), m);
    if (!possible) return fail(name, ": ", possible.error().message);
  }
  const auto proposal = make_proposal(model, TestSet{}, no_modality(spec), settings.rule);
  if (!proposal) return fail(proposal);

  const Evidence nothing(spec.modalities.size());
  const Index count = label_values(model, judge) * pictures;
  std::vector<double> right(static_cast<std::size_t>(count));
  const int parts = static_cast<int>((count + pictures_per_part - 1) / pictures_per_part);
  parallel_for(parts, settings.threads, [&](int part) {
    const Index first = part * pictures_per_part;
    Matrix noise(std::min(pictures_per_part, count - first), spec.latent_size());
    fill_normal(noise, settings.seed, Purpose::latent, 0, static_cast<std::uint32_t>(first));
    Tape tape(parameters);
    const Variable z = model.sample_prior(tape.constant(noise), nothing);
    const Matrix read = judge.read(judge.draw(model, z, nothing));
    const Matrix label = mean(model.decode(judge.told(), z, nothing));
    for (Index row = 0; row < read.rows(); ++row) {
      right[static_cast<std::size_t>(first + row)] =
          most_probable(read, row) == most_probable(label, row) ? 1 : 0;
    }
  });
  Estimate estimate = summarize(name, right);
  estimate.estimator =
      "an independent classifier reads the mean picture as the most probable label, z ~ p(z)";
  estimate.proposal = proposal->name;
  return estimate;
}

}  // namespace jmvae
