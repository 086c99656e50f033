#include "app/verdict.h"

#include <cctype>
#include <cmath>

namespace jmvae {

namespace {
/// Below this probability the best label is called a guess.
constexpr float sure_probability = 0.75f;

/// Above this entropy, too: 2.3 is that of ten equal labels, 0.69 that of two.
constexpr float unsure_entropy = 1.0f;

float entropy(const LabelProbabilities& probabilities) {
  float sum = 0;
  for (const float p : probabilities) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}
}  // namespace

Verdict judge(const LabelProbabilities& probabilities, float difference) {
  Verdict verdict;
  const auto at = [&](int label) { return probabilities[static_cast<std::size_t>(label)]; };
  for (int label = 1; label < digit_count; ++label) {
    if (at(label) > at(verdict.label)) verdict.label = label;
  }
  verdict.second = verdict.label == 0 ? 1 : 0;
  for (int label = 0; label < digit_count; ++label) {
    if (label != verdict.label && at(label) > at(verdict.second)) verdict.second = label;
  }

  const std::string best = with_article(verdict.label), next = with_article(verdict.second);
  const std::string best_percent = percent(at(verdict.label)), next_percent = percent(at(verdict.second));
  if (difference > strange_difference) {
    verdict.certainty = Certainty::unlike;
    verdict.headline = "Not like a digit I know";
    verdict.detail = "The model can't draw this again. Its best guess is " + best + ", " + best_percent + ".";
  } else if (at(verdict.label) < sure_probability || entropy(probabilities) > unsure_entropy) {
    verdict.certainty = Certainty::unsure;
    verdict.headline = "Not sure: " + best + " or " + next + "?";
    verdict.detail = best_percent + " against " + next_percent + ".";
  } else {
    verdict.certainty = Certainty::sure;
    verdict.headline = "Looks like " + best;
    verdict.detail = best_percent + " sure.";
  }
  if (!verdict.detail.empty()) verdict.detail[0] = static_cast<char>(std::toupper(verdict.detail[0]));
  return verdict;
}

std::string percent(float probability) {
  const float value = 100 * probability;
  if (value < 1) return "under 1 percent";
  if (value > 99) return "over 99 percent";
  return std::to_string(std::lround(value)) + " percent";
}

std::string with_article(int digit) { return (digit == 8 ? "an " : "a ") + std::to_string(digit); }

}  // namespace jmvae
