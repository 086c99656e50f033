#pragma once
// Pictures of one size in rows, each of them a thing to press.

#include "app/widgets.h"

#include <functional>
#include <string>

namespace jmvae {

/// How they stand.
struct GridLayout {
  int columns = 4;
  float largest = 160;  ///< side of a picture, at most
  float caption = 0;    ///< room below each picture
  float gap = 10;

  /// The place that `count` pictures take at (x, y) in this width.
  Rectangle extent(float x, float y, float width, int count) const;

  /// The place of one of them in the place of all.
  Rectangle picture(const Rectangle& place, int number) const;
};

/// Draws `count` pictures by draw(number, place), named `name`-0, `name`-1 ... and called "Picture {0}" or
/// the like, from 1; an empty card for those that are not there. Returns the one that was pressed, or -1.
int show_grid(Ui& ui, const std::string& name, const Phrase& called, const Rectangle& place,
              const GridLayout& layout, int count, const std::function<bool(int number)>& is_there,
              const std::function<void(int number, const Rectangle& place)>& draw);

}  // namespace jmvae
