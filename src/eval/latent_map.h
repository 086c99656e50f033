#pragma once
// Where the examples of a data set lie in z, by each way of encoding them, and the plane they are looked at
// in.

#include "eval/estimate.h"
#include "io/examples.h"
#include "models/missing.h"

#include <vector>

namespace jmvae {

struct LatentMapSettings {
  MissingRule missing;     ///< for encodings of which something is missing
  std::size_t layer = 0;   ///< of a hierarchy: 0 for z_1
  bool samples = false;    ///< a draw of q(z|given) for each example rather than its mean
  std::uint64_t seed = 1;  ///< of draws and chains
  int threads = 1;
};

/// All examples encoded in one way.
struct Encoding {
  std::vector<bool> given;  ///< which modalities were, in the model's order
  Filling filling;          ///< what stood in for the others; automatic where none was missing
  bool samples;             ///< draws of q(z|given), else its means
  Matrix z;                 ///< [examples, dimensions of the layer]
};

/// The ways in which a model can encode that a map shows: from all modalities, then from each alone.
std::vector<std::vector<bool>> ways_to_encode(const LatentModel& model);

/// Encodes all examples; pictures are seen in grey. What has nothing but labels to see gives one draw of z
/// for each example: its means are as few as the labels, and say nothing of where z lies. A CMMA has
/// p(z|label) there. Fails where the model can't encode so, or the layer or a modality of the data is not
/// there.
Result<Encoding> encode_examples(const LatentModel& model, const Vector& parameters, const Examples& examples,
                                 const std::vector<bool>& given, const LatentMapSettings& settings);

/// A plane through the origin of z, as two directions [dimensions, 2]: z itself where it has two dimensions,
/// else the first two principal components of z [examples, dimensions].
Matrix map_plane(const Matrix& z);

}  // namespace jmvae
