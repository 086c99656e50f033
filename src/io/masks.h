#pragma once
// Which numbers of an example are known: 1 for known, 0 for hidden.

#include "base/result.h"
#include "math/random.h"

#include <string>
#include <vector>

namespace jmvae {

/// A mask [1, height * width * channels] that hides one half of a picture: "upper", "lower", "left" or
/// "right".
Result<Matrix> cover_half(const std::vector<Index>& shape, const std::string& half);

/// A random mask, written to known[size], that leaves at least one number known. Of a picture (a shape of
/// height, width, channels) a random rectangle is hidden, or everything but it, or each pixel with a random
/// probability, by equal chances; of anything else each number with a random probability, a third of them
/// kept on average and a few of them most often.
void draw_mask(const std::vector<Index>& shape, Random& random, Real* known);

/// A random mask of attributes as somebody names them who describes a face: one that it has, half as often
/// two, and so on, each drawn as often as its weight says. `values` are those of the face; where it has none
/// of them, one of the rest is kept.
void draw_named(const Real* values, const std::vector<Real>& weights, Random& random, Real* known);

}  // namespace jmvae
