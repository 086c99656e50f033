#pragma once
// What a function that can fail returns: the value, or one sentence for the person who has to act on it.
//
//   Result<Image> read_image(const std::string& path);
//   auto image = read_image(path);
//   if (!image) return fail(image);            // hand the sentence on
//   return fail("a.png: expected 28 rows, found ", rows);

#include <tl/expected.hpp>

#include <sstream>
#include <string>

namespace jmvae {

/// A sentence that names the thing, what was expected and what was found.
struct Error {
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

/// A failure whose sentence is the parts written one after another.
template <class... Parts>
tl::unexpected<Error> fail(const Parts&... parts) {
  std::ostringstream sentence;
  (sentence << ... << parts);
  return tl::unexpected<Error>(Error{sentence.str()});
}

/// Hands on the failure of another result.
template <class T>
tl::unexpected<Error> fail(const Result<T>& failed) {
  return tl::unexpected<Error>(failed.error());
}

}  // namespace jmvae
