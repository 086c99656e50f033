#include "io/digits.h"

#include "io/image.h"
#include "io/ink.h"
#include "io/strokes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jmvae {

namespace {

constexpr int side = 28, box_side = 20;
constexpr int detail = 4;           // pixels of the working plane along one of the box of 20
constexpr int margin = 3 * detail;  // around it, for strokes that grow
constexpr float edge = 0.3f;        // of full ink; where a box ends

// Width of strokes in pixels of the box of 20; MNIST's lie mostly between these.
constexpr double thinnest = 1.9, thickest = 4.2;

/// The smallest rectangle that holds all values above a threshold.
DigitBox bounds(const Plane& plane, float threshold) {
  int left = plane.width, top = plane.height, right = 0, bottom = 0;
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      if (plane.at(x, y) <= threshold) continue;
      left = std::min(left, x);
      top = std::min(top, y);
      right = std::max(right, x + 1);
      bottom = std::max(bottom, y + 1);
    }
  }
  return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

/// Ink of some pieces, 0 ... 1, cut out of its picture with an empty border.
struct CutOut {
  int left = 0, top = 0;  ///< where it was in the picture
  Plane ink;
};

/// Takes the pieces' own pixels, and those around them that are ink of no other piece, since strokes fade at
/// their edges.
CutOut cut_out(const Ink& ink, const Pieces& pieces, const std::vector<int>& numbers) {
  std::vector<bool> wanted(pieces.list.size(), false);
  Piece box = pieces.list[static_cast<std::size_t>(numbers.front())];
  for (const int number : numbers) {
    wanted[static_cast<std::size_t>(number)] = true;
    box.include(pieces.list[static_cast<std::size_t>(number)]);
  }
  const int fade = std::max(2, box.size() / 24);
  CutOut out{box.left - fade - 1, box.top - fade - 1, {}};
  out.ink = Plane(box.width() + 2 * fade + 2, box.height() + 2 * fade + 2);

  /// Calls visit(x, y, strength, label) for the pixels that lie in the picture.
  const auto for_each_pixel = [&](const auto& visit) {
    for (int y = std::max(0, -out.top); y < std::min(out.ink.height, ink.strength.height - out.top); ++y) {
      for (int x = std::max(0, -out.left); x < std::min(out.ink.width, ink.strength.width - out.left); ++x) {
        const std::size_t pixel =
            static_cast<std::size_t>(out.top + y) * static_cast<std::size_t>(ink.strength.width) +
            static_cast<std::size_t>(out.left + x);
        visit(x, y, ink.strength.values[pixel], pieces.labels[pixel]);
      }
    }
  };
  Plane own(out.ink.width, out.ink.height);
  std::vector<float> strengths;
  for_each_pixel([&](int x, int y, float strength, int label) {
    if (label < 0 || !wanted[static_cast<std::size_t>(label)]) return;
    own.at(x, y) = 1;
    strengths.push_back(strength);
  });
  const Plane near = maximum_in_square(own, fade);
  const float full = quantile(std::move(strengths), 0.8), none = std::min(2 * ink.noise, 0.4f * full);
  for_each_pixel([&](int x, int y, float strength, int label) {
    if (own.at(x, y) == 0 && (near.at(x, y) == 0 || label >= 0)) return;
    out.ink.at(x, y) = std::clamp((strength - none) / (full - none), 0.0f, 1.0f);
  });
  return out;
}

/// Mean width of strokes in pixels: twice the area over the outline, which is pi / 4 of the edges between
/// pixels.
double stroke_width(const Plane& plane) {
  double area = 0, edges = 0;
  const auto inside = [&](int x, int y) { return plane.contains(x, y) && plane.at(x, y) > 0.5f; };
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      if (!inside(x, y)) continue;
      area += 1;
      edges += !inside(x - 1, y) + !inside(x + 1, y) + !inside(x, y - 1) + !inside(x, y + 1);
    }
  }
  constexpr double pi = 3.14159265358979;
  return edges > 0 ? 2 * area / (edges * pi / 4) : 0;
}

