#include "io/strokes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

namespace jmvae {

namespace {

constexpr int least_pixels = 5;            // pixels; no digit can be read below
constexpr double widest_gap = 0.03;        // of the usual size of a digit, in a stroke
constexpr double speck = 0.15;             // of the usual size of a digit; less is dirt
constexpr double smallest = 0.3;           // of the usual size; the smallest digit
constexpr double line = 6;                 // times as wide as high, and wider than a digit: ruled paper
constexpr float surface = 3;               // times as thick as strokes, at the border: a table's edge
constexpr double sure = 1.3;               // times the threshold, which every piece reaches somewhere
constexpr std::size_t most_pieces = 1000;  // looked at, the largest

/// Sets of numbers, joined two by two.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), 0);
  }

  int add() {
    parents_.push_back(static_cast<int>(parents_.size()));
    return parents_.back();
  }

  int find(int i) {
    while (parent(i) != i) i = parent(i) = parent(parent(i));
    return i;
  }

  void join(int a, int b) { parent(std::max(find(a), find(b))) = std::min(find(a), find(b)); }

 private:
  int& parent(int i) { return parents_[static_cast<std::size_t>(i)]; }
  std::vector<int> parents_;
};

int overlap(int first_a, int last_a, int first_b, int last_b) {
  return std::min(last_a, last_b) - std::max(first_a, first_b);
}

/// Whether two pieces are parts of one digit, such as a five and its bar, or a stroke that the pen left in
/// two.
bool belong_together(const Piece& a, const Piece& b, double digit_size) {
  const int across = overlap(a.left, a.right, b.left, b.right),
            down = overlap(a.top, a.bottom, b.top, b.bottom);
  const double narrower = std::min(a.width(), b.width()), lower = std::min(a.height(), b.height());
  // One stands largely in the other's box.
  if (across > 0.5 * narrower && down > 0.5 * lower) return true;
  // One above the other with little between, and not as high as two rows.
  const int height = std::max(a.bottom, b.bottom) - std::min(a.top, b.top);
  const bool above = across > 0.3 * narrower && -down < 0.25 * digit_size;
  return above && (height < 1.25 * digit_size || -down < 0.08 * digit_size);
}

/// The usual size of a digit: the median over the pieces that are not small beside the largest.
double usual_size(const std::vector<Piece>& list) {
  int largest = 0;
  for (const Piece& piece : list) largest = std::max(largest, piece.size());
  std::vector<float> sizes;
  for (const Piece& piece : list) {
    if (piece.size() >= 0.4 * largest) sizes.push_back(static_cast<float>(piece.size()));
  }
  return static_cast<double>(quantile(std::move(sizes), 0.5));
}

/// Pieces whose pixels are at most `reach` apart: 1 for neighbours.
Pieces find_pieces(const Ink& ink, int reach) {
  const Plane& strength = ink.strength;
  const auto pixel = [&](int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(strength.width) +
           static_cast<std::size_t>(x);
  };

  // Each pixel takes the label of an earlier one nearby; labels that meet are one.
  Pieces pieces;
  pieces.labels.assign(strength.values.size(), -1);
  DisjointSets sets(0);
  for (int y = 0; y < strength.height; ++y) {
    for (int x = 0; x < strength.width; ++x) {
      if (strength.at(x, y) <= ink.threshold) continue;
      int& label = pieces.labels[pixel(x, y)];
      for (int dy = -reach; dy <= 0; ++dy) {
        for (int dx = -reach; dx <= (dy < 0 ? reach : -1); ++dx) {
          if (!strength.contains(x + dx, y + dy)) continue;
          const int other = pieces.labels[pixel(x + dx, y + dy)];
          if (other < 0) continue;
          if (label < 0) {
            label = other;
          } else if (label != other) {
            sets.join(label, other);
          }
        }
      }
      if (label < 0) label = sets.add();
    }
  }

  std::vector<int> numbers;
  std::vector<int> edges;
  for (int y = 0; y < strength.height; ++y) {
    for (int x = 0; x < strength.width; ++x) {
      int& label = pieces.labels[pixel(x, y)];
      if (label < 0) continue;
      const std::size_t root = static_cast<std::size_t>(sets.find(label));
      if (numbers.size() <= root) numbers.resize(root + 1, -1);
      if (numbers[root] < 0) {
        numbers[root] = static_cast<int>(pieces.list.size());
        pieces.list.push_back({numbers[root], x, y, x + 1, y + 1, 0, 0, 0});
        edges.push_back(0);
      }
      label = numbers[root];
      Piece& piece = pieces.list[static_cast<std::size_t>(label)];
      piece.left = std::min(piece.left, x);
      piece.right = std::max(piece.right, x + 1);
      piece.bottom = y + 1;
      piece.area += 1;
      piece.peak = std::max(piece.peak, strength.at(x, y));
      for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        const bool inside = strength.contains(x + dx, y + dy);
        if (inside && strength.at(x + dx, y + dy) <= ink.threshold) ++edges[static_cast<std::size_t>(label)];
      }
    }
  }
  for (std::size_t i = 0; i < edges.size(); ++i) {
    pieces.list[i].thickness =
        2 * static_cast<float>(pieces.list[i].area) / static_cast<float>(std::max(1, edges[i]));
  }
  return pieces;
}

