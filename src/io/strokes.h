#pragma once

#include "io/ink.h"

#include <algorithm>
#include <vector>

namespace jmvae {

/// A piece of ink that hangs together.
struct Piece {
  int number = 0;                                ///< its place in the list
  int left = 0, top = 0, right = 0, bottom = 0;  ///< in pixels of the ink; right and bottom lie outside
  int area = 0;                                  ///< pixels
  float peak = 0;                                ///< greatest strength
  float thickness = 0;  ///< of its strokes, in pixels: twice its area over its outline

  int width() const { return right - left; }
  int height() const { return bottom - top; }
  int size() const { return std::max(width(), height()); }
  /// Makes the rectangle hold another piece's as well.
  void include(const Piece& other);
};

/// Ink cut into pieces.
struct Pieces {
  std::vector<Piece> list;
  std::vector<int> labels;  ///< [height, width]: number of the pixel's piece, -1 without ink
};

/// Pieces of the ink above its threshold. Pixels hang together with their eight neighbours, and in large
/// writing over gaps that are small beside it.
Pieces find_pieces(const Ink& ink);

/// Which pieces make up a digit, digits in reading order. Specks, lines and what is more like a table's edge
/// than like writing is left out.
std::vector<std::vector<int>> group_pieces(const Pieces& pieces, const Ink& ink);

}  // namespace jmvae
