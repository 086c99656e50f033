#pragma once
// One map: digits where a model encodes them, over the pictures that it decodes there.

#include "app/desk.h"
#include "app/digit_map.h"
#include "app/frame_time.h"

#include <optional>
#include <vector>

namespace jmvae {

/// What is marked on a map: the place that is looked at, and where a path from there leads.
struct MapMarks {
  std::optional<Point> here, end;
};

/// What the pointer does on a map.
struct MapTouch {
  bool hovered = false, dragged = false;
  Point place{};  ///< of the pointer, in the plane
};

class MapPanel {
 public:
  /// Brings points and pictures up to date, as far as the time goes; the rest in later calls.
  void update(const jmvae_model* model, const KnownDigits& digits, const MapOrder& order, FrameTime& time);

  /// Whether digits are still to be encoded, or on their way to their place.
  bool moving() const { return map_.moving() || gliding_; }

  const DigitMap& map() const { return map_; }
  const jmvae_model* model() const { return model_; }

  /// Draws the map in a square. pictures: whether decoded pictures lie under the points.
  MapTouch show(Ui& ui, const std::string& name, const Rectangle& square, bool pictures,
                const MapMarks& marks);

  void graphics_lost() { decoded_.graphics_lost(); }

 private:
  void decode();
  void glide(const Ui& ui);

  const jmvae_model* model_ = nullptr;
  const KnownDigits* digits_ = nullptr;
  DigitMap map_;
  int decoded_version_ = 0;  // of the map
  float decoded_reach_ = 0;
  PictureSheet decoded_;      // rows from top to bottom
  std::vector<Point> shown_;  // on their way to map_.points()
  float reach_ = 0;           // on its way to map_.reach()
  bool gliding_ = false;
};

/// The choice of what the digits on a map are encoded from. Returns where it ends.
float show_given(Desk& desk, const Rectangle& place);

/// Says why the digits of a map did not come, with a button to try again; nothing else. Returns where it
/// ends.
float show_digits_problem(Ui& ui, KnownDigits& digits, const Rectangle& place);

/// Says how well the digits of a map are parted (DigitMap::agreement()). Returns where it ends.
float show_agreement(Ui& ui, const std::optional<float>& agreement, const Rectangle& place);

}  // namespace jmvae
