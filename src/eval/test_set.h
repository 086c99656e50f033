#pragma once
// The examples a model is measured on, piece by piece.

#include "eval/estimate.h"
#include "eval/subset.h"
#include "io/examples.h"

#include <functional>
#include <vector>

namespace jmvae {

/// A column of examples for each of a model's modalities.
struct TestSet {
  std::vector<const ExampleColumn*> columns;
  std::vector<Matrix> seen;  ///< of each modality the numbers that may be given, [1, size]; empty: all
  Index count = 0;
};

/// Finds the modalities among the examples, which may have others too and must outlive the test set.
Result<TestSet> make_test_set(const ModelSpec& spec, const Examples& examples);

/// Covers a half of every picture: "upper", "lower", "left" or "right" can't be given any more.
Result<void> cover(TestSet& test_set, const ModelSpec& spec, const std::string& half);

/// Successive examples, a row each.
struct Piece {
  Index first = 0;             ///< place of the first one in the test set
  std::vector<Matrix> values;  ///< of each modality, [examples, size]
  std::vector<Matrix> known;   ///< the same shapes, as Observation has it; empty where all is known

  Index count() const { return values[0].rows(); }

  /// What these modalities say; valid as long as the piece.
  Evidence evidence(const Subset& given) const;

  Piece part(Index row, Index rows) const;

  /// Each example `times` times in succession.
  Piece repeated(Index times) const;
};

enum class Ink {
  grey,             ///< pictures as they are
  black_and_white,  ///< pictures of Bernoulli pixels drawn as zeros and ones, the same for all figures and
                    ///< seeds
};

/// Calls work(piece) for all of the test set, on several threads.
void for_each_piece(const TestSet& test_set, const ModelSpec& spec, Ink ink, const EvalSettings& settings,
                    const std::function<void(const Piece&)>& work);

/// The same for a number for each example, which work(piece) returns.
std::vector<double> for_each_example(const TestSet& test_set, const ModelSpec& spec, Ink ink,
                                     const EvalSettings& settings,
                                     const std::function<std::vector<double>(const Piece&)>& work);

}  // namespace jmvae
