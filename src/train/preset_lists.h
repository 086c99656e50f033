#pragma once
// The presets of each data set, which presets() puts together.

#include "train/presets.h"

#include <initializer_list>

namespace jmvae {

std::vector<Preset> mnist_presets();
std::vector<Preset> face_presets();

/// Hidden dense layers of the given widths, all with ReLU.
NetworkSpec layers(std::initializer_list<Index> widths);

}  // namespace jmvae
