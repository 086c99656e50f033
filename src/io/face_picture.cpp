#include "io/face_picture.h"

#include "io/plane.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {

constexpr int least_size = 8, most_size = 1024;

/// One of red, green and blue, on white.
Plane color_plane(const Image& image, std::size_t color) {
  Plane plane(image.width, image.height);
  const auto channels = static_cast<std::size_t>(image.channels);
  const std::uint8_t* pixel = image.pixels.data();
  for (float& value : plane.values) {
    value = pixel[channels == 1 ? 0 : color];
    if (channels == 4) value = 255 + (value - 255) * static_cast<float>(pixel[3]) / 255;
    pixel += channels;
  }
  return plane;
}

}  // namespace

Json to_json(const FacePreparation& preparation) {
  Json json = {{"size", preparation.size}};
  if (const auto& crop = preparation.crop) {
    json["crop"] = {crop->left, crop->top, crop->width, crop->height};
  }
  return json;
}

Result<FacePreparation> face_preparation_from_json(const Json& json, const std::string& what) {
  FacePreparation preparation;
  const auto size = json_integer(json, "size", least_size, most_size, what);
  if (!size) return fail(size);
  preparation.size = static_cast<int>(*size);
  if (!json.contains("crop")) return preparation;
  const auto list = json_array(json, "crop", what);
  if (!list) return fail(list);
  double numbers[4] = {};
  std::size_t count = 0;
  for (const Json& number : **list) {
    if (!number.is_number() || count == 4) return fail(what, ": \"crop\" should hold 4 numbers");
    numbers[count++] = number.get<double>();
  }
  if (count != 4) return fail(what, ": \"crop\" should hold 4 numbers, found ", count);
  preparation.crop = CropBox{numbers[0], numbers[1], numbers[2], numbers[3]};
  return preparation;
}

CropBox default_crop(int width, int height) {
  if (width == 178 && height == 218) return {8.5, 44, 160, 160};
  const double side = std::min(width, height);
  return {(width - side) / 2, (height - side) / 2, side, side};
}

CropBox box_of_face(const FacePreparation& preparation, int width, int height) {
  const bool is_face = width == preparation.size && height == preparation.size;
  return !is_face && preparation.crop ? *preparation.crop : default_crop(width, height);
}

Result<Image> prepare_face(const Image& image, const std::optional<CropBox>& crop, int size) {
  const CropBox box = crop.value_or(default_crop(image.width, image.height));
  if (!(box.left >= 0 && box.top >= 0 && box.left + box.width <= image.width &&
        box.top + box.height <= image.height)) {
    return fail("the crop box ", box.left, ",", box.top, ",", box.width, ",", box.height,
                " reaches out of the picture of ", image.width, " x ", image.height);
  }
  const double least = size / 4.0;
  if (!(box.width >= least && box.height >= least)) {
    return fail("expected at least ", least, " x ", least, " pixels for a face, found ", box.width, " x ",
                box.height);
  }

  const bool resampled = !(box == CropBox{0, 0, double(size), double(size)} && image.width == size);
  const auto count = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  Image face = {size, size, 3, std::vector<std::uint8_t>(3 * count)};
  for (std::size_t color = 0; color < 3; ++color) {
    Plane plane = color_plane(image, color);
    if (resampled) plane = resample(plane, box.left, box.top, box.width, box.height, size, size);
    for (std::size_t i = 0; i < count; ++i) {
      face.pixels[3 * i + color] = static_cast<std::uint8_t>(std::lround(plane.values[i]));
    }
  }
  return face;
}

}  // namespace jmvae
