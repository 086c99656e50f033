#pragma once
// What every screen can do. App holds one of each and asks the one that the state names.

#include "app/desk.h"

namespace jmvae {

class Screen {
 public:
  virtual ~Screen() = default;

  /// Brings the results up to date and draws the screen from (place.x, place.y) in place.width. Returns where
  /// it ends.
  virtual float show(Desk& desk, const Rectangle& place) = 0;

  /// Whether something moves, or is still to be computed: then the next frame is due.
  virtual bool moving() const { return false; }

  /// Whether the visitor has given it something that no link carries, such as strokes.
  virtual bool holds_own() const { return false; }

  /// The graphics context is another one; see PictureSheet::graphics_lost().
  virtual void graphics_lost() = 0;

  /// What is shown, for tests and for scripts of the page.
  virtual Json result(const Desk& desk) const = 0;
};

}  // namespace jmvae
