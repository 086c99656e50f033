#include "app/picture_grid.h"

#include <algorithm>

namespace jmvae {

Rectangle GridLayout::extent(float x, float y, float width, int count) const {
  const auto across = static_cast<float>(columns);
  const Rectangle place = {x, y, std::min(width, across * largest + gap * (across - 1)), 0};
  const auto rows = static_cast<float>((count + columns - 1) / columns);
  return {x, y, place.width, rows * (picture(place, 0).height + caption + gap) - gap};
}

Rectangle GridLayout::picture(const Rectangle& place, int number) const {
  const auto across = static_cast<float>(columns);
  const float side = (place.width - gap * (across - 1)) / across;
  return {place.x + static_cast<float>(number % columns) * (side + gap),
          place.y + static_cast<float>(number / columns) * (side + caption + gap), side, side};
}

int show_grid(Ui& ui, const std::string& name, const Phrase& called, const Rectangle& place,
              const GridLayout& layout, int count, const std::function<bool(int number)>& is_there,
              const std::function<void(int number, const Rectangle& place)>& draw) {
  int pressed = -1;
  for (int i = 0; i < count; ++i) {
    Rectangle picture = layout.picture(place, i);
    if (!is_there(i)) {
      ui.card(picture);
      continue;
    }
    const std::string picture_name = name + "-" + std::to_string(i);
    const Touch touch = ui.touch(picture_name, picture, say(called, i + 1));
    if (touch.clicked) pressed = i;
    picture.y -= ui.ease(picture_name + "/lift", touch.hovered ? 2.0f : 0.0f);
    draw(i, picture);
  }
  return pressed;
}

}  // namespace jmvae
