#pragma once
// "Write": a label is chosen, the model writes digits for it; or it makes up both from the prior.

#include "app/screen.h"
#include "app/written_grid.h"

namespace jmvae {

class WriteScreen final : public Screen {
 public:
  float show(Desk& desk, const Rectangle& place) override;

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  void update(Desk& desk);
  float show_controls(Desk& desk, const Rectangle& place);
  float show_grid(Desk& desk, const Rectangle& place);
  float show_held(Desk& desk, const Rectangle& place);
  float show_every_label(Desk& desk, const Rectangle& place);
  void save_held(Desk& desk) const;

  WrittenGrid grid_;
  int announced_ = 0;  // version of the grid

  // The noise that is kept aside, under the label now chosen and under every label.
  WrittenGrid held_;
  WrittenGrid every_label_[10];
};

}  // namespace jmvae
