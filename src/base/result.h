#pragma once
// What a function that can fail returns: the value, or one sentence for the person who has to act on it.
//
//   Result<Image> read_image(const std::string& path);
//   auto image = read_image(path);
//   if (!image) return fail(image);            // hand the sentence on
//   return fail("a.png: expected 28 rows, found ", rows);

#include <tl/expected.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace jmvae {

/// A sentence that names the thing, what was expected and what was found.
struct Error {
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

/// A part of a sentence: a text, a character or a number. Streams would do the same, but bring 100 kB of
/// their own to the page.
template <class Part>
std::string in_words(const Part& part) {
  if constexpr (std::is_convertible_v<const Part&, std::string_view>) {
    return std::string(std::string_view(part));
  } else if constexpr (std::is_same_v<Part, char>) {
    return std::string(1, part);
  } else if constexpr (std::is_floating_point_v<Part>) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(part));
    return text;
  } else {
    return std::to_string(part);
  }
}

/// A failure whose sentence is the parts written one after another.
template <class... Parts>
tl::unexpected<Error> fail(const Parts&... parts) {
  return tl::unexpected<Error>(Error{(in_words(parts) + ...)});
}

/// Hands on the failure of another result.
template <class T>
tl::unexpected<Error> fail(const Result<T>& failed) {
  return tl::unexpected<Error>(failed.error());
}

}  // namespace jmvae
