#pragma once

#include <string>
#include <vector>

namespace jmvae {

/// The known word that takes the fewest edits to reach, to offer after a typing error. At least one known
/// word.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

}  // namespace jmvae
