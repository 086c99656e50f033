#pragma once
// A straight way through z: an attribute slides from off to on, or one face walks to another.

#include "app/face_sheet.h"

namespace jmvae {

class FacePath {
 public:
  /// Draw a few faces. Return whether some are still to be drawn.
  bool update_slide(const State& state, const Models::Entry& entry, FrameTime& time);
  bool update_walk(const State& state, const Models::Entry& entry, FrameTime& time);

  /// Draw from (place.x, place.y) in place.width, and return where they end.
  float show_slide(Desk& desk, int row, const Rectangle& place);
  float show_walk(Desk& desk, int row, const Rectangle& place);

  /// The face on the way, and those of the strip from end to end.
  const FaceSheet& between() const { return between_; }
  const FaceSheet& strip() const { return strip_; }

  void graphics_lost();

 private:
  float show_between(Desk& desk, const Rectangle& place, const std::string& title,
                     const std::string& explanation);

  FaceSheet between_;  // the face on the way
  FaceSheet strip_;    // some from end to end
  FaceSheet ends_;     // those to choose from
};

}  // namespace jmvae
