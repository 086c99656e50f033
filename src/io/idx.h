#pragma once
// IDX, the format of the MNIST files: two zero bytes, the type (8: bytes), the rank, the extents (32 bits,
// big-endian), then the values in row-major order.

#include "base/result.h"
#include "math/matrix.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// An array of bytes.
struct IdxArray {
  std::vector<Index> shape;
  std::vector<std::uint8_t> values;
};

/// Parses a file in memory, which may be compressed with gzip. Fails for other types than bytes, and where
/// the shape asks for more or fewer bytes than there are. `what` begins the sentence of a failure.
Result<IdxArray> parse_idx(const std::uint8_t* bytes, std::size_t size, const std::string& what);

/// The same for a file on the disk.
Result<IdxArray> read_idx(const std::string& path);

}  // namespace jmvae
