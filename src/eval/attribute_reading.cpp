#include "eval/attribute_reading.h"

#include "eval/reading.h"
#include "eval/scores.h"

namespace jmvae {

namespace {

/// The mean of a score over the attributes and each attribute's own.
std::vector<Estimate> score_each(const AttributeReading& reading, const VaryingAttributes& attributes,
                                 const std::string& mean_name, const std::string& each,
                                 const std::string& estimator,
                                 Score (*measure)(const std::vector<double>&, const std::vector<bool>&)) {
  const auto examples = static_cast<std::size_t>(reading.truth.rows());
  const auto count = static_cast<double>(attributes.names.size());
  std::vector<Estimate> estimates(1);
  std::vector<double> influence(examples);
  for (std::size_t a = 0; a < attributes.names.size(); ++a) {
    const auto column = static_cast<Index>(a);
    std::vector<double> probabilities;
    std::vector<bool> positive;
    for (Index row = 0; row < reading.truth.rows(); ++row) {
      probabilities.push_back(static_cast<double>(reading.probabilities(row, column)));
      positive.push_back(reading.truth(row, column) > Real(0.5));
    }
    const Score own = measure(probabilities, positive);
    Estimate estimate;
    estimate.name = each + attributes.names[a];
    estimate.value = own.value;
    estimate.standard_error = own.standard_error;
    estimate.estimator = estimator;
    estimate.examples = reading.truth.rows();
    estimates.push_back(estimate);
    estimates[0].value += own.value / count;
    for (std::size_t i = 0; i < examples; ++i) influence[i] += own.influence[i] / count;
  }
  estimates[0].name = mean_name;
  estimates[0].standard_error = root_sum_square(influence);
  estimates[0].estimator = estimator + ", " + attributes.mean_in_words();
  estimates[0].examples = reading.truth.rows();
  return estimates;
}

}  // namespace

std::string VaryingAttributes::mean_in_words() const {
  std::string text = "mean over " + std::to_string(names.size());
  if (constant.empty()) return text + " attributes";
  text += " of " + std::to_string(names.size() + constant.size()) +
          " attributes; always the same in the test set: ";
  for (std::size_t a = 0; a < constant.size(); ++a) text += (a ? ", " : "") + constant[a];
  return text;
}

Result<VaryingAttributes> varying_attributes(const ModelSpec& spec, const TestSet& test_set) {
  VaryingAttributes attributes;
  const auto& modalities = spec.modalities;
  while (attributes.modality < modalities.size() && !modalities[attributes.modality].is_attributes()) {
    ++attributes.modality;
  }
  if (attributes.modality == modalities.size()) return fail("this ", spec.kind, " has no attributes");
  const ModalitySpec& modality = modalities[attributes.modality];
  const Bytes& bytes = test_set.columns[attributes.modality]->bytes;
  for (Index a = 0; a < modality.size(); ++a) {
    bool varies = false;
    for (Index i = 1; i < test_set.count && !varies; ++i) {
      varies = bytes[static_cast<std::size_t>(i * modality.size() + a)] != bytes[static_cast<std::size_t>(a)];
    }
    if (varies) attributes.positions.push_back(a);
    (varies ? attributes.names : attributes.constant).push_back(modality.value_name(a));
  }
  if (attributes.names.empty()) {
    return fail("all ", modality.size(), " attributes are the same in the test set's ", test_set.count,
                test_set.count == 1 ? " example" : " examples");
  }
  return attributes;
}

AttributeReading::AttributeReading(const VaryingAttributes& attributes, Index examples)
    : probabilities(examples, static_cast<Index>(attributes.names.size())),
      truth(examples, static_cast<Index>(attributes.names.size())) {}

void AttributeReading::set(const VaryingAttributes& attributes, const Piece& piece, const Matrix& read) {
  for (std::size_t a = 0; a < attributes.positions.size(); ++a) {
    const Index from = attributes.positions[a], to = static_cast<Index>(a);
    probabilities.col(to).segment(piece.first, piece.count()) = read.col(from);
    truth.col(to).segment(piece.first, piece.count()) = piece.values[attributes.modality].col(from);
  }
}

AttributeReading read_attributes(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                                 const VaryingAttributes& attributes, const Proposal& proposal,
                                 const EvalSettings& settings) {
  AttributeReading reading(attributes, test_set.count);
  for_each_piece(test_set, model.spec(), Ink::grey, settings, [&](const Piece& piece) {
    reading.set(attributes, piece,
                read_modality(model, parameters, proposal, attributes.modality, piece, settings));
  });
  return reading;
}

AttributeReading read_attributes(const Classifier& classifier, const Vector& parameters,
                                 const TestSet& test_set, const VaryingAttributes& attributes,
                                 const EvalSettings& settings) {
  AttributeReading reading(attributes, test_set.count);
  for_each_piece(test_set, classifier.spec(), Ink::grey, settings, [&](const Piece& piece) {
    Tape tape(parameters);
    reading.set(attributes, piece, mean(classifier.classify(tape, piece.values[0])));
  });
  return reading;
}

std::vector<Estimate> auc_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                    const std::string& mean_name, const std::string& each) {
  return score_each(reading, attributes, mean_name, each, "area under the curve by the rank sum",
                    area_under_curve);
}

std::vector<Estimate> f1_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                   const std::string& mean_name, const std::string& each) {
  return score_each(reading, attributes, mean_name, each, "F1, a yes being more than 1/2", f1_score);
}

std::vector<Estimate> recall_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                       const std::string& mean_name, const std::string& each) {
  return score_each(reading, attributes, mean_name, each,
                    "share of those that have it that are told so, a yes being more than 1/2", recall);
}

std::vector<Estimate> accuracy_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                         const std::string& mean_name, const std::string& each) {
  return score_each(reading, attributes, mean_name, each, "share told right, a yes being more than 1/2",
                    share_right);
}

}  // namespace jmvae
