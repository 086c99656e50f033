#pragma once
// Where z is drawn from.

#include "eval/test_set.h"
#include "models/missing.h"

#include <string>

namespace jmvae {

/// q(z | given) by some filling, or the prior where nothing but a model's conditions is given.
struct Proposal {
  Subset given;
  Way way;
  std::string name;              ///< "q(z|image,label)", "p(z)"
  std::string filling_in_words;  ///< "none" where nothing is missing
};

/// The rule decides where something is missing or covered; what is wholly given goes the model's own way. A
/// sentence where the model lacks what that takes.
Result<Proposal> make_proposal(const LatentModel& model, const TestSet& test_set, const Subset& given,
                               const MissingRule& rule);

/// Draws of z, and the Gaussian of each where they come from one: [samples, latent_size].
struct Draws {
  Gaussian q;
  Variable z;
};

/// Draws of z for a piece's examples, which are encoded once. In a chain each draw has its own posterior. Of
/// a mixture the Gaussian of a draw is its component: importance weights p(z) / q(z) are as unbiased with it
/// as with the whole, since they are so for every component.
class Sampler {
 public:
  Sampler(const LatentModel& model, const Vector& parameters, const Proposal& proposal, const Piece& piece,
          std::uint64_t seed);

  /// The draws first ... first + count - 1 of each example of a part of the piece, as successive rows. What
  /// an example gets depends on its place in the test set and on the number of the draw alone.
  Draws draw(Tape& tape, const Piece& part, Index first, Index count);

 private:
  const LatentModel& model_;
  const Proposal& proposal_;
  Index first_example_;
  std::uint64_t seed_;
  Matrix mean_, variance_, logits_, noise_;
};

}  // namespace jmvae
