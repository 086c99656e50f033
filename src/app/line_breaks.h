#pragma once
// Where a line of text may end.

#include <cstddef>
#include <string>
#include <vector>

namespace jmvae {

/// Positions, in bytes, at which the next line of a UTF-8 text may begin, and the end of the text: after
/// spaces, and beside Chinese characters, but not before what closes (，。） ...) nor after what opens (（“
/// ...).
std::vector<std::size_t> line_breaks(const std::string& text);

/// Where the character that begins at a position ends.
std::size_t character_end(const std::string& text, std::size_t begin);

}  // namespace jmvae
