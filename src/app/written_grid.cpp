#include "app/written_grid.h"

#include "app/reading.h"

namespace jmvae {

void WrittenGrid::update(const jmvae_model* model, const WritingOrder& order) {
  if (model == model_ && order == order_ && !problem_.is_foreign()) return;
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

int WrittenGrid::show(Ui& ui, const std::string& name, const Rectangle& place, const GridLayout& layout,
                      const std::function<void(int picture, const Rectangle& place)>& after) {
  return show_grid(
      ui, name, words::the_picture, place, layout, order_.count, [&](int) { return writing_.has_value(); },
      [&](int picture, const Rectangle& at) {
        show_one(ui, picture, at);
        after(picture, at);
      });
}

void WrittenGrid::show_one(Ui& ui, int picture, const Rectangle& place) {
  if (!writing_) return ui.card(place);
  show_picture(ui, sheet_, picture, place);
}

}  // namespace jmvae
