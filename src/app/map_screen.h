#pragma once
// "Map": the plane of z, where digits lie in it, and what is decoded wherever one points.

#include "app/map_panel.h"
#include "app/screen.h"

#include <array>
#include <optional>
#include <string>

namespace jmvae {

class MapScreen final : public Screen {
 public:
  /// digits: those on the map; must outlive this screen.
  explicit MapScreen(KnownDigits& digits) : digits_(digits) {}

  float show(Desk& desk, const Rectangle& place) override;

  /// Whether digits are still to be encoded, or on their way.
  bool moving() const override;

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  struct Side {
    int row = -1;  ///< of the model table
    MapPanel panel = {};
    std::optional<Decoded> decoded = {};
    std::string problem = {};
    PictureSheet picture = {}, path = {};
    // What decoded, picture and path come from.
    int version = 0;
    Point here{}, end{};
    bool has_path = false;
  };

  void update(Desk& desk);
  void decode(const Desk& desk, Side& side);
  void announce(Desk& desk);

  float show_controls(Desk& desk, const Rectangle& place);
  float show_plane(Desk& desk, const Rectangle& place);
  float show_stages(Desk& desk, const Rectangle& place);
  float show_map(Desk& desk, Side& side, const Rectangle& place);
  float show_decoded(Desk& desk, Side& side, const Rectangle& place);
  float show_decoded_beside(Desk& desk, Side& side, const Rectangle& place);
  float show_path(Desk& desk, Side& side, const Rectangle& place);

  KnownDigits& digits_;
  std::array<Side, 3> sides_;
  std::size_t shown_ = 1;         // of them
  std::optional<Point> pointer_;  // where the pointer looks without pressing
  bool drags_end_ = false;        // what is dragged is the path's end
  Point announced_{};
};

}  // namespace jmvae
