#pragma once
// "Chain": a digit forms sweep by sweep, in each model that can take a chain, from the same noise.

#include "app/chain.h"
#include "app/screen.h"

#include <deque>
#include <vector>

namespace jmvae {

class ChainScreen final : public Screen {
 public:
  ChainScreen();

  float show(Desk& desk, const Rectangle& place) override;

  /// Whether a chain goes on by itself.
  bool moving() const override { return running_; }

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  struct Side {
    int model = 0;
    Chain chain = {};
    PictureSheet sheet = {};
    std::vector<int> read = {};  // label read from each picture
  };

  void update(Desk& desk);
  bool takes_part(const Desk& desk, const Side& side) const;
  void advance(Side& side);
  void announce(Desk& desk, int sweeps) const;
  void read(Desk& desk, Side& side);
  float show_controls(Desk& desk, const Rectangle& place);
  float show_side(Desk& desk, Side& side, const Rectangle& place);

  std::deque<Side> sides_;  // which never moves them
  ChainOrder order_;
  bool playing_ = true;
  bool running_ = true;    // playing, and there is still a sweep to do
  bool finished_ = false;  // every chain that can has made its sweeps
  bool stepping_ = false;  // one sweep was asked for
  float since_step_ = 0;   // seconds
};

}  // namespace jmvae
