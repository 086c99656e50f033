#pragma once
// Data sets by name, as examples for training and measuring.

#include "io/examples.h"
#include "io/mnist.h"

#include <string>

namespace jmvae {

/// Reads a part of a data set ("mnist") from a folder. The columns are "image" and "label" for MNIST.
Result<Examples> read_examples(const std::string& data, const std::string& folder, Split split);

}  // namespace jmvae
