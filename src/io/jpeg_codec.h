#pragma once

#include "base/result.h"
#include "io/image.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace jmvae {

bool is_jpeg(const std::uint8_t* bytes, std::size_t size);

/// Decodes a JPEG of at most most_image_pixels and turns it upright; `what` begins the sentence of a failure.
Result<Image> decode_jpeg(const std::uint8_t* bytes, std::size_t size, const std::string& what);

}  // namespace jmvae
