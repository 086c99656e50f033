#pragma once
// Pictures on the screens: textures of the graphics context, kept so that they can be made again when it is
// lost.

#include "app/theme.h"

#include <cstdint>
#include <vector>

namespace jmvae {

/// One texture that shows `count` pictures of one size. Digits are kept as opacity, so that they take the
/// ink's colour when they are drawn.
class PictureSheet {
 public:
  enum class Scaling {
    pixels,  ///< each pixel is a sharp square
    smooth,  ///< enlarged fourfold by cubic interpolation
  };

  PictureSheet() = default;
  ~PictureSheet();
  PictureSheet(const PictureSheet&) = delete;
  PictureSheet& operator=(const PictureSheet&) = delete;

  /// pictures [count, side * side], 0 none ... 1 full ink.
  void set_digits(const float* pictures, int count, int side, Scaling scaling);

  /// One picture of ink, 0 ... 255: [side, side].
  void set_ink(const std::vector<std::uint8_t>& ink, int side);

  /// One picture in colours, shrunk where it is larger than a texture may be: [height, width, 4].
  void set_colours(const std::uint8_t* rgba, int width, int height);

  /// Room for `count` digits of one size, which set_digit() fills one by one; scaled smoothly.
  void make_digit_room(int count, int side);

  /// One of them: [side, side], 0 none ... 1 full ink.
  void set_digit(int picture, const float* ink);

  /// Room for `count` pictures in colours of one size, white until set_face().
  void make_room(int count, int side);

  /// One of them: [side, side, 3], 0 ... 1.
  void set_face(int picture, const float* colours);

  int count() const { return count_; }

  /// Draws a picture into the rectangle from `least` to `most`, in the given ink; coloured pictures in white.
  void draw(ImDrawList& list, int picture, ImVec2 least, ImVec2 most, ImU32 ink, float corner = 0);

  /// The graphics context is another one: its textures are gone.
  void graphics_lost() { texture_ = 0; }

 private:
  void arrange(int count, int side);
  void take_opacity(int picture, const float* opacity);
  void upload();

  unsigned texture_ = 0;
  bool stale_ = false;
  bool sharp_ = false;
  int scale_ = 1;  // pixels of the texture to one of a digit
  int count_ = 0, columns_ = 1;
  int cell_width_ = 0, cell_height_ = 0;
  int width_ = 0, height_ = 0;
  std::vector<std::uint8_t> rgba_;  // [height_, width_, 4]
};

/// Enlarges [side, side] numbers by a whole factor with Catmull and Rom's cubic curves.
std::vector<float> enlarge(const float* picture, int side, int factor);

/// Shrinks [height, width, 4] to at most `limit` pixels on the longer side, each pixel the mean of those it
/// covers.
void shrink(std::vector<std::uint8_t>& rgba, int& width, int& height, int limit);

}  // namespace jmvae
