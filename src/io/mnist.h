#pragma once

#include "base/result.h"
#include "io/examples.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// Grey pictures of one size, each with a label.
struct LabelledImages {
  Index count = 0, height = 0, width = 0;
  std::vector<std::uint8_t> pixels;  ///< [count, height, width], 0 background ... 255 ink
  std::vector<std::uint8_t> labels;  ///< [count], 0 ... 9
};

/// Reads MNIST (LeCun, Cortes and Burges) as tools/get_mnist or the official files leave it: images and
/// labels in IDX, compressed with gzip or not, in the folder itself or in data/ or raw/ below it. Fails where
/// a file is missing or damaged, counts differ, or a label is not a digit; MNIST has no validation part.
Result<LabelledImages> read_mnist(const std::string& folder, Split split);

}  // namespace jmvae
