#include "io/image_files.h"

#include "io/file.h"
#include "io/jpeg_codec.h"
#include "io/png_codec.h"

#include <cstring>

namespace jmvae {

namespace {

/// What a file that is neither PNG nor JPEG seems to be.
const char* guess_format(const std::uint8_t* bytes, std::size_t size) {
  const auto begins_with = [&](const char* text) {
    return size >= std::strlen(text) && std::memcmp(bytes, text, std::strlen(text)) == 0;
  };
  if (size == 0) return "an empty file";
  if (begins_with("GIF8")) return "a GIF";
  if (begins_with("BM")) return "a BMP";
  if (begins_with("RIFF") && size >= 12 && std::memcmp(bytes + 8, "WEBP", 4) == 0) return "a WebP";
  if (begins_with("II*") || begins_with("MM")) return "a TIFF";
  if (begins_with("%PDF")) return "a PDF";
  for (std::size_t i = 0; i < size && i < 512; ++i) {
    if (bytes[i] < 0x20 && !std::memchr("\t\n\r\f", bytes[i], 4)) return "something else";
  }
  return "text";
}

}  // namespace

Result<Image> decode_image(const std::uint8_t* bytes, std::size_t size, const std::string& what) {
  if (size > largest_picture_file)
    return fail(what, ": expected at most ", largest_picture_file, " bytes, found ", size);
  if (is_png(bytes, size)) return decode_png(bytes, size, what);
  if (is_jpeg(bytes, size)) return decode_jpeg(bytes, size, what);
  return fail(what, ": expected a PNG or JPEG, found ", guess_format(bytes, size));
}

Result<Image> read_image(const std::string& path) {
  const auto bytes = read_file(path, largest_picture_file);
  if (!bytes) return fail(bytes);
  return decode_image(bytes->data(), bytes->size(), path);
}

Result<void> write_png(const std::string& path, const Image& image) {
  const auto bytes = encode_png(image, path);
  if (!bytes) return fail(bytes);
  return write_file(path, bytes->data(), bytes->size());
}

}  // namespace jmvae
