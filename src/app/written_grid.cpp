#include "app/written_grid.h"

#include "app/reading.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr float gap = 10;

float side(const Rectangle& place, int columns) {
  return (place.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
}
}  // namespace

void WrittenGrid::update(const jmvae_model* model, const WritingOrder& order) {
  if (model == model_ && order == order_) return;
  model_ = model;
  order_ = order;
  writing_.reset();
  problem_.clear();
  ++version_;
  if (!model) return;
  auto written = write_digits(model, order);
  if (!written) {
    problem_ = written.error().message;
    return;
  }
  sheet_.set_digits(written->pictures.data(), written->count, digit_side, PictureSheet::Scaling::smooth);
  writing_ = std::move(*written);
}

Rectangle WrittenGrid::extent(float x, float y, float width, const Layout& layout) const {
  const auto columns = static_cast<float>(layout.columns);
  const float widest = columns * layout.largest + gap * (columns - 1);
  Rectangle place = {x, y, std::min(width, widest), 0};
  const auto rows = static_cast<float>((order_.count + layout.columns - 1) / layout.columns);
  place.height = rows * (side(place, layout.columns) + layout.caption + gap) - gap;
  return place;
}

int WrittenGrid::show(Ui& ui, const std::string& name, const Rectangle& place, const Layout& layout,
                      const std::function<void(int picture, const Rectangle& place)>& after) {
  int pressed = -1;
  const float size = side(place, layout.columns);
  for (int i = 0; i < order_.count; ++i) {
    const Rectangle picture = {
        place.x + static_cast<float>(i % layout.columns) * (size + gap),
        place.y + static_cast<float>(i / layout.columns) * (size + layout.caption + gap), size, size};
    if (!writing_) {
      ui.card(picture);
      continue;
    }
    const std::string picture_name = name + "-" + std::to_string(i);
    const Touch touch = ui.touch(picture_name, picture);
    if (touch.clicked) pressed = i;
    const float lift = ui.ease(picture_name + "/lift", touch.hovered ? 2.0f : 0.0f);
    const Rectangle lifted = {picture.x, picture.y - lift, size, size};
    show_picture(ui, sheet_, i, lifted);
    after(i, lifted);
  }
  return pressed;
}

}  // namespace jmvae
