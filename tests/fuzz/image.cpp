#include "io/image_files.h"

#include <cstdlib>

using namespace jmvae;

/// A picture has as many bytes as its size asks for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto image = decode_image(bytes, size, "input");
  if (!image) return 0;
  const std::size_t count = static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height);
  if (count == 0 || image->pixels.size() != count * static_cast<std::size_t>(image->channels)) std::abort();
  return 0;
}