/// Fits a rectangle of a plane into a square keeping its proportions, from the top left corner of a larger
/// plane.
Plane fit(const Plane& plane, const DigitBox& box, int square, int around) {
  const double pixel = static_cast<double>(std::max(box.width, box.height)) / square;
  const int total = square + 2 * around;
  return resample(plane, box.x - around * pixel, box.y - around * pixel, total * pixel, total * pixel, total,
                  total);
}

/// Puts a plane's centre of mass onto pixel (14, 14) of a picture of 28 x 28, moving it by whole pixels, as
/// all of MNIST.
void place(const Plane& plane, std::array<float, std::size_t{28} * 28>& pixels) {
  double mass = 0, mass_x = 0, mass_y = 0;
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      const double value = static_cast<double>(plane.at(x, y));
      mass += value;
      mass_x += value * x;
      mass_y += value * y;
    }
  }
  const DigitBox box = bounds(plane, 0);
  const auto shift = [&](double middle, int first, int length) {
    return std::clamp(static_cast<int>(std::lround(side / 2.0 - middle)), -first, side - first - length);
  };
  const int shift_x = shift(mass_x / mass, box.x, box.width),
            shift_y = shift(mass_y / mass, box.y, box.height);
  for (int y = box.y; y < box.y + box.height; ++y) {
    for (int x = box.x; x < box.x + box.width; ++x) {
      pixels[static_cast<std::size_t>((y + shift_y) * side + x + shift_x)] = plane.at(x, y);
    }
  }
}

/// A digit as MNIST has them.
void prepare(const Plane& ink, const DigitBox& box, std::array<float, std::size_t{28} * 28>& pixels) {
  Plane large = fit(ink, box, detail * box_side, margin);
  const double width = stroke_width(large) / detail;
  if (width < thinnest) {
    large = maximum_in_disc(large, (thinnest - width) / 2 * detail);
  } else if (width > thickest) {
    large = negative(maximum_in_disc(negative(large), (width - thickest) / 2 * detail));
  }

  Plane small = fit(large, bounds(large, edge), box_side, 0);
  const float most = *std::max_element(small.values.begin(), small.values.end());
  for (float& value : small.values) value = std::min(1.0f, value / most);
  place(small, pixels);
}

}  // namespace

Result<std::vector<PreparedDigit>> find_digits(const std::uint8_t* rgba, int width, int height, bool single) {
  if (width < 1 || height < 1)
    return fail("picture: expected at least one pixel, found ", width, " x ", height);
  if (static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) > most_image_pixels) {
    return fail("picture: expected at most ", most_image_pixels, " pixels, found ", width, " x ", height);
  }

  const Ink ink = find_ink(rgba, width, height);
  const Pieces pieces = find_pieces(ink);
  std::vector<std::vector<int>> digits = group_pieces(pieces, ink);
  if (single) {
    while (digits.size() > 1) {
      digits.front().insert(digits.front().end(), digits.back().begin(), digits.back().end());
      digits.pop_back();
    }
  }

  std::vector<PreparedDigit> result;
  for (const std::vector<int>& numbers : digits) {
    const CutOut cut = cut_out(ink, pieces, numbers);
    const DigitBox box = bounds(cut.ink, edge);
    PreparedDigit digit;
    prepare(cut.ink, box, digit.pixels);
    digit.box.x = std::max(0, (cut.left + box.x) * ink.reduction);
    digit.box.y = std::max(0, (cut.top + box.y) * ink.reduction);
    digit.box.width = std::min(width, (cut.left + box.x + box.width) * ink.reduction) - digit.box.x;
    digit.box.height = std::min(height, (cut.top + box.y + box.height) * ink.reduction) - digit.box.y;
    result.push_back(digit);
  }
  return result;
}

}  // namespace jmvae
