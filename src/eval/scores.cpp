#include "eval/scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jmvae {

namespace {

/// Ranks from 1, equal values having the mean of theirs.
std::vector<double> midranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t i = first; i <= last; ++i) ranks[order[i]] = static_cast<double>(first + last) / 2 + 1;
    first = last + 1;
  }
  return ranks;
}

double hanley_mcneil(double area, double positives, double negatives) {
  const double two_positives = area / (2 - area), two_negatives = 2 * area * area / (1 + area);
  const double variance = (area * (1 - area) + (positives - 1) * (two_positives - area * area) +
                           (negatives - 1) * (two_negatives - area * area)) /
                          (positives * negatives);
  return std::sqrt(std::max(variance, 0.0));
}

bool is_yes(double probability) { return probability > 0.5; }

}  // namespace

Score ratio_of_sums(const std::vector<double>& parts, const std::vector<double>& wholes) {
  Score score;
  const double whole = std::accumulate(wholes.begin(), wholes.end(), 0.0);
  score.value = std::accumulate(parts.begin(), parts.end(), 0.0) / whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    score.influence.push_back((parts[i] - score.value * wholes[i]) / whole);
  }
  score.standard_error = root_sum_square(score.influence);
  return score;
}

double root_sum_square(const std::vector<double>& influence) {
  return std::sqrt(std::inner_product(influence.begin(), influence.end(), influence.begin(), 0.0));
}

Score area_under_curve(const std::vector<double>& probabilities, const std::vector<bool>& positive) {
  std::vector<double> of_kind[2];  // the negative examples, the positive ones
  for (std::size_t i = 0; i < positive.size(); ++i) of_kind[positive[i] ? 1 : 0].push_back(probabilities[i]);
  const double counts[2] = {static_cast<double>(of_kind[0].size()), static_cast<double>(of_kind[1].size())};

  // An example's rank among all minus that among its own kind: how many of the other kind lie below it.
  const std::vector<double> ranks = midranks(probabilities);
  const std::vector<double> own_ranks[2] = {midranks(of_kind[0]), midranks(of_kind[1])};
  std::size_t seen[2] = {0, 0};
  double below_positives = 0;
  Score score;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const std::size_t kind = positive[i] ? 1 : 0;
    const double below = ranks[i] - own_ranks[kind][seen[kind]++];
    score.influence.push_back(positive[i] ? below / counts[0] : 1 - below / counts[1]);
    if (positive[i]) below_positives += below;
  }
  score.value = below_positives / (counts[0] * counts[1]);
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const double count = counts[positive[i] ? 1 : 0];
    score.influence[i] = (score.influence[i] - score.value) / std::sqrt(count * std::max(count - 1, 1.0));
  }
  score.standard_error = hanley_mcneil(score.value, counts[1], counts[0]);
  return score;
}

Score f1_score(const std::vector<double>& probabilities, const std::vector<bool>& positive) {
  std::vector<double> parts, wholes;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const double yes = is_yes(probabilities[i]), truth = positive[i];
    parts.push_back(2 * yes * truth);
    wholes.push_back(yes + truth);
  }
  return ratio_of_sums(parts, wholes);
}

Score recall(const std::vector<double>& probabilities, const std::vector<bool>& positive) {
  std::vector<double> parts, wholes;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    parts.push_back(is_yes(probabilities[i]) && positive[i]);
    wholes.push_back(positive[i]);
  }
  return ratio_of_sums(parts, wholes);
}

Score share_right(const std::vector<double>& probabilities, const std::vector<bool>& positive) {
  std::vector<double> right;
  for (std::size_t i = 0; i < positive.size(); ++i) right.push_back(is_yes(probabilities[i]) == positive[i]);
  return ratio_of_sums(right, std::vector<double>(right.size(), 1.0));
}

}  // namespace jmvae
