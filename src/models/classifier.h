#pragma once

#include "models/model.h"

namespace jmvae {

/// p(w | x) by one network: the independent judge of generated pictures. Modality 0 is what is seen, modality
/// 1 what is told: a label, or attributes, each of them on or off independently of the others given x.
/// Trained like the other models, on log p(w|x), without a latent space.
class Classifier : public Model {
 public:
  explicit Classifier(const ModelSpec& spec);

  bool learns_from(const Evidence& batch) const override { return is_complete(unmasked(batch)); }

  Objective objective(Tape& tape, const Evidence& batch, const Matrix& noise,
                      const ObjectiveWeights& weights) const override;

  /// p(w | x): [samples, values].
  Likelihood classify(Tape& tape, const Matrix& x) const { return tell(features(tape, x)); }

  /// What the last hidden layer says of pictures, [samples, features]: a space in which like is near like.
  Variable features(Tape& tape, const Matrix& x) const { return network_(tape.constant(x)); }

  /// p(w | x) by the features of x.
  Likelihood tell(Variable features) const;

  Index feature_count() const { return network_.outputs(); }

 private:
  Network network_;
  Dense logits_;
};

}  // namespace jmvae
