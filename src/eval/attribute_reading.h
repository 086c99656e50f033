#pragma once
// How well attributes are told.

#include "eval/proposal.h"
#include "models/classifier.h"

#include <string>
#include <vector>

namespace jmvae {

/// The attributes that differ among the examples of a test set. One that is the same in all of them can be
/// told neither well nor badly, and is left out of every figure.
struct VaryingAttributes {
  std::size_t modality = 0;
  std::vector<Index> positions;
  std::vector<std::string> names;
  std::vector<std::string> constant;  ///< names of those left out

  /// "mean over 38 of 40 attributes; always the same in the test set: Bald, Wearing_Hat".
  std::string mean_in_words() const;
};

/// Of the first modality that is attributes; a sentence where the model has none, or where none of them
/// differs.
Result<VaryingAttributes> varying_attributes(const ModelSpec& spec, const TestSet& test_set);

/// What is said of the varying attributes and what is true: [examples, attributes].
struct AttributeReading {
  AttributeReading(const VaryingAttributes& attributes, Index examples);

  /// Takes the probabilities [rows, all attributes] of a piece's examples. Pieces may come from several
  /// threads.
  void set(const VaryingAttributes& attributes, const Piece& piece, const Matrix& read);

  Matrix probabilities, truth;
};

/// By p(attributes | z), averaged over settings.samples draws of z.
AttributeReading read_attributes(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                                 const VaryingAttributes& attributes, const Proposal& proposal,
                                 const EvalSettings& settings);

/// By a classifier, which needs no samples.
AttributeReading read_attributes(const Classifier& classifier, const Vector& parameters,
                                 const TestSet& test_set, const VaryingAttributes& attributes,
                                 const EvalSettings& settings);

/// The mean area under the curve, under its name, and that of each attribute, called EACH and its own name.
/// The mean's error allows for attributes being told from the same pictures.
std::vector<Estimate> auc_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                    const std::string& mean_name, const std::string& each);

/// The same of f1_score, recall and share_right.
std::vector<Estimate> f1_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                   const std::string& mean_name, const std::string& each);
std::vector<Estimate> recall_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                       const std::string& mean_name, const std::string& each);
std::vector<Estimate> accuracy_estimates(const AttributeReading& reading, const VaryingAttributes& attributes,
                                         const std::string& mean_name, const std::string& each);

}  // namespace jmvae
