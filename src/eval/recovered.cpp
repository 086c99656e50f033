#include "eval/recovered.h"

#include "eval/scores.h"
#include "math/parallel.h"

#include <utility>

namespace jmvae {

namespace {

constexpr const char* off_suffix = ".off";

std::string mean_name(const ModelSpec& spec, const VaryingAttributes& attributes) {
  return "recovered." + names_of(spec, picture_modalities(spec), '+') + "_from_" +
         spec.modalities[attributes.modality].name;
}

Matrix mask_of(const ModelSpec& spec, const VaryingAttributes& attributes, std::size_t attribute) {
  Matrix known = Matrix::Zero(1, spec.modalities[attributes.modality].size());
  known(0, attributes.positions[attribute]) = 1;
  return known;
}

/// One example of which just this attribute is known; its draws are numbered by the attribute, so that on and
/// off share their noise.
Piece asked_attribute(const ModelSpec& spec, const VaryingAttributes& attributes, std::size_t attribute,
                      bool on) {
  Piece asked;
  asked.first = attributes.positions[attribute];
  for (const ModalitySpec& modality : spec.modalities) {
    asked.values.push_back(Matrix::Zero(1, modality.size()));
    asked.known.emplace_back();
  }
  asked.known[attributes.modality] = mask_of(spec, attributes, attribute);
  if (on) asked.values[attributes.modality] = asked.known[attributes.modality];
  return asked;
}

}  // namespace

Result<Proposal> one_attribute_proposal(const LatentModel& model, const VaryingAttributes& attributes,
                                        const MissingRule& rule) {
  const ModelSpec& spec = model.spec();
  Subset given = no_modality(spec);
  given[attributes.modality] = true;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!spec.modalities[m].is_picture()) continue;
    const auto possible = check_direction(model, given, m);
    if (!possible) return fail(possible);
  }
  TestSet masked;
  masked.seen.resize(spec.modalities.size());
  masked.seen[attributes.modality] = mask_of(spec, attributes, 0);
  return make_proposal(model, masked, given, rule);
}

std::vector<std::string> recovered_names(const ModelSpec& spec, const VaryingAttributes& attributes) {
  const std::string mean = mean_name(spec, attributes);
  std::vector<std::string> names = {mean, mean + off_suffix};
  for (const std::string& attribute : attributes.names) {
    names.push_back("recovered." + attribute);
    names.push_back(names.back() + off_suffix);
  }
  return names;
}

Result<std::vector<Estimate>> recovered(const LatentModel& model, const Vector& parameters,
                                        const Judge& judge, const VaryingAttributes& attributes,
                                        Index pictures, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const auto proposal = one_attribute_proposal(model, attributes, settings.rule);
  if (!proposal) return fail(mean_name(spec, attributes), ": ", proposal.error().message);
  if (judge.told() != attributes.modality) {
    return fail(mean_name(spec, attributes), ": the judge tells ", spec.modalities[judge.told()].name);
  }

  // Entry 2 a: attribute a given as on; 2 a + 1: as off.
  const std::vector<std::string> names = recovered_names(spec, attributes);
  std::vector<Estimate> estimates(names.size());
  parallel_for(static_cast<int>(2 * attributes.names.size()), settings.threads, [&](int task) {
    const auto attribute = static_cast<std::size_t>(task / 2);
    const bool on = task % 2 == 0;
    std::vector<double> right;
    generate_pictures(model, parameters, judge, *proposal, asked_attribute(spec, attributes, attribute, on),
                      pictures, settings.seed, [&](Index, const Matrix& shown) {
                        const Matrix read = judge.read(shown);
                        for (Index row = 0; row < read.rows(); ++row) {
                          right.push_back((read(row, attributes.positions[attribute]) > Real(0.5)) == on);
                        }
                      });
    const auto place = static_cast<std::size_t>(2 + task);
    estimates[place] = summarize(names[place], right);
  });

  const auto count = static_cast<double>(attributes.names.size());
  for (std::size_t side = 0; side < 2; ++side) {
    Estimate& mean = estimates[side];
    std::vector<double> errors;
    for (std::size_t place = 2 + side; place < estimates.size(); place += 2) {
      mean.value += estimates[place].value / count;
      mean.examples += estimates[place].examples;
      errors.push_back(estimates[place].standard_error / count);
    }
    mean.name = names[side];
    mean.standard_error = root_sum_square(errors);
  }
  for (std::size_t place = 0; place < estimates.size(); ++place) {
    Estimate& estimate = estimates[place];
    estimate.estimator = std::string("one attribute given as ") + (place % 2 ? "off" : "on") +
                         ", an independent classifier reads it in the mean picture, z ~ " + proposal->name;
    if (place < 2) estimate.estimator += ", " + attributes.mean_in_words();
    estimate.proposal = proposal->name;
    estimate.filling = proposal->filling_in_words;
  }
  return estimates;
}

}  // namespace jmvae
