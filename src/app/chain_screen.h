#pragma once
// "Chain": a digit forms sweep by sweep, in each model that can take a chain, from the same noise.

#include "app/chain.h"
#include "app/desk.h"

#include <deque>
#include <vector>

namespace jmvae {

class ChainScreen {
 public:
  ChainScreen();

  /// Draws the screen from (place.x, place.y) in place.width, and returns where it ends.
  float show(Desk& desk, const Rectangle& place);

  /// Whether a chain goes on by itself.
  bool moving() const { return running_; }

  void graphics_lost();

  Json result(const Desk& desk) const;

 private:
  struct Side {
    int model = 0;
    Chain chain = {};
    PictureSheet sheet = {};
    std::vector<int> read = {};  // label read from each picture
  };

  void update(Desk& desk);
  void advance(Side& side);
  void read(Desk& desk, Side& side);
  float show_controls(Desk& desk, const Rectangle& place);
  float show_side(Desk& desk, Side& side, const Rectangle& place);

  std::deque<Side> sides_;  // which never moves them
  ChainOrder order_;
  bool playing_ = true;
  bool running_ = true;    // playing, and there is still a sweep to do
  bool stepping_ = false;  // one sweep was asked for
  float since_step_ = 0;   // seconds
};

}  // namespace jmvae
