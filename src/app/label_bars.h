#pragma once
// Probabilities of the ten labels as bars.

#include "app/reading.h"
#include "app/widgets.h"

namespace jmvae {

/// Draws the bars from (place.x, place.y) in place.width, empty without a reading, and returns where they
/// end.
float show_label_bars(Ui& ui, const Rectangle& place, const LabelReading* reading, Certainty certainty);

/// Below them: what the bars mean.
float show_bars_caption(Ui& ui, const Rectangle& place, int samples);

}  // namespace jmvae
