#pragma once
// What to make of a label's probabilities, in words that don't claim more than they know.

#include <array>
#include <string>

namespace jmvae {

constexpr int digit_count = 10;
using LabelProbabilities = std::array<float, digit_count>;

enum class Certainty {
  sure,    ///< one label stands out
  unsure,  ///< several labels are possible
  unlike,  ///< the picture is not like anything the model has learned
};

struct Verdict {
  Certainty certainty = Certainty::unsure;
  int label = 0;   ///< the most probable
  int second = 0;  ///< the next
  float probability = 0, second_probability = 0;
};

/// What the model can't draw again it has not understood: beyond this difference it says so. Of the MNIST
/// test digits one in two hundred lies beyond, with the weights of the page.
constexpr float strange_difference = 0.69f;

/// difference: squared distance of the reconstruction from the picture, in parts of the picture's own square.
Verdict judge(const LabelProbabilities& probabilities, float difference);

/// "Looks like a 7"; how sure that is, or why not; and both together.
std::string headline(const Verdict& verdict);
std::string detail(const Verdict& verdict);
std::string in_full(const Verdict& verdict);

/// "93 percent", "over 99 percent", "under 1 percent": rounded, but never to a certainty that isn't there.
std::string percent(float probability);

/// "93.2 %", "> 99.9 %", "< 0.1 %": the same in numbers.
std::string percentage(float probability);

/// "a 7", "an 8"; in Chinese "7", "8".
std::string with_article(int digit);

}  // namespace jmvae
