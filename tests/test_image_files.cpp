#include "io/image_files.h"
#include "temporary_folder.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>
// libjpeg's header needs <cstdio> before it.
#include <jpeglib.h>

using namespace jmvae;

namespace {

std::string number(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto checksum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return number(static_cast<std::uint32_t>(data.size())) + body +
         number(static_cast<std::uint32_t>(checksum));
}

std::string header(std::uint32_t width, std::uint32_t height, int depth, int color) {
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", number(width) + number(height) + static_cast<char>(depth) +
                                                 static_cast<char>(color) + std::string(3, '\0'));
}

/// Rows, each with its filter byte, as an IDAT chunk and the end.
std::string data(const std::string& rows) {
  std::string packed(compressBound(rows.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(&packed[0]), &size, reinterpret_cast<const Bytef*>(rows.data()),
           rows.size());
  return chunk("IDAT", packed.substr(0, size)) + chunk("IEND", "");
}

Result<Image> decode(const std::string& file) {
  return decode_image(reinterpret_cast<const std::uint8_t*>(file.data()), file.size(), "f");
}

std::vector<int> pixels(const Result<Image>& image) {
  REQUIRE(image);
  return {image->pixels.begin(), image->pixels.end()};
}

/// A JPEG without loss worth naming: pixels [height, width, components].
std::string jpeg(int width, int height, int components, const std::vector<std::uint8_t>& values,
                 const std::string& exif = "") {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = static_cast<JDIMENSION>(width);
  info.image_height = static_cast<JDIMENSION>(height);
  info.input_components = components;
  info.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 100, TRUE);
  for (int c = 0; c < info.num_components; ++c)
    info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
  jpeg_start_compress(&info, TRUE);
  if (!exif.empty()) {
    jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  }
  while (info.next_scanline < info.image_height) {
    const std::size_t place = info.next_scanline * static_cast<std::size_t>(width * components);
    JSAMPROW row = const_cast<JSAMPROW>(&values[place]);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  const std::string file(reinterpret_cast<char*>(buffer), size);
  jpeg_destroy_compress(&info);
  std::free(buffer);
  return file;
}

std::string exif(int orientation) {
  return std::string("Exif\0\0MM\0*\0\0\0\10\0\1\1\x12\0\3\0\0\0\1\0", 25) + static_cast<char>(orientation) +
         std::string(6, '\0');
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("PNG of every kind") {
  CHECK(pixels(decode(header(2, 1, 8, 0) + data(std::string("\0\1\xff", 3)))) == std::vector<int>{1, 255});
  CHECK(pixels(decode(header(2, 1, 16, 0) + data(std::string("\0\x80\1\xff\xff", 5)))) ==
        std::vector<int>{128, 255});
  CHECK(pixels(decode(header(3, 1, 1, 0) + data(std::string("\0\xa0", 2)))) == std::vector<int>{255, 0, 255});
  CHECK(pixels(decode(header(1, 2, 8, 2) + data(std::string("\0\1\2\3\0\4\5\6", 8)))) ==
        std::vector<int>{1, 2, 3, 4, 5, 6});
  CHECK(pixels(decode(header(1, 1, 8, 4) + data(std::string("\0\x64\x32", 3)))) ==
        std::vector<int>{100, 100, 100, 50});
  CHECK(pixels(decode(header(1, 1, 8, 6) + data(std::string("\0\1\2\3\4", 5)))) ==
        std::vector<int>{1, 2, 3, 4});
  CHECK(pixels(decode(header(1, 1, 16, 6) + data(std::string("\0\1\0\2\0\3\0\4\0", 9)))) ==
        std::vector<int>{1, 2, 3, 4});

  const std::string palette = chunk("PLTE", std::string("\1\2\3\4\5\6", 6));
  CHECK(pixels(decode(header(2, 1, 8, 3) + palette + data(std::string("\0\1\0", 3)))) ==
        std::vector<int>{4, 5, 6, 1, 2, 3});
  CHECK(pixels(decode(header(2, 1, 8, 3) + palette + chunk("tRNS", "\x80") +
                      data(std::string("\0\1\0", 3)))) == std::vector<int>{4, 5, 6, 255, 1, 2, 3, 128});

  // An animation's further frames are left alone.
  const std::string control = chunk("acTL", number(2) + number(0));
  const auto animated = decode(header(2, 1, 8, 0) + control + data(std::string("\0\1\2", 3)));
  CHECK(pixels(animated) == std::vector<int>{1, 2});
}

TEST_CASE("pictures come back as they were written") {
  const TemporaryFolder folder;
  for (const int channels : {1, 3, 4}) {
    Image image{3, 2, channels, {}};
    for (int i = 0; i < 6 * channels; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 10));
    // Named wrongly: the content decides.
    REQUIRE(write_png(folder / "a.jpg", image));
    const auto back = read_image(folder / "a.jpg");
    REQUIRE(back);
    CHECK(back->width == 3);
    CHECK(back->height == 2);
    CHECK(back->channels == channels);
    CHECK(back->pixels == image.pixels);
  }
  CHECK(contains(write_png(folder / "none/a.png", Image{1, 1, 1, {0}}).error().message, "No such file"));
  CHECK(contains(write_png(folder / "a.png", Image{}).error().message, "a.png: cannot be encoded as PNG"));
  CHECK(folder.count() == 1);
}

TEST_CASE("JPEG in grey, colour and inks") {
  const std::vector<std::uint8_t> grey(64, 100);
  const auto from_grey = decode(jpeg(8, 8, 1, grey));
  REQUIRE(from_grey);
  CHECK(from_grey->channels == 1);
  CHECK(from_grey->pixels == grey);

  std::vector<std::uint8_t> red, inks;
  for (int i = 0; i < 64; ++i) {
    red.insert(red.end(), {200, 10, 30});
    inks.insert(inks.end(),
                {204, 102, 0, 255});  // as Adobe stores it: light that passes; libjpeg marks it so
  }
  const auto from_color = decode(jpeg(8, 8, 3, red));
  REQUIRE(from_color);
  CHECK(from_color->channels == 3);
  CHECK(from_color->pixels[0] == doctest::Approx(200).epsilon(0.02));
  CHECK(from_color->pixels[2] == doctest::Approx(30).epsilon(0.07));

  const auto from_inks = decode(jpeg(8, 8, 4, inks));
  REQUIRE(from_inks);
  CHECK(from_inks->channels == 3);
  CHECK(from_inks->pixels[0] == doctest::Approx(204).epsilon(0.02));
  CHECK(from_inks->pixels[1] == doctest::Approx(102).epsilon(0.03));
  CHECK(from_inks->pixels[2] <= 2);
}

TEST_CASE("JPEG is turned as EXIF says") {
  // Left and right halves differ, and so do top and bottom: 16 x 8 with the corners 0, 80, 160, 240.
  std::vector<std::uint8_t> stored;
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x)
      stored.push_back(static_cast<std::uint8_t>((x < 8 ? 0 : 80) + (y < 4 ? 0 : 160)));
  }
  // Corners of the upright picture in reading order.
  const std::vector<std::vector<int>> corners = {{0, 80, 160, 240}, {80, 0, 240, 160}, {240, 160, 80, 0},
                                                 {160, 240, 0, 80}, {0, 160, 80, 240}, {160, 0, 240, 80},
                                                 {240, 80, 160, 0}, {80, 240, 0, 160}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const auto image = decode(jpeg(16, 8, 1, stored, exif(orientation)));
    REQUIRE(image);
    const int width = image->width, height = image->height;
    CHECK(width == (orientation < 5 ? 16 : 8));
    CHECK(height == (orientation < 5 ? 8 : 16));
    const auto& expected = corners[static_cast<std::size_t>(orientation - 1)];
    const auto near = [](int a, int b) { return std::abs(a - b) < 25; };
    CHECK(near(image->pixels[0], expected[0]));
    CHECK(near(image->pixels[static_cast<std::size_t>(width - 1)], expected[1]));
    CHECK(near(image->pixels[static_cast<std::size_t>(width * (height - 1))], expected[2]));
    CHECK(near(image->pixels.back(), expected[3]));
  }
  // Damaged EXIF is no reason to refuse the picture.
  for (const std::string& broken :
       {exif(0), exif(9), exif(6).substr(0, 20), std::string("Exif\0\0II*\0\xff\xff\xff\xff", 14)}) {
    CHECK(decode(jpeg(16, 8, 1, stored, broken))->width == 16);
  }
}

