#pragma once
// The patches of a picture that a convolution's window sees, so that convolutions are matrix products.

#include "nn/shape.h"

namespace jmvae {

/// A square window that moves by `stride` pixels over a picture with `padding` zeros around it. The picture's
/// sizes are multiples of the stride and kernel = stride + 2 padding, so there are height / stride times
/// width / stride places.
struct Window {
  Index kernel = 1, stride = 1;

  Index padding() const { return (kernel - stride) / 2; }
  Index places(const Shape& picture) const { return picture.pixels() / (stride * stride); }
  Index patch_size(const Shape& picture) const { return kernel * kernel * picture.channels; }
};

/// Copies what the window sees at each place: patches [places, kernel * kernel * channels].
void gather_patches(const Real* picture, const Shape& shape, const Window& window, Real* patches);

/// The transpose: adds each patch to the pixels that it was seen at.
void scatter_patches(const Real* patches, const Shape& shape, const Window& window, Real* picture);

}  // namespace jmvae
