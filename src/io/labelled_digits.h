#pragma once
// The few digits that a page shows and learns from, in one small file (tools/digits_sample.mjs).

#include "io/examples.h"

#include <cstddef>
#include <string>

namespace jmvae {

/// Reads a .safetensors file with "image" U8 [n, 784] and "label" U8 [n] as examples of "image" and "label".
/// `what` begins the sentence of a failure, e.g. the file's name.
Result<Examples> read_labelled_digits(const void* bytes, std::size_t size, const std::string& what);

}  // namespace jmvae
