#pragma once
// What the state shows, set in motion: pictures one after the other, of which a page makes an animation.

#include "app/models.h"

namespace jmvae {

/// Row of the model table whose pictures are in motion: of faces where an attribute slides or one face walks
/// to another, of written digits else; -1 where nothing can be.
int animated_row(const State& state);

/// How many pictures there are, of animated_row()'s model.
int animation_length(const State& state);

/// One of them, 0 ... animation_length() - 1. Faces go from end to end; digits from each to the next with the
/// same noise, and from the last to the first. A sentence where the model can't.
Result<AnimationFrame> animation_frame(const Models::Entry& entry, const State& state, int frame);

}  // namespace jmvae
