#include "nn/patches.h"

#include <algorithm>

namespace jmvae {

namespace {

/// Calls part(patch, pixel, size) for each row of each patch that lies inside the picture: offsets of its
/// first number in the patches and in the picture, and how many follow in both.
template <class Part>
void for_each_row(const Shape& shape, const Window& window, Part part) {
  const Index row_size = window.kernel * shape.channels;
  Index patch = 0;
  for (Index top = -window.padding(); top < shape.height - window.padding(); top += window.stride) {
    for (Index left = -window.padding(); left < shape.width - window.padding(); left += window.stride) {
      const Index first = std::max<Index>(left, 0), last = std::min(left + window.kernel, shape.width);
      for (Index row = 0; row < window.kernel; ++row, patch += row_size) {
        if (top + row < 0 || top + row >= shape.height) continue;
        part(patch + (first - left) * shape.channels, ((top + row) * shape.width + first) * shape.channels,
             (last - first) * shape.channels);
      }
    }
  }
}

}  // namespace

void gather_patches(const Real* picture, const Shape& shape, const Window& window, Real* patches) {
  std::fill_n(patches, window.places(shape) * window.patch_size(shape), Real(0));
  for_each_row(shape, window, [=](Index patch, Index pixel, Index size) {
    std::copy_n(picture + pixel, size, patches + patch);
  });
}

void scatter_patches(const Real* patches, const Shape& shape, const Window& window, Real* picture) {
  for_each_row(shape, window, [=](Index patch, Index pixel, Index size) {
    for (Index i = 0; i < size; ++i) picture[pixel + i] += patches[patch + i];
  });
}

}  // namespace jmvae
