#include "io/png_codec.h"

#include <spng.h>

#include <cstdlib>
#include <cstring>
#include <memory>

namespace jmvae {

namespace {

using Context = std::unique_ptr<spng_ctx, void (*)(spng_ctx*)>;

constexpr std::size_t largest_chunk = std::size_t{64} << 20;

}  // namespace

bool is_png(const std::uint8_t* bytes, std::size_t size) {
  return size >= 8 && std::memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
}

Result<Image> decode_png(const std::uint8_t* bytes, std::size_t size, const std::string& what) {
  const Context context(spng_ctx_new(0), spng_ctx_free);
  if (!context) return fail(what, ": not enough memory to decode");
  const auto damaged = [&](int error) {
    return fail(what, ": damaged or truncated PNG: ", spng_strerror(error));
  };

  spng_set_chunk_limits(context.get(), largest_chunk, largest_chunk);
  int error = spng_set_png_buffer(context.get(), bytes, size);
  if (error) return damaged(error);
  spng_ihdr header;
  error = spng_get_ihdr(context.get(), &header);
  if (error) return damaged(error);
  if (std::uint64_t{header.width} * header.height > most_image_pixels) {
    return fail(what, ": expected at most ", most_image_pixels, " pixels, found ", header.width, " x ",
                header.height);
  }

  // All kinds are decoded to red, green, blue and alpha, and reduced to the channels that this kind has.
  std::size_t decoded_size;
  error = spng_decoded_image_size(context.get(), SPNG_FMT_RGBA8, &decoded_size);
  if (error) return damaged(error);
  Image image;
  image.width = static_cast<int>(header.width);
  image.height = static_cast<int>(header.height);
  image.pixels.resize(decoded_size);
  error =
      spng_decode_image(context.get(), image.pixels.data(), decoded_size, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS);
  if (error) return damaged(error);

  spng_trns transparency;
  const bool transparent = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA ||
                           header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA ||
                           spng_get_trns(context.get(), &transparency) == 0;
  const std::size_t channels = transparent ? 4 : header.color_type == SPNG_COLOR_TYPE_GRAYSCALE ? 1 : 3;
  image.channels = static_cast<int>(channels);
  const std::size_t count = decoded_size / 4;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < channels; ++c) image.pixels[channels * i + c] = image.pixels[4 * i + c];
  }
  image.pixels.resize(channels * count);
  return image;
}

Result<std::vector<std::uint8_t>> encode_png(const Image& image, const std::string& what) {
  const Context context(spng_ctx_new(SPNG_CTX_ENCODER), spng_ctx_free);
  if (!context) return fail(what, ": not enough memory to encode");
  spng_ihdr header = {};
  header.width = static_cast<std::uint32_t>(image.width);
  header.height = static_cast<std::uint32_t>(image.height);
  header.bit_depth = 8;
  header.color_type = image.channels == 1   ? SPNG_COLOR_TYPE_GRAYSCALE
                      : image.channels == 3 ? SPNG_COLOR_TYPE_TRUECOLOR
                                            : SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
  spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
  int error = spng_set_ihdr(context.get(), &header);
  if (!error) {
    error = spng_encode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_PNG,
                              SPNG_ENCODE_FINALIZE);
  }
  std::size_t size = 0;
  const std::unique_ptr<void, void (*)(void*)> bytes(
      error ? nullptr : spng_get_png_buffer(context.get(), &size, &error), std::free);
  if (!bytes) return fail(what, ": cannot be encoded as PNG: ", spng_strerror(error));
  const auto* first = static_cast<const std::uint8_t*>(bytes.get());
  return std::vector<std::uint8_t>(first, first + size);
}

}  // namespace jmvae
