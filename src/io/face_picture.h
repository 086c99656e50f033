#pragma once
// From any picture to a face of the size that a model works with.

#include "base/result.h"
#include "io/image.h"
#include "io/json.h"

#include <optional>

namespace jmvae {

/// A rectangle in a picture, in pixels from its left upper corner; it may cut pixels.
struct CropBox {
  double left = 0, top = 0, width = 0, height = 0;
  bool operator==(const CropBox& other) const {
    return left == other.left && top == other.top && width == other.width && height == other.height;
  }
};

/// How the pictures of a data set become faces; a model needs others prepared in the same way.
struct FacePreparation {
  int size = 64;                ///< pixels a side
  std::optional<CropBox> crop;  ///< without one: default_crop of each picture
};

/// {"size": 64, "crop": [left, top, width, height]}, the crop only where there is one; as in the description
/// of a model under "preprocessing". `what` begins the sentence of a failure.
Json to_json(const FacePreparation& preparation);
Result<FacePreparation> face_preparation_from_json(const Json& json, const std::string& what);

/// Of a picture of 178 x 218, as CelebA's aligned ones are, the 160 x 160 box centred at (88.5, 124); of
/// others the largest square in the middle.
CropBox default_crop(int width, int height);

/// The box of a picture that a preparation takes: all of it where it has the face's size already, else the
/// preparation's crop, else default_crop.
CropBox box_of_face(const FacePreparation& preparation, int width, int height);

/// The box, or without one default_crop, as [size, size, 3], by resample of plane.h; where the whole picture
/// has this size already, as it is. Grey becomes grey in three channels, and what is transparent shows white.
/// Fails where the box reaches out of the picture, or has less than a quarter of the pixels a side.
Result<Image> prepare_face(const Image& image, const std::optional<CropBox>& crop, int size);

}  // namespace jmvae
