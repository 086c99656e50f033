#pragma once
// Where the examples of a data set lie in z, by each way of encoding them, and the plane they are looked at
// in.

#include "eval/proposal.h"

#include <vector>

namespace jmvae {

/// All examples encoded in one way.
struct Encoding {
  Proposal proposal;  ///< q(z|given), and what stood in for what is missing
  bool samples;       ///< draws of it, else its means
  Matrix z;           ///< [examples, dimensions of the layer]
};

/// The ways in which a model can encode that a map shows: from all modalities, then from each alone.
std::vector<Subset> ways_to_encode(const LatentModel& model);

/// Encodes all examples in a layer, 0 for z_1; pictures are seen in grey. Gives the means of q(z|given), or
/// with `samples` one draw for each example. Where nothing but labels is given it is always draws: the means
/// are as few as the labels, and say nothing of where z lies. A CMMA given its conditions alone has draws of
/// its prior p(z|label). Fails where the model can't encode so, or has no such layer.
Result<Encoding> encode_examples(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                                 const Subset& given, std::size_t layer, bool samples,
                                 const EvalSettings& settings);

/// A plane through the origin of z, as two directions [dimensions, 2]: z itself where it has two dimensions,
/// else the first two principal components of z [examples, dimensions].
Matrix map_plane(const Matrix& z);

}  // namespace jmvae
