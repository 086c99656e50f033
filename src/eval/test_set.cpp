#include "eval/test_set.h"

#include "io/masks.h"
#include "math/parallel.h"

#include <algorithm>
#include <atomic>

namespace jmvae {

namespace {

constexpr Index examples_per_piece = 50;  // encoded together
// Figures of different seeds are then of the same pictures.
constexpr std::uint64_t binarisation_seed = 1;

Piece gather_piece(const TestSet& test_set, const ModelSpec& spec, const std::vector<std::uint32_t>& order,
                   Index first, Index count, Ink ink) {
  Piece piece;
  piece.first = first;
  for (std::size_t m = 0; m < test_set.columns.size(); ++m) {
    piece.values.push_back(gather(*test_set.columns[m], order, first, count));
    if (ink == Ink::black_and_white && spec.modalities[m].likelihood == LikelihoodKind::bernoulli) {
      binarize(piece.values[m], order, first, binarisation_seed, static_cast<std::uint32_t>(m));
    }
    const bool covered = m < test_set.seen.size() && test_set.seen[m].size() > 0;
    piece.known.push_back(covered ? Matrix(test_set.seen[m].replicate(count, 1)) : Matrix());
  }
  return piece;
}

Matrix repeat(const Matrix& x, Index times) {
  Matrix y(x.rows() * times, x.cols());
  for (Index row = 0; row < x.rows(); ++row) y.middleRows(row * times, times).rowwise() = x.row(row);
  return y;
}

}  // namespace

Result<TestSet> make_test_set(const ModelSpec& spec, const Examples& examples) {
  TestSet test_set;
  test_set.count = examples.count;
  for (const ModalitySpec& modality : spec.modalities) {
    const auto column = examples.find(modality.name, modality.size());
    if (!column) return fail(column);
    const std::vector<std::string>& names = (*column)->names;
    for (std::size_t i = 0; i < names.size() && i < modality.values.size(); ++i) {
      if (names[i] == modality.values[i]) continue;
      return fail("the model's ", modality.name, " number ", i + 1, " is ", modality.values[i],
                  ", the data's ", names[i]);
    }
    test_set.columns.push_back(*column);
  }
  return test_set;
}

Result<void> cover(TestSet& test_set, const ModelSpec& spec, const std::string& half) {
  test_set.seen.assign(spec.modalities.size(), Matrix());
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    const ModalitySpec& modality = spec.modalities[m];
    if (!modality.is_picture()) continue;
    const auto seen = cover_half(modality.shape, half);
    if (!seen) return fail(seen);
    test_set.seen[m] = *seen;
  }
  return {};
}

Evidence Piece::evidence(const Subset& given) const {
  Evidence evidence(values.size());
  for (std::size_t m = 0; m < values.size(); ++m) {
    if (given[m]) evidence[m] = {&values[m], known[m].size() ? &known[m] : nullptr};
  }
  return evidence;
}

Piece Piece::part(Index row, Index rows) const {
  Piece piece;
  piece.first = first + row;
  for (const Matrix& x : values) piece.values.push_back(x.middleRows(row, rows));
  for (const Matrix& x : known) piece.known.push_back(x.size() ? Matrix(x.middleRows(row, rows)) : x);
  return piece;
}

Piece Piece::repeated(Index times) const {
  Piece piece;
  piece.first = first;
  for (const Matrix& x : values) piece.values.push_back(repeat(x, times));
  for (const Matrix& x : known) piece.known.push_back(repeat(x, times));
  return piece;
}

void for_each_piece(const TestSet& test_set, const ModelSpec& spec, Ink ink, const EvalSettings& settings,
                    const std::function<void(const Piece&)>& work) {
  const std::vector<std::uint32_t> order = in_order(test_set.count);
  const int pieces = static_cast<int>((test_set.count + examples_per_piece - 1) / examples_per_piece);
  std::atomic<Index> finished{0};
  parallel_for(pieces, settings.threads, [&](int number) {
    const Index first = number * examples_per_piece,
                count = std::min(examples_per_piece, test_set.count - first);
    work(gather_piece(test_set, spec, order, first, count, ink));
    const Index so_far = finished += count;
    if (settings.progress) settings.progress(so_far);
  });
}

std::vector<double> for_each_example(const TestSet& test_set, const ModelSpec& spec, Ink ink,
                                     const EvalSettings& settings,
                                     const std::function<std::vector<double>(const Piece&)>& work) {
  std::vector<double> numbers(static_cast<std::size_t>(test_set.count));
  for_each_piece(test_set, spec, ink, settings, [&](const Piece& piece) {
    const std::vector<double> part = work(piece);
    std::copy(part.begin(), part.end(), numbers.begin() + piece.first);
  });
  return numbers;
}

}  // namespace jmvae
