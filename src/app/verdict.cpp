#include "app/verdict.h"

#include "app/words.h"

#include <cmath>
#include <cstdio>

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

  verdict.probability = at(verdict.label);
  verdict.second_probability = at(verdict.second);
  if (difference > strange_difference) {
    verdict.certainty = Certainty::unlike;
  } else if (verdict.probability >= sure_probability && entropy(probabilities) <= unsure_entropy) {
    verdict.certainty = Certainty::sure;
  }
  return verdict;
}

std::string headline(const Verdict& verdict) {
  const std::string best = with_article(verdict.label);
  switch (verdict.certainty) {
    case Certainty::sure:
      return say(words::looks_like, best);
    case Certainty::unsure:
      return say(words::not_sure, best, with_article(verdict.second));
    default:
      return say(words::unlike_a_digit);
  }
}

std::string detail(const Verdict& verdict) {
  const std::string best = percent(verdict.probability);
  switch (verdict.certainty) {
    case Certainty::sure:
      return with_capital(say(words::how_sure, best));
    case Certainty::unsure:
      return with_capital(say(words::one_against_the_other, best, percent(verdict.second_probability)));
    default:
      return say(words::best_guess, with_article(verdict.label), best);
  }
}

std::string in_full(const Verdict& verdict) {
  const bool asks = verdict.certainty == Certainty::unsure;
  return say(asks ? words::one_after_another : words::verdict_in_full, headline(verdict), detail(verdict));
}

std::string percent(float probability) {
  const float value = 100 * probability;
  if (value < 1) return say(words::under_one_percent);
  if (value > 99) return say(words::over_99_percent);
  return say(words::percent, std::lround(value));
}

std::string percentage(float probability) {
  const float value = 100 * probability;
  if (value < 0.1f) return say(words::percentage, "< 0.1");
  if (value > 99.9f) return say(words::percentage, "> 99.9");
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(value));
  return say(words::percentage, text);
}

std::string with_article(int digit) { return say(digit == 8 ? words::an_eight : words::a_digit, digit); }

}  // namespace jmvae