/// The pieces that are writing: not noise, specks, ruled lines, or the surface that a note lies on.
std::vector<Piece> select_writing(const Pieces& pieces, const Ink& ink) {
  const auto at_border = [&](const Piece& piece) {
    return piece.left == 0 || piece.top == 0 || piece.right == ink.strength.width ||
           piece.bottom == ink.strength.height;
  };
  std::vector<Piece> writing;
  std::vector<float> thicknesses;
  for (const Piece& piece : pieces.list) {
    if (piece.peak < sure * static_cast<double>(ink.threshold) || piece.size() < 2) continue;
    writing.push_back(piece);
    if (!at_border(piece) && piece.size() >= least_pixels) thicknesses.push_back(piece.thickness);
  }
  const auto remove_if = [&](const auto& unwanted) {
    writing.erase(std::remove_if(writing.begin(), writing.end(), unwanted), writing.end());
  };

  const float thickness = quantile(std::move(thicknesses), 0.5);
  remove_if([&](const Piece& piece) {
    return thickness > 0 && at_border(piece) && piece.thickness > surface * thickness;
  });
  const double size = usual_size(writing);
  remove_if([&](const Piece& piece) {
    const bool ruled = piece.width() > line * piece.height() && piece.width() > 0.3 * ink.strength.width;
    return piece.size() < speck * size || ruled;
  });
  if (writing.size() > most_pieces) {
    std::partial_sort(writing.begin(), writing.begin() + most_pieces, writing.end(),
                      [](const Piece& a, const Piece& b) { return a.area > b.area; });
    writing.resize(most_pieces);
  }
  return writing;
}

/// Pieces of one digit, and the rectangle around them.
struct Group {
  std::vector<int> numbers;
  Piece box;
};

/// Height that two boxes share, as a part of the smaller one's.
double shared_height(const Piece& a, const Piece& b) {
  const int shared = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return static_cast<double>(shared) / std::max(1, std::min(a.height(), b.height()));
}

/// Sorts into rows from the top, each from left to right. From the left, a digit joins the row of which one
/// of the last two digits stands beside it, so that rows may slope and digits may dance.
void sort_for_reading(std::vector<Group>& groups) {
  constexpr double beside = 0.3;
  std::sort(groups.begin(), groups.end(),
            [](const Group& a, const Group& b) { return a.box.left < b.box.left; });
  std::vector<std::vector<Group>> rows;
  for (Group& group : groups) {
    std::vector<Group>* best = nullptr;
    double most = beside;
    for (std::vector<Group>& row : rows) {
      for (std::size_t last = row.size(); last > 0 && last + 2 > row.size(); --last) {
        const double shared = shared_height(row[last - 1].box, group.box);
        if (shared > most) {
          most = shared;
          best = &row;
        }
      }
    }
    if (!best) best = &rows.emplace_back();
    best->push_back(std::move(group));
  }
  const auto middle = [](const std::vector<Group>& row) {
    double sum = 0;
    for (const Group& group : row) sum += group.box.top + group.box.bottom;
    return sum / static_cast<double>(row.size());
  };
  std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return middle(a) < middle(b); });
  groups.clear();
  for (std::vector<Group>& row : rows) std::move(row.begin(), row.end(), std::back_inserter(groups));
}

}  // namespace

void Piece::include(const Piece& other) {
  left = std::min(left, other.left);
  top = std::min(top, other.top);
  right = std::max(right, other.right);
  bottom = std::max(bottom, other.bottom);
}

Pieces find_pieces(const Ink& ink) {
  Pieces pieces = find_pieces(ink, 1);
  const int reach = static_cast<int>(widest_gap * usual_size(pieces.list));
  return reach > 1 ? find_pieces(ink, reach) : pieces;
}

std::vector<std::vector<int>> group_pieces(const Pieces& pieces, const Ink& ink) {
  const std::vector<Piece> writing = select_writing(pieces, ink);
  const double digit_size = usual_size(writing);
  DisjointSets sets(writing.size());
  for (std::size_t a = 0; a < writing.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (belong_together(writing[a], writing[b], digit_size))
        sets.join(static_cast<int>(a), static_cast<int>(b));
    }
  }

  std::map<int, Group> groups_of_sets;
  for (std::size_t i = 0; i < writing.size(); ++i) {
    Group& group = groups_of_sets[sets.find(static_cast<int>(i))];
    if (group.numbers.empty()) group.box = writing[i];
    group.box.include(writing[i]);
    group.numbers.push_back(writing[i].number);
  }
  std::vector<Group> groups;
  for (auto& set : groups_of_sets) {
    if (set.second.box.size() >= std::max<double>(least_pixels, smallest * digit_size))
      groups.push_back(std::move(set.second));
  }
  sort_for_reading(groups);

  std::vector<std::vector<int>> digits;
  for (Group& group : groups) digits.push_back(std::move(group.numbers));
  return digits;
}

}  // namespace jmvae
