#pragma once
// What the visitor draws: strokes of a round brush on a square sheet.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jmvae {

/// A place on the sheet, 0 ... 1 from its left and from its top.
struct Point {
  float x, y;
};

using Stroke = std::vector<Point>;

/// Strokes, and the sheet with their ink on it. Strokes run smoothly between the points where the hand was
/// seen: quadratic curves from the middle of one step to the middle of the next.
class Drawing {
 public:
  static constexpr int side = 384;        ///< pixels of the sheet's edge
  static constexpr float brush = 0.075f;  ///< the brush's diameter, a part of the edge

  void begin_stroke(Point point);
  void continue_stroke(Point point);
  bool undo();  ///< takes the last stroke away; false where there is none
  void clear();

  bool empty() const { return strokes_.empty(); }
  const std::vector<Stroke>& strokes() const { return strokes_; }

  /// Grows with each change.
  std::uint64_t version() const { return version_; }

  /// Ink of each pixel, 0 ... 255, smooth at the edges: [side, side].
  std::vector<std::uint8_t> ink() const;

  /// The drawing in parts that stand clearly side by side, from left to right: one digit each. Small marks
  /// don't count as digits of their own, so they keep everything together.
  std::vector<Drawing> parts() const;

  static constexpr int picture_scale = 3;    ///< pixels of the sheet to one of the picture
  static constexpr int picture_margin = 20;  ///< white pixels on each side, so that no drawing is mostly ink
  static constexpr int picture_side = side / picture_scale + 2 * picture_margin;

  /// Black on white, as small as reading needs: [picture_side, picture_side, 4].
  std::vector<std::uint8_t> picture() const;

 private:
  void settle_last_step();

  std::vector<Stroke> strokes_;
  /// Ink of all but the last half step, which the next point may still bend.
  std::vector<std::uint8_t> settled_ = std::vector<std::uint8_t>(std::size_t{side} * side);
  std::uint64_t version_ = 0;
};

/// Strokes drawn once more, as fast as a hand does.
class Replay {
 public:
  void start(const std::vector<Stroke>& strokes);
  void stop() { strokes_.clear(); }
  bool playing() const { return !strokes_.empty(); }

  /// Draws the next piece, `distance` edges of the sheet long.
  void advance(Drawing& drawing, float distance);

 private:
  std::vector<Stroke> strokes_;
  std::size_t stroke_ = 0, step_ = 0;
  float along_ = 0;  // of the current step, already drawn
};

/// How a hand writes a digit 0 ... 9: for people who can't draw here, and as a greeting.
const std::vector<Stroke>& example_strokes(int digit);

}  // namespace jmvae
