#include "eval/nearest_neighbours.h"

#include "math/parallel.h"

#include <algorithm>
#include <array>
#include <limits>

namespace jmvae {

namespace {

constexpr Index points_per_piece = 100;

/// The k smallest distances seen so far, ascending, and the labels that belong to them. Of ten thousand
/// points few get past the comparison with the largest, so that the whole search costs little more than the
/// distances.
class Nearest {
 public:
  explicit Nearest(int k) : distances_(static_cast<std::size_t>(k)), labels_(distances_.size()) {}

  void clear() { std::fill(distances_.begin(), distances_.end(), std::numeric_limits<Real>::infinity()); }

  void offer(Real distance, std::uint8_t label) {
    if (!(distance < distances_.back())) return;
    std::size_t place = distances_.size() - 1;
    for (; place > 0 && distances_[place - 1] > distance; --place) {
      distances_[place] = distances_[place - 1];
      labels_[place] = labels_[place - 1];
    }
    distances_[place] = distance;
    labels_[place] = label;
  }

  std::uint8_t most_frequent() const {
    std::array<int, 256> counts{};
    for (const std::uint8_t label : labels_) ++counts[label];
    return *std::max_element(labels_.begin(), labels_.end(), [&](std::uint8_t first, std::uint8_t second) {
      return counts[first] < counts[second];
    });
  }

 private:
  std::vector<Real> distances_;
  std::vector<std::uint8_t> labels_;
};

}  // namespace

Estimate nearest_neighbour_accuracy(const Matrix& points, const Matrix& reference, const Bytes& labels, int k,
                                    int threads) {
  const Index count = points.rows();
  const int neighbours = static_cast<int>(std::min<Index>(k, count - 1));
  std::vector<double> right(static_cast<std::size_t>(count));
  const Eigen::Array<Real, Eigen::Dynamic, Eigen::Dynamic> columns = reference.array();  // column-major
  const int pieces = neighbours > 0 ? static_cast<int>((count + points_per_piece - 1) / points_per_piece) : 0;
  parallel_for(pieces, threads, [&](int piece) {
    const Index first = piece * points_per_piece, last = std::min(first + points_per_piece, count);
    Eigen::Array<Real, Eigen::Dynamic, 1> distances(count);
    Nearest nearest(neighbours);
    for (Index i = first; i < last; ++i) {
      distances.setZero();
      for (Index d = 0; d < columns.cols(); ++d) distances += (columns.col(d) - points(i, d)).square();
      nearest.clear();
      for (Index j = 0; j < count; ++j) {
        if (j != i) nearest.offer(distances[j], labels[static_cast<std::size_t>(j)]);
      }
      const auto example = static_cast<std::size_t>(i);
      right[example] = nearest.most_frequent() == labels[example] ? 1 : 0;
    }
  });
  Estimate estimate = summarize("knn_accuracy", right);
  estimate.estimator =
      "label most frequent among the " + std::to_string(neighbours) + " nearest other examples";
  return estimate;
}

}  // namespace jmvae
