#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jmvae {

/// A picture in memory: rows from the top, pixels [height, width, channels], 0 ... 255.
/// Channels: 1 grey, 3 red green blue, 4 with alpha (not premultiplied).
struct Image {
  int width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> pixels;
};

/// Larger pictures are refused before their pixels are decoded.
constexpr std::uint64_t most_image_pixels = 64000000;

/// Red, green, blue and alpha of every pixel: [height, width, 4].
inline std::vector<std::uint8_t> rgba_pixels(const Image& image) {
  const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  const std::size_t channels = static_cast<std::size_t>(image.channels);
  std::vector<std::uint8_t> rgba(4 * count, 255);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* pixel = &image.pixels[i * channels];
    for (std::size_t c = 0; c < 3; ++c) rgba[4 * i + c] = pixel[channels == 1 ? 0 : c];
    if (channels == 4) rgba[4 * i + 3] = pixel[3];
  }
  return rgba;
}

}  // namespace jmvae
