#pragma once
// "Compare": both models write the same label from the same noise, side by side.

#include "app/screen.h"
#include "app/written_grid.h"

#include <array>
#include <vector>

namespace jmvae {

class CompareScreen final : public Screen {
 public:
  float show(Desk& desk, const Rectangle& place) override;

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  struct Side {
    int model;
    WrittenGrid grid = {};
    int checked = 0;             // version of the grid that was read back
    std::vector<int> read = {};  // label read back from each picture
    int agreeing = 0;            // how many of them are the one asked for
  };

  void update(Desk& desk);
  float show_controls(Desk& desk, const Rectangle& place);
  float show_side(Desk& desk, Side& side, const Rectangle& place);

  std::array<Side, 2> sides_{Side{model_plain}, Side{model_kl}};
  const jmvae_model* reader_ = nullptr;
};

}  // namespace jmvae
