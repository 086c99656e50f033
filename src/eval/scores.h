#pragma once
// Figures over examples: how well probabilities tell positive from negative ones, ratios of sums.

#include <vector>

namespace jmvae {

/// A figure over examples.
struct Score {
  double value = 0;
  double standard_error = 0;
  /// How far each example moves the value from what it is expected to be. A mean of several figures over the
  /// same examples has as its variance the squares of the examples' mean influences, added up; so figures may
  /// depend on each other.
  std::vector<double> influence;
};

/// The area under the receiver operating characteristic: how probably a positive example has a higher
/// probability than a negative one, equal ones counting half. From the rank sum of the positive examples,
/// ties having the mean of their ranks, so that it is exact. The error is that of Hanley and McNeil 1982,
/// "The meaning and use of the area under a ROC curve"; influences as DeLong, DeLong and Clarke-Pearson 1988.
/// Not a number where all examples are of one kind.
Score area_under_curve(const std::vector<double>& probabilities, const std::vector<bool>& positive);

/// 2 true positives / (2 true positives + false positives + false negatives), where more than 1/2 is a yes;
/// not a number where there is neither a yes nor a positive example.
Score f1_score(const std::vector<double>& probabilities, const std::vector<bool>& positive);

/// The share of positive examples that are told so, where more than 1/2 is a yes; not a number where there is
/// none.
Score recall(const std::vector<double>& probabilities, const std::vector<bool>& positive);

/// The share of examples that are told right, where more than 1/2 is a yes.
Score share_right(const std::vector<double>& probabilities, const std::vector<bool>& positive);

/// Sum of `parts` over sum of `wholes`, an entry of both for each example; the error by linearisation (the
/// delta method).
Score ratio_of_sums(const std::vector<double>& parts, const std::vector<double>& wholes);

/// The square root of the squares added up.
double root_sum_square(const std::vector<double>& influence);

}  // namespace jmvae
