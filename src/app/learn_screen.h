#pragma once
// "Learn": a small model is trained before the visitor's eyes, with its losses, its map and what it writes.

#include "app/learning.h"
#include "app/map_panel.h"
#include "app/screen.h"

#include <memory>
#include <optional>
#include <string>

namespace jmvae {

class LearnScreen final : public Screen {
 public:
  /// digits: those on the map; must outlive this screen.
  LearnScreen(Host& host, KnownDigits& digits) : learning_(host), digits_(digits) {}

  float show(Desk& desk, const Rectangle& place) override;

  bool moving() const override { return panel_.moving(); }

  bool holds_own() const override { return learning_.model() != nullptr; }

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

  Learning& learning() { return learning_; }

 private:
  void update(Desk& desk);
  void write_labels();
  float show_controls(Desk& desk, const Rectangle& place);
  float show_curves(Desk& desk, const Rectangle& place);
  float show_curve(Ui& ui, const LearningCurve& curve, const Rectangle& place);
  float show_written(Desk& desk, const Rectangle& place);

  Learning learning_;
  KnownDigits& digits_;
  std::shared_ptr<const jmvae_model> mapped_;  // the model whose map is shown, or on its way
  MapPanel panel_;
  std::optional<float> agreement_;  // of the last whole map
  int written_version_ = 0;         // of the learning
  bool written_ = false;
  PictureSheet sheet_;  // a digit for each label
  int announced_ = -1;  // epoch
};

}  // namespace jmvae
