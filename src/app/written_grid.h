#pragma once
// A grid of digits that one model wrote to one order.

#include "app/desk.h"
#include "app/picture_grid.h"
#include "app/problem.h"

#include <functional>
#include <optional>
#include <string>

namespace jmvae {

class WrittenGrid {
 public:
  /// Writes what is ordered, unless that is what is there. Nothing is there without a model, or where writing
  /// failed.
  void update(const jmvae_model* model, const WritingOrder& order);

  /// The place that the grid takes at (x, y) in this width.
  Rectangle extent(float x, float y, float width, const GridLayout& layout) const {
    return layout.extent(x, y, width, order_.count);
  }

  /// Draws the pictures as things to press, named `name`-0, `name`-1 ...; `after` draws what belongs to each
  /// of them. Returns the picture that was pressed, or -1.
  int show(Ui& ui, const std::string& name, const Rectangle& place, const GridLayout& layout,
           const std::function<void(int picture, const Rectangle& place)>& after);

  /// One picture, without being something to press; an empty card where it is not there.
  void show_one(Ui& ui, int picture, const Rectangle& place);

  const std::optional<Writing>& writing() const { return writing_; }
  const std::string& problem() const { return problem_.sentence(); }

  /// Grows with each new writing.
  int version() const { return version_; }

  void graphics_lost() { sheet_.graphics_lost(); }

 private:
  const jmvae_model* model_ = nullptr;
  WritingOrder order_;
  std::optional<Writing> writing_;
  Problem problem_;
  int version_ = 0;
  PictureSheet sheet_;
};

}  // namespace jmvae
