#include "eval/picture_figures.h"

#include "eval/frechet.h"
#include "eval/scores.h"
#include "eval/sharpness.h"

namespace jmvae {

namespace {

constexpr Index fewest_examples = 20;  // for a covariance and its error

/// What is kept of generated and of real pictures: a few numbers for each example.
struct Kept {
  std::vector<double> energy;
  Matrix features;

  explicit Kept(Index examples) : energy(static_cast<std::size_t>(examples)) {}

  void set(const ModelSpec& spec, const Piece& piece, const std::vector<Matrix>& values) {
    for (std::size_t m = 0; m < values.size(); ++m) {
      const ModalitySpec& modality = spec.modalities[m];
      if (!modality.is_picture()) continue;
      for (Index row = 0; row < piece.count(); ++row) {
        energy[static_cast<std::size_t>(piece.first + row)] +=
            gradient_energy(values[m].row(row).data(), modality.shape);
      }
    }
  }
};

}  // namespace

std::vector<PictureQuery> picture_queries(const LatentModel& model, const TestSet& test_set,
                                          std::size_t attributes, const MissingRule& rule) {
  const ModelSpec& spec = model.spec();
  const Subset pictures = picture_modalities(spec);
  Subset from_attributes = no_modality(spec);
  from_attributes[attributes] = true;
  std::vector<PictureQuery> queries;
  if (is_empty(pictures)) return queries;
  for (const Subset& given : {from_attributes, pictures, no_modality(spec)}) {
    bool possible = true;
    for (std::size_t m = 0; m < given.size(); ++m) {
      possible = possible && (!pictures[m] || check_direction(model, given, m));
    }
    if (!possible) continue;
    auto proposal = make_proposal(model, test_set, given, rule);
    if (!proposal) continue;
    const std::string name = names_of(spec, pictures, '+');
    queries.push_back({is_empty(given) ? name : name + "_from_" + names_of(spec, given, '+'), *proposal});
  }
  return queries;
}

std::vector<std::string> picture_figure_names(const PictureQuery& query,
                                              const VaryingAttributes& attributes) {
  std::vector<std::string> names = {"sharpness." + query.name, "frechet." + query.name};
  if (is_empty(query.proposal.given)) return names;
  names.push_back("auc." + query.name);
  for (const std::string& attribute : attributes.names) {
    names.push_back("auc." + query.name + "." + attribute);
  }
  return names;
}

Result<std::vector<Estimate>> picture_figures(const LatentModel& model, const Vector& parameters,
                                              const TestSet& test_set, const VaryingAttributes& attributes,
                                              const PictureQuery& query, const Judge* judge,
                                              const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  if (test_set.count < fewest_examples) {
    return fail("pictures are measured over at least ", fewest_examples, " examples, found ", test_set.count);
  }
  Kept generated(test_set.count), real(test_set.count);
  AttributeReading reading(attributes, test_set.count);
  if (judge) {
    generated.features.resize(test_set.count, judge->feature_count());
    real.features.resize(test_set.count, judge->feature_count());
  }
  for_each_piece(test_set, spec, Ink::grey, settings, [&](const Piece& piece) {
    Sampler sampler(model, parameters, query.proposal, piece, settings.seed);
    Tape tape(parameters);
    const Variable z = sampler.draw(tape, piece, 0, 1).z;
    const std::vector<Matrix> drawn = draw_pictures(model, z, piece.evidence(query.proposal.given));
    generated.set(spec, piece, drawn);
    real.set(spec, piece, piece.values);
    if (!judge) return;
    const Matrix seen = judge->features(judge->assemble(drawn));
    reading.set(attributes, piece, judge->read_features(seen));
    generated.features.middleRows(piece.first, piece.count()) = seen;
    real.features.middleRows(piece.first, piece.count()) = judge->features(judge->assemble(piece.values));
  });

  std::vector<Estimate> estimates(1);
  const Score ratio = ratio_of_sums(generated.energy, real.energy);
  estimates[0].name = "sharpness." + query.name;
  estimates[0].value = ratio.value;
  estimates[0].standard_error = ratio.standard_error;
  estimates[0].estimator = "mean gradient energy over that of real pictures";
  estimates[0].examples = test_set.count;
  if (judge) {
    estimates.push_back(frechet_estimate("frechet." + query.name, generated.features, real.features));
    estimates.back().estimator =
        "Frechet distance to real pictures in the last hidden features of an independent classifier";
    if (!is_empty(query.proposal.given)) {
      for (Estimate& estimate :
           auc_estimates(reading, attributes, "auc." + query.name, "auc." + query.name + ".")) {
        estimate.estimator = "an independent classifier reads the mean picture, " + estimate.estimator;
        estimates.push_back(std::move(estimate));
      }
    }
  }
  for (Estimate& estimate : estimates) {
    estimate.estimator += ", z ~ " + query.proposal.name;
    estimate.proposal = query.proposal.name;
    estimate.filling = query.proposal.filling_in_words;
  }
  return estimates;
}

}  // namespace jmvae
