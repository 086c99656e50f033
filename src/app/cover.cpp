#include "app/cover.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

DigitPicture Cover::everything() {
  DigitPicture all;
  all.fill(1);
  return all;
}

void Cover::choose(int half) {
  for (int i = 0; i < digit_size; ++i) {
    const bool upper = i / digit_side < digit_side / 2, left = i % digit_side < digit_side / 2;
    const bool covered = (half == cover_upper && upper) || (half == cover_lower && !upper) ||
                         (half == cover_left && left) || (half == cover_right && !left);
    known_[static_cast<std::size_t>(i)] = covered ? 0 : 1;
  }
  wiped_ = false;
  ++version_;
}

void Cover::wipe(Point from, Point to) {
  const float dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
  for (int i = 0; i < digit_size; ++i) {
    // The middle of the pixel, and the place on the eraser's way that is nearest to it.
    const float x = (static_cast<float>(i % digit_side) + 0.5f) / digit_side;
    const float y = (static_cast<float>(i / digit_side) + 0.5f) / digit_side;
    const float part =
        square > 0 ? std::clamp(((x - from.x) * dx + (y - from.y) * dy) / square, 0.0f, 1.0f) : 0.0f;
    if (std::hypot(x - from.x - part * dx, y - from.y - part * dy) * digit_side > brush / 2) continue;
    if (known_[static_cast<std::size_t>(i)] == 0) continue;
    known_[static_cast<std::size_t>(i)] = 0;
    wiped_ = true;
    ++version_;
  }
}

int Cover::covered() const { return static_cast<int>(std::count(known_.begin(), known_.end(), 0.0f)); }

}  // namespace jmvae
