#include "io/face_picture.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

/// A picture whose red is the column and whose green is the row.
Image ramp(int width, int height) {
  Image image = {width, height, 3, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const int value : {x, y, 7}) image.pixels.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return image;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("CelebA's pictures are cropped where everybody does, others in the middle") {
  CHECK(default_crop(178, 218) == CropBox{88.5 - 80, 124 - 80, 160, 160});
  CHECK(default_crop(300, 200) == CropBox{50, 0, 200, 200});
  CHECK(default_crop(200, 301) == CropBox{0, 50.5, 200, 200});
  CHECK(default_crop(64, 64) == CropBox{0, 0, 64, 64});
}

TEST_CASE("each pixel of a face is the mean of what it covers") {
  const auto whole = prepare_face(ramp(16, 32), CropBox{0, 16, 16, 16}, 8);
  REQUIRE(whole);
  CHECK(whole->width == 8);
  CHECK(whole->height == 8);
  CHECK(whole->channels == 3);
  for (std::size_t y = 0; y < 8; ++y) {
    for (std::size_t x = 0; x < 8; ++x) {
      const std::uint8_t* pixel = &whole->pixels[3 * (8 * y + x)];
      CHECK(pixel[0] == 2 * x + 1);  // 2 x and 2 x + 1, and a half is rounded up
      CHECK(pixel[1] == 16 + 2 * y + 1);
      CHECK(pixel[2] == 7);
    }
  }

  // The default box of an aligned picture begins at 8.5, 44, and a pixel covers 2.5 x 2.5.
  const auto face = prepare_face(ramp(178, 218), std::nullopt, 64);
  REQUIRE(face);
  for (const std::size_t i : {std::size_t{0}, std::size_t{31}, std::size_t{63}}) {
    const double middle = (static_cast<double>(i) + 0.5) * 2.5 - 0.5;
    CHECK(std::abs(face->pixels[3 * (64 * 20 + i)] - (8.5 + middle)) <= 0.51);
    CHECK(std::abs(face->pixels[3 * (64 * i + 20) + 1] - (44 + middle)) <= 0.51);
  }
}

TEST_CASE("a picture of the wanted size stays as it is, whatever its channels") {
  const Image image = ramp(8, 8);
  CHECK(prepare_face(image, std::nullopt, 8)->pixels == image.pixels);

  Image grey = {8, 8, 1, std::vector<std::uint8_t>(64)}, transparent = {8, 8, 4, {}};
  for (std::size_t i = 0; i < 64; ++i) {
    grey.pixels[i] = static_cast<std::uint8_t>(3 * i);
    for (const int value : {100, 0, 255, i == 0 ? 0 : i == 1 ? 51 : 255}) {
      transparent.pixels.push_back(static_cast<std::uint8_t>(value));
    }
  }
  const auto from_grey = prepare_face(grey, std::nullopt, 8);
  for (std::size_t i = 0; i < 192; ++i) CHECK(from_grey->pixels[i] == grey.pixels[i / 3]);
  const auto on_white = prepare_face(transparent, std::nullopt, 8);
  const std::vector<int> first(on_white->pixels.begin(), on_white->pixels.begin() + 9);
  CHECK(first == std::vector<int>{255, 255, 255, 224, 204, 255, 100, 0, 255});
}

TEST_CASE("a preparation takes its crop, and all of a picture that is a face already") {
  FacePreparation preparation;
  preparation.size = 64;
  CHECK(box_of_face(preparation, 300, 200) == CropBox{50, 0, 200, 200});
  preparation.crop = CropBox{1, 2, 70, 70};
  CHECK(box_of_face(preparation, 300, 200) == CropBox{1, 2, 70, 70});
  CHECK(box_of_face(preparation, 64, 64) == CropBox{0, 0, 64, 64});
}

TEST_CASE("crop boxes that can't be") {
  for (const CropBox& box : {CropBox{-1, 0, 32, 32}, CropBox{0, 0.5, 64, 64}, CropBox{60, 60, 16, 16}}) {
    const auto face = prepare_face(ramp(64, 64), box, 32);
    REQUIRE(!face);
    CHECK(contains(face.error().message, "reaches out of the picture of 64 x 64"));
  }
  const auto tiny = prepare_face(ramp(12, 20), std::nullopt, 64);
  REQUIRE(!tiny);
  CHECK(contains(tiny.error().message, "expected at least 16 x 16 pixels for a face, found 12 x 12"));
  CHECK(!prepare_face(ramp(64, 64), CropBox{4, 4, 0, 0}, 64));
  CHECK(!prepare_face(Image(), std::nullopt, 64));
}

TEST_CASE("how faces were prepared, as JSON") {
  FacePreparation preparation;
  CHECK(json_text(to_json(preparation)) == R"({"size":64})");
  preparation.crop = CropBox{8.5, 44, 160, 161};
  const auto same = face_preparation_from_json(to_json(preparation), "p");
  REQUIRE(same);
  CHECK(same->size == 64);
  CHECK(*same->crop == *preparation.crop);

  const std::pair<const char*, const char*> faults[] = {
      {R"({"size": 7})", "\"size\""},
      {R"({"crop": [1, 2, 3, 4]})", "\"size\""},
      {R"({"size": 64, "crop": [1, 2, 3]})", "4 numbers"},
      {R"({"size": 64, "crop": [1, 2, 3, "4"]})", "4 numbers"},
      {R"({"size": 64, "crop": [1, 2, 3, 4, 5]})", "4 numbers"}};
  for (const auto& fault : faults) {
    CAPTURE(fault.first);
    const auto read = face_preparation_from_json(*parse_json(fault.first, "p"), "p");
    REQUIRE(!read);
    CHECK(contains(read.error().message, fault.second));
  }
}
