#pragma once

#include "eval/estimate.h"
#include "io/bytes.h"

#include <vector>

namespace jmvae {

/// Share of points whose label is the most frequent one among those of their k nearest neighbours. points and
/// reference [examples, dimensions]: row i of both is the same example with the label labels[i], and is never
/// its own neighbour, so that points = reference is leave-one-out. Exact, by squared distances; of labels
/// equally frequent the one met first counts, coming from the nearest. k is cut to the number of other
/// examples; with none every point is wrong.
Estimate nearest_neighbour_accuracy(const Matrix& points, const Matrix& reference, const Bytes& labels, int k,
                                    int threads);

}  // namespace jmvae
