#include "io/jpeg_codec.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// libjpeg's headers need the ones above.
#include <jpeglib.h>

#include <cstring>
#include <jerror.h>
#include <utility>
#include <vector>

namespace jmvae {

namespace {

constexpr int most_scans = 500;  // of a progressive picture; each passes over all of it

/// libjpeg reports failures through these, and does not expect to go on after one.
struct ErrorManager {
  jpeg_error_mgr base;
  std::jmp_buf back;
  char message[JMSG_LENGTH_MAX];
};

void on_error(j_common_ptr info) {
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  info->err->format_message(info, manager->message);
  std::longjmp(manager->back, 1);
}

/// Warnings are harmless but for those of missing data, which libjpeg would paint grey.
void on_message(j_common_ptr info, int level) {
  const int code = info->err->msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) on_error(info);
}

void on_progress(j_common_ptr info) {
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= most_scans) return;
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  std::snprintf(manager->message, sizeof(manager->message), "more than %d scans", most_scans);
  std::longjmp(manager->back, 1);
}

std::uint32_t read_number(const std::uint8_t* bytes, int count, bool little_endian) {
  std::uint32_t number = 0;
  for (int i = 0; i < count; ++i) number = number << 8 | bytes[little_endian ? count - 1 - i : i];
  return number;
}

/// EXIF's orientation, 1 ... 8: how the camera was held; 1, upright, where it does not say.
int find_orientation(const jpeg_marker_struct* marker) {
  constexpr std::size_t tiff_begin = 6, entry_size = 12;
  constexpr std::uint32_t orientation_tag = 0x0112;
  for (; marker; marker = marker->next) {
    if (marker->marker != JPEG_APP0 + 1 || marker->data_length < tiff_begin + 8) continue;
    if (std::memcmp(marker->data, "Exif\0\0", tiff_begin) != 0) continue;
    const std::uint8_t* tiff = marker->data + tiff_begin;
    const std::size_t size = marker->data_length - tiff_begin;
    const bool little_endian = tiff[0] == 'I';
    const std::size_t directory = read_number(tiff + 4, 4, little_endian);
    if (directory > size - 2) return 1;
    const std::size_t count = read_number(tiff + directory, 2, little_endian);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t entry = directory + 2 + i * entry_size;
      if (entry + entry_size > size) return 1;
      if (read_number(tiff + entry, 2, little_endian) != orientation_tag) continue;
      const std::uint32_t orientation = read_number(tiff + entry + 8, 2, little_endian);
      return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    }
  }
  return 1;
}

/// Turns a picture that was stored in one of EXIF's eight orientations upright.
Image turn_upright(Image stored, int orientation) {
  if (orientation == 1) return stored;
  // 5 ... 8 have rows and columns exchanged; the others follow from which end each begins at.
  const bool exchanged = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Image out = stored;
  if (exchanged) std::swap(out.width, out.height);
  const std::size_t channels = static_cast<std::size_t>(stored.channels);
  std::uint8_t* to = out.pixels.data();
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      int from_x = exchanged ? y : x, from_y = exchanged ? x : y;
      if (from_right) from_x = stored.width - 1 - from_x;
      if (from_bottom) from_y = stored.height - 1 - from_y;
      const std::size_t pixel = static_cast<std::size_t>(from_y) * static_cast<std::size_t>(stored.width) +
                                static_cast<std::size_t>(from_x);
      to = std::copy_n(&stored.pixels[channels * pixel], channels, to);
    }
  }
  return out;
}

/// Inks to light. Adobe stores how much light each ink lets through, others how much ink there is.
void convert_cmyk(const std::uint8_t* cmyk, std::size_t count, bool adobe, std::uint8_t* rgb) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto light = [&](std::size_t c) { return adobe ? cmyk[4 * i + c] : 255 - cmyk[4 * i + c]; };
    for (std::size_t c = 0; c < 3; ++c)
      rgb[3 * i + c] = static_cast<std::uint8_t>((light(c) * light(3) + 127) / 255);
  }
}

/// What a decoder allocates; kept apart from the function that errors jump back into, which may own nothing.
struct Decoder {
  jpeg_decompress_struct info = {};
  ErrorManager errors = {};
  jpeg_progress_mgr progress = {};
  Image image;
  std::vector<std::uint8_t> row;
  int orientation = 1;
  bool too_large = false;

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&info); }
};

/// False where libjpeg has reported an error, or the picture is too large.
bool run(Decoder& decoder, const std::uint8_t* bytes, std::size_t size) {
  jpeg_decompress_struct& info = decoder.info;
  if (setjmp(decoder.errors.back)) return false;

  jpeg_create_decompress(&info);
  info.progress = &decoder.progress;
  jpeg_mem_src(&info, bytes, size);
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(&info, TRUE);
  decoder.too_large = std::uint64_t{info.image_width} * info.image_height > most_image_pixels;
  if (decoder.too_large) return false;

  const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  const bool grey = info.jpeg_color_space == JCS_GRAYSCALE;
  info.out_color_space = cmyk ? JCS_CMYK : grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&info);
  Image& image = decoder.image;
  image.width = static_cast<int>(info.output_width);
  image.height = static_cast<int>(info.output_height);
  image.channels = grey ? 1 : 3;
  const std::size_t row_size = std::size_t{info.output_width} * static_cast<std::size_t>(image.channels);
  image.pixels.resize(row_size * info.output_height);
  decoder.row.resize(std::size_t{info.output_width} * 4);
  while (info.output_scanline < info.output_height) {
    std::uint8_t* to = &image.pixels[row_size * info.output_scanline];
    std::uint8_t* row = cmyk ? decoder.row.data() : to;
    jpeg_read_scanlines(&info, &row, 1);
    if (cmyk) convert_cmyk(row, info.output_width, info.saw_Adobe_marker, to);
  }
  decoder.orientation = find_orientation(info.marker_list);
  jpeg_finish_decompress(&info);
  return true;
}

}  // namespace

bool is_jpeg(const std::uint8_t* bytes, std::size_t size) {
  return size >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

Result<Image> decode_jpeg(const std::uint8_t* bytes, std::size_t size, const std::string& what) {
  Decoder decoder;
  decoder.info.err = jpeg_std_error(&decoder.errors.base);
  decoder.errors.base.error_exit = on_error;
  decoder.errors.base.emit_message = on_message;
  decoder.progress.progress_monitor = on_progress;
  if (!run(decoder, bytes, size)) {
    if (decoder.too_large) {
      return fail(what, ": expected at most ", most_image_pixels, " pixels, found ", decoder.info.image_width,
                  " x ", decoder.info.image_height);
    }
    return fail(what, ": damaged or truncated JPEG: ", static_cast<const char*>(decoder.errors.message));
  }
  return turn_upright(std::move(decoder.image), decoder.orientation);
}

}  // namespace jmvae
