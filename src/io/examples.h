#pragma once
// A data set as compact bytes, and batches of it as matrices.

#include "base/result.h"
#include "io/bytes.h"
#include "math/random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// The part of a data set.
enum class Split { train, validation, test };

/// One modality of all examples.
struct ExampleColumn {
  enum class Coding {
    intensity,  ///< `size` bytes an example, 0 ... 255 for 0 ... 1
    category,   ///< one byte an example: the position of the one in a one-hot row of `size` numbers
  };
  std::string name;
  Coding coding = Coding::intensity;
  Index size = 0;
  Bytes bytes;
  // What only the data knows of some modalities; empty of others.
  std::vector<Index> shape = {};        ///< height, width and channels of a picture; number of attributes
  std::vector<std::string> names = {};  ///< of the attributes
};

/// Examples in which every modality is given.
struct Examples {
  Index count = 0;
  std::vector<ExampleColumn> columns;
  std::vector<std::string> notes;  ///< sentences for a person on what is peculiar in the data or was left out

  /// The column of a modality; a sentence that lists the known ones otherwise, or where its size is another.
  Result<const ExampleColumn*> find(const std::string& name, Index size) const;

  /// Keeps nothing but the examples first ... first + kept - 1.
  void keep(Index first, Index kept);
};

/// Rows first ... first + count - 1 of `order` (positions of examples) as numbers in 0 ... 1: [count,
/// column.size].
Matrix gather(const ExampleColumn& column, const std::vector<std::uint32_t>& order, Index first, Index count);

/// Draws each number of a row as 0 or 1 with its value as the probability. What example i becomes depends on
/// (seed, draw, i) alone; order[first + row] says which example a row is.
void binarize(Matrix& values, const std::vector<std::uint32_t>& order, Index first, std::uint64_t seed,
              std::uint32_t draw);

/// 0 ... count - 1 in order, or in the random order of an epoch (Fisher and Yates).
std::vector<std::uint32_t> in_order(Index count);
std::vector<std::uint32_t> shuffled(Index count, std::uint64_t seed, std::uint32_t epoch);

}  // namespace jmvae
