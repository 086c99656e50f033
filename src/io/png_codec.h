#pragma once

#include "base/result.h"
#include "io/image.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

bool is_png(const std::uint8_t* bytes, std::size_t size);

/// Decodes a PNG of at most most_image_pixels; `what` begins the sentence of a failure.
Result<Image> decode_png(const std::uint8_t* bytes, std::size_t size, const std::string& what);

/// The bytes of a PNG file.
Result<std::vector<std::uint8_t>> encode_png(const Image& image, const std::string& what);

}  // namespace jmvae
