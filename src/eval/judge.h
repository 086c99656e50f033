#pragma once
// An independent classifier that looks at what a model generates.

#include "eval/proposal.h"
#include "models/classifier.h"

#include <functional>

namespace jmvae {

/// A classifier and the parts of a model that concern it. Both must outlive the judge.
class Judge {
 public:
  /// What the classifier tells, a label or attributes, must be one of the model's modalities, and what it
  /// sees must be of the size of the model's pictures, put side by side where there are several.
  static Result<Judge> make(const LatentModel& model, const Classifier& classifier, const Vector& parameters);

  const Subset& pictures() const { return pictures_; }
  /// The modality that it tells.
  std::size_t told() const { return told_; }

  /// The whole picture of what each picture modality shows: values [samples, size] to [samples, judge's
  /// size].
  Matrix assemble(const std::vector<Matrix>& values) const;

  /// Probabilities of what it tells, and the last hidden features, of whole pictures.
  Matrix read(const Matrix& pictures) const;
  Matrix features(const Matrix& pictures) const;
  /// What it tells by these features.
  Matrix read_features(const Matrix& features) const;
  Index feature_count() const { return classifier_->feature_count(); }

  /// The pictures a model draws for z, assembled.
  Matrix draw(const LatentModel& model, Variable z, const Evidence& given) const;

 private:
  const Classifier* classifier_ = nullptr;
  const Vector* parameters_ = nullptr;
  std::vector<ModalitySpec> modalities_;
  Subset pictures_;
  std::size_t told_ = 0;
};

/// The picture modalities that a model draws for z, each as the mean of p(picture | z) in 0 ... 1; empty
/// matrices for the others.
std::vector<Matrix> draw_pictures(const LatentModel& model, Variable z, const Evidence& given);

/// z ~ q(z | label) for the judge's label. A sentence where the judge tells no label, or where the model
/// can't generate pictures from it.
Result<Proposal> label_proposal(const LatentModel& model, const Judge& judge, const MissingRule& rule);

/// One example that says of the judge's label just that it has this value; its draws are numbered by the
/// value.
Piece asked_label(const LatentModel& model, const Judge& judge, Index value);

/// Calls show(first, pictures) for `count` pictures of one example, part by part, on this thread.
void generate_pictures(const LatentModel& model, const Vector& parameters, const Judge& judge,
                       const Proposal& proposal, const Piece& asked, Index count, std::uint64_t seed,
                       const std::function<void(Index first, const Matrix& pictures)>& show);

}  // namespace jmvae
