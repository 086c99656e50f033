#pragma once
// Pictures on the disk: PNG and JPEG.

#include "base/result.h"
#include "io/image.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace jmvae {

/// Larger files are not pictures to us.
constexpr std::size_t largest_picture_file = std::size_t{64} << 20;

/// Decodes a PNG or JPEG in memory; its content tells which, not a name. Grey pictures have 1 channel, others
/// 3, and those with transparency 4; 16 bits become 8, palettes and CMYK colours. A JPEG is turned upright as
/// its EXIF data says. Of an animated PNG the still picture is taken. Fails for other formats, damaged or
/// truncated data, more than 64 MiB, and, before any pixel is decoded, for more than 64 million pixels.
/// `what` begins the sentence of a failure.
Result<Image> decode_image(const std::uint8_t* bytes, std::size_t size, const std::string& what);

/// The same for a file.
Result<Image> read_image(const std::string& path);

/// Writes a PNG, whole or not at all.
Result<void> write_png(const std::string& path, const Image& image);

}  // namespace jmvae
