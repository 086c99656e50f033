#pragma once
// Data sets by name, as examples for training and measuring.

#include "io/examples.h"
#include "io/mnist.h"

#include <string>

namespace jmvae {

/// Reads a part of a data set from a folder: "mnist" with the columns image and label, or "mnist-halves", the
/// same digits as left, right (28 x 14 each) and label.
Result<Examples> read_examples(const std::string& data, const std::string& folder, Split split);

}  // namespace jmvae
