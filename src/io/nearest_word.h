#pragma once

#include <string>
#include <vector>

namespace jmvae {

/// The known word to offer instead of an unknown one: one that it is a part of, else the one that takes the
/// fewest edits to reach; in upper or lower case alike. At least one known word.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

}  // namespace jmvae
