#include "io/nearest_word.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace jmvae {

namespace {

// The number of insertions, deletions, replacements and swaps of neighbours between two words (Damerau 1964).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> distance(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        distance[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = distance[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
      }
    }
  }
  return distance[a.size()][b.size()];
}

constexpr std::size_t shortest_part = 3;  // letters that may stand for the longer word they are in

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

}  // namespace

std::string nearest_word(const std::string& word, const std::vector<std::string>& known) {
  const std::string wanted = lower_case(word);
  const auto farness = [&](const std::string& other) {
    const std::string there = lower_case(other);
    const bool is_part = wanted.size() >= shortest_part && there.find(wanted) != std::string::npos;
    return std::make_pair(!is_part, edit_distance(wanted, there));
  };
  return *std::min_element(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
    return farness(a) < farness(b);
  });
}

}  // namespace jmvae
