#pragma once
// Digits drawn by a test: strokes along lines, on a canvas of any size and colour.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

struct Point {
  double x, y;
};

/// Strokes of a digit in a box 0 ... 1 in height.
using Drawing = std::vector<std::vector<Point>>;

inline const Drawing seven = {{{0, 0}, {0.6, 0}, {0.2, 1}}};
inline const Drawing four = {{{0.5, 1}, {0.5, 0}, {0, 0.65}, {0.7, 0.65}}};
inline const Drawing one = {{{0.1, 0}, {0, 1}}};
/// A five whose bar does not touch its body.
inline const Drawing broken_five = {{{0.1, 0}, {0.1, 0.4}, {0.45, 0.45}, {0.55, 0.7}, {0.4, 0.95}, {0, 1}},
                                    {{0.25, 0}, {0.65, 0}}};

struct Canvas {
  Canvas(int canvas_width, int canvas_height, double paper_shade, double ink_shade)
      : width(canvas_width),
        height(canvas_height),
        ink(ink_shade),
        shades(static_cast<std::size_t>(canvas_width * canvas_height), paper_shade) {}

  /// Draws with a round pen; edges are as soft as a pixel.
  void draw(const Drawing& drawing, double left, double top, double size, double pen) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        double distance = 1e9;
        for (const auto& stroke : drawing) {
          for (std::size_t i = 1; i < stroke.size(); ++i) {
            const double ax = left + size * stroke[i - 1].x, ay = top + size * stroke[i - 1].y;
            const double bx = left + size * stroke[i].x - ax, by = top + size * stroke[i].y - ay;
            const double px = x + 0.5 - ax, py = y + 0.5 - ay;
            const double along = std::clamp((px * bx + py * by) / (bx * bx + by * by), 0.0, 1.0);
            distance = std::min(distance, std::hypot(px - along * bx, py - along * by));
          }
        }
        const double cover = std::clamp(pen / 2 - distance + 0.5, 0.0, 1.0);
        double& shade = shades[static_cast<std::size_t>(y * width + x)];
        shade += cover * (ink - shade);
      }
    }
  }

  std::vector<std::uint8_t> rgba() const {
    std::vector<std::uint8_t> pixels;
    for (const double shade : shades) {
      const auto byte = static_cast<std::uint8_t>(std::lround(255 * std::clamp(shade, 0.0, 1.0)));
      pixels.insert(pixels.end(), {byte, byte, byte, 255});
    }
    return pixels;
  }

  int width, height;
  double ink;
  std::vector<double> shades;
};
