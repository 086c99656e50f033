#pragma once
// The picture that `jmvae latent` draws.

#include "io/examples.h"
#include "io/image.h"
#include "io/plane.h"
#include "models/model_spec.h"

#include <array>
#include <cstdint>
#include <vector>

namespace jmvae {

using Colour = std::array<std::uint8_t, 3>;

/// The colour of a label: eight that people with any colour vision tell apart (Okabe and Ito 2008, "Color
/// universal design"), then grey and wine; from the tenth on they repeat.
Colour label_colour(std::size_t label);

/// The average picture of each label, its outline sharpened, as ink 0 ... 1; pictures that a model knows in
/// parts are put side by side. None where it has no pictures. Fails where the examples lack one.
Result<std::vector<Plane>> label_symbols(const ModelSpec& spec, const Examples& examples,
                                         const ExampleColumn& labels);

/// Scatter plots side by side on white, 480 pixels each, all in one scale: [points, 2] each, the point of row
/// i in the colour of labels[i]. Both axes have the same scale, thin lines cross at the origin, and the few
/// outermost points are drawn at the frame. Below, each label's symbol, ink 0 ... 1, in its colour. Points
/// are drawn in their order. At least one panel, and at most 256 symbols; none: no legend.
Image draw_map(const std::vector<Matrix>& panels, const Bytes& labels, const std::vector<Plane>& symbols);

}  // namespace jmvae
