#pragma once
// The presets of each data set, which presets() puts together.

#include "train/presets.h"

#include <initializer_list>

namespace jmvae {

std::vector<Preset> mnist_presets();
std::vector<Preset> face_presets();

/// Hidden dense layers of the given widths, all with ReLU.
NetworkSpec layers(std::initializer_list<Index> widths);

/// One layer with ReLU; a transposed convolution doubles height and width.
LayerSpec convolution(Index channels, Index kernel, Index stride);
LayerSpec transposed_convolution(Index channels);

/// A dense layer whose outputs are seen as a picture.
LayerSpec dense_picture(Index height, Index width, Index channels);

/// The layer with batch normalization, or without its nonlinearity.
LayerSpec normalized(LayerSpec layer);
LayerSpec linear(LayerSpec layer);

}  // namespace jmvae