TEST_CASE("pictures with faults") {
  const std::string png = header(2, 2, 8, 0) + data(std::string("\0\1\2\0\3\4", 6));
  const std::string photo = jpeg(64, 64, 1, std::vector<std::uint8_t>(64 * 64, 7));
  std::string wrong_checksum = png;
  wrong_checksum[30] ^= 1;
  struct Fault {
    const char* name;
    std::string file, sentence;
  };
  const Fault faults[] = {
      {"empty", "", "found an empty file"},
      {"text", "Dear reader,\n this is text.", "found text"},
      {"GIF", "GIF89a\1\0", "found a GIF"},
      {"WebP", std::string("RIFF\1\0\0\0WEBPVP8 ", 16), "found a WebP"},
      {"BMP", std::string("BM\1\0\0\0", 6), "found a BMP"},
      {"noise", "\1\2\3\4", "found something else"},
      {"signature only", png.substr(0, 8), "truncated PNG"},
      {"truncated PNG", png.substr(0, png.size() - 30), "truncated PNG"},
      {"wrong checksum", wrong_checksum, "damaged or truncated PNG"},
      {"too few rows", header(2, 3, 8, 0) + data(std::string("\0\1\2\0\3\4", 6)), "truncated PNG"},
      {"no pixels", header(0, 5, 8, 0) + data(""), "damaged or truncated PNG"},
      {"unknown kind", header(1, 1, 5, 0) + data("12"), "damaged or truncated PNG"},
      {"too many pixels", header(20000, 20000, 8, 0) + data(""),
       "at most 64000000 pixels, found 20000 x 20000"},
      {"truncated JPEG", photo.substr(0, photo.size() / 2), "truncated JPEG"},
      {"JPEG without its end", photo.substr(0, photo.size() - 12), "truncated JPEG"},
      {"JPEG signature only", photo.substr(0, 4), "truncated JPEG"},
  };
  for (const Fault& fault : faults) {
    CAPTURE(fault.name);
    const auto image = decode(fault.file);
    REQUIRE_FALSE(image);
    CAPTURE(image.error().message);
    CHECK(contains(image.error().message, "f: "));
    CHECK(contains(image.error().message, fault.sentence));
  }

  std::string wide = photo;
  const std::size_t frame = wide.find("\xff\xc0");
  REQUIRE(frame != std::string::npos);
  wide.replace(frame + 5, 4, "\xff\xdc\xff\xdc");
  CHECK(contains(decode(wide).error().message, "found 65500 x 65500"));

  // 20,000 pixels wide is no fault as long as there are not too many in all.
  CHECK(decode(header(20000, 1, 8, 0) + data(std::string(20001, '\0')))->width == 20000);
  CHECK(contains(read_image("/none.png").error().message, "/none.png: cannot be opened"));
}
