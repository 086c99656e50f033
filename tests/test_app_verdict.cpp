#include "app/verdict.h"

#include <doctest/doctest.h>

using namespace jmvae;

namespace {
LabelProbabilities with(int label, float probability, int second, float next) {
  LabelProbabilities probabilities;
  probabilities.fill((1 - probability - next) / 8);
  probabilities[static_cast<std::size_t>(label)] = probability;
  probabilities[static_cast<std::size_t>(second)] = next;
  return probabilities;
}
}  // namespace

TEST_CASE("one probable label is named with its probability") {
  const Verdict verdict = judge(with(7, 0.93f, 1, 0.04f), 0.1f);
  CHECK(verdict.certainty == Certainty::sure);
  CHECK(verdict.label == 7);
  CHECK(verdict.second == 1);
  CHECK(headline(verdict) == "Looks like a 7");
  CHECK(detail(verdict) == "93 percent sure.");
}

TEST_CASE("two possible labels are both named") {
  const Verdict verdict = judge(with(4, 0.52f, 9, 0.41f), 0.1f);
  CHECK(verdict.certainty == Certainty::unsure);
  CHECK(headline(verdict) == "Not sure: a 4 or a 9?");
  CHECK(detail(verdict) == "52 percent against 41 percent.");
}

TEST_CASE("a picture that the model can't draw again is not called a digit, however sure the label") {
  const Verdict verdict = judge(with(8, 0.99f, 3, 0.005f), strange_difference * 1.1f);
  CHECK(verdict.certainty == Certainty::unlike);
  CHECK(verdict.label == 8);
  CHECK(detail(verdict).find("an 8") != std::string::npos);
}

TEST_CASE("the first and the second label differ at the ends of the list, too") {
  CHECK(judge(with(0, 0.9f, 1, 0.05f), 0).second == 1);
  CHECK(judge(with(0, 0.9f, 9, 0.05f), 0).second == 9);
  CHECK(judge(with(9, 0.9f, 0, 0.05f), 0).second == 0);
  LabelProbabilities equal;
  equal.fill(0.1f);
  const Verdict verdict = judge(equal, 0);
  CHECK(verdict.certainty == Certainty::unsure);
  CHECK(verdict.label != verdict.second);
}

TEST_CASE("percents never round to a certainty that is not there") {
  CHECK(percent(0.934f) == "93 percent");
  CHECK(percent(0.9994f) == "over 99 percent");
  CHECK(percent(1) == "over 99 percent");
  CHECK(percent(0.0001f) == "under 1 percent");
  CHECK(percent(0.5f) == "50 percent");
  CHECK(percentage(0.9994f) == "> 99.9 %");
  CHECK(percentage(1) == "> 99.9 %");
  CHECK(percentage(0.0001f) == "< 0.1 %");
  CHECK(percentage(0.934f) == "93.4 %");
}
