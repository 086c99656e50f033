#pragma once
// What of a digit is covered, pixel by pixel.

#include "app/condition.h"
#include "app/drawing.h"
#include "app/state.h"

namespace jmvae {

class Cover {
 public:
  static constexpr float brush = 5;  ///< the eraser's diameter in pixels of the digit

  /// Covers one half and nothing else; cover_none uncovers all.
  void choose(int half);

  /// Covers what the eraser passes over from one place to another, each 0 ... 1 from the picture's left and
  /// top.
  void wipe(Point from, Point to);

  /// Whether the eraser was used since a half was chosen.
  bool is_wiped() const { return wiped_; }

  /// [28, 28], 1 where a pixel can be seen, 0 where it is covered.
  const DigitPicture& known() const { return known_; }
  int covered() const;

  /// Grows with each change.
  int version() const { return version_; }

 private:
  DigitPicture known_ = everything();
  int version_ = 1;
  bool wiped_ = false;

  static DigitPicture everything();
};

}  // namespace jmvae
