#pragma once
// An independent classifier that looks at what a model generates.

#include "eval/proposal.h"
#include "models/classifier.h"

#include <functional>

namespace jmvae {

/// A classifier and the parts of a model that concern it. Both must outlive the judge.
class Judge {
 public:
  /// The label that the classifier tells must be one of the model's, and what it sees must be of the size of
  /// the model's pictures, put side by side where there are several.
  static Result<Judge> make(const LatentModel& model, const Classifier& classifier, const Vector& parameters);

  const Subset& pictures() const { return pictures_; }
  std::size_t label() const { return label_; }

  /// The whole picture of what each picture modality shows: values [samples, size] to [samples, judge's
  /// size].
  Matrix assemble(const std::vector<Matrix>& values) const;

  /// Probabilities of the label's values, and the last hidden features, of whole pictures.
  Matrix read(const Matrix& pictures) const;
  Matrix features(const Matrix& pictures) const;

  /// The pictures a model draws for z, as means of p(picture | z), assembled.
  Matrix draw(const LatentModel& model, Variable z, const Evidence& given) const;

 private:
  const Classifier* classifier_ = nullptr;
  const Vector* parameters_ = nullptr;
  std::vector<ModalitySpec> modalities_;
  Subset pictures_;
  std::size_t label_ = 0;
};

/// z ~ q(z | label) for the judge's label. A sentence where the model can't generate pictures from it.
Result<Proposal> label_proposal(const LatentModel& model, const Judge& judge, const MissingRule& rule);

/// Calls show(first, pictures) for `count` pictures of one value of the label, part by part, on this thread.
void generate_pictures(const LatentModel& model, const Vector& parameters, const Judge& judge,
                       const Proposal& proposal, Index value, Index count, std::uint64_t seed,
                       const std::function<void(Index first, const Matrix& pictures)>& show);

}  // namespace jmvae
