#pragma once
// JSON that comes from elsewhere: parsed strictly, read without surprises.
//
//   auto json = parse_json(text, "model.json");
//   if (!json) return fail(json);
//   auto kind = json_string(*json, "kind", "model.json");   // or the sentence: model.json: "kind" is missing
//
// nlohmann-json throws where a value has another type than asked for; the core is built without exceptions,
// so its values are read through the functions below only.

#include "base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace jmvae {

using Json = nlohmann::ordered_json;

/// Parses a document in UTF-8. Also refused: a key that stands twice in one object, more than 100 levels, and
/// anything after the document. `what` begins the sentence of a failure, which tells the place.
Result<Json> parse_json(std::string_view text, const std::string& what);

/// The document as text, on one line or, with indent >= 0, on many. Invalid UTF-8 in strings becomes U+FFFD.
std::string json_text(const Json& json, int indent = -1);

/// A text of unknown origin as a terminal may have it: control characters, also those of C1, as "\x1b".
std::string printable(std::string_view text);

/// The same in quotation marks, for sentences: shortened.
std::string quote(std::string_view text);

// A member of an object. `what` says where the object stands, e.g. "model.json: modalities[1]"; it begins the
// sentence of a failure: the object is none, the key is missing, the value has another type or is out of
// range. The forms with `otherwise` give that where the key is missing.

Result<std::string> json_string(const Json& object, const std::string& key, const std::string& what);
Result<std::string> json_string_or(const Json& object, const std::string& key, const std::string& otherwise,
                                   const std::string& what);

/// A whole number in low ... high.
Result<std::int64_t> json_integer(const Json& object, const std::string& key, std::int64_t low,
                                  std::int64_t high, const std::string& what);
Result<std::int64_t> json_integer_or(const Json& object, const std::string& key, std::int64_t low,
                                     std::int64_t high, std::int64_t otherwise, const std::string& what);

Result<double> json_number(const Json& object, const std::string& key, const std::string& what);
Result<double> json_number_or(const Json& object, const std::string& key, double otherwise,
                              const std::string& what);

Result<bool> json_boolean(const Json& object, const std::string& key, const std::string& what);
Result<bool> json_boolean_or(const Json& object, const std::string& key, bool otherwise,
                             const std::string& what);

/// A list or an object; the pointer lives as long as `object`.
Result<const Json*> json_array(const Json& object, const std::string& key, const std::string& what);
Result<const Json*> json_object(const Json& object, const std::string& key, const std::string& what);

/// A list whose entries are all strings, or all whole numbers in low ... high.
Result<std::vector<std::string>> json_strings(const Json& object, const std::string& key,
                                              const std::string& what);
Result<std::vector<std::int64_t>> json_integers(const Json& object, const std::string& key, std::int64_t low,
                                                std::int64_t high, const std::string& what);

}  // namespace jmvae
