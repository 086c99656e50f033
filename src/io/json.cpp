#include "io/json.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace jmvae {

namespace {

constexpr std::size_t deepest_level = 100;
constexpr std::size_t longest_quote = 60;

/// Builds the document from the parser's events, and stops at the first thing that is not as it should be.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Json document;
  std::string problem;

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return stop("binary data"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (!level.keys.insert(name).second)
      return stop("the key " + quote(name) + " stands twice in " + place());
    level.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    if (error.id == number_overflow) return stop("a number in " + place() + " is too large");
    // "[json.exception.parse_error.101] parse error at line 1, column 2: what - why; last read: '...';
    // expected ..." of which the text that was read last may be anything, of any length.
    std::string text = error.what();
    text = text.substr(0, text.find("; last read"));
    const std::size_t at = text.find(" at line ");
    return stop("not valid JSON" + (at == std::string::npos ? "" : text.substr(at)));
  }

 private:
  static constexpr int number_overflow = 406;

  /// An object or list that is still open.
  struct Level {
    Json* value;
    std::string key;
    std::unordered_set<std::string> keys;
  };

  bool stop(std::string sentence) {
    problem = std::move(sentence);
    return false;
  }

  /// Where the parser is: "modalities[1].name", or "the document".
  std::string place() const {
    std::string path;
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
      const Level& level = levels_[i];
      if (level.value->is_array()) {
        path += "[" + std::to_string(level.value->size() - 1) + "]";
      } else {
        path += (path.empty() ? "" : ".") + level.key;
      }
    }
    return path.empty() ? "the document" : quote(path);
  }

  Json* place_value(Json value) {
    if (levels_.empty()) {
      document = std::move(value);
      return &document;
    }
    Json& parent = *levels_.back().value;
    if (parent.is_array()) {
      auto& list = *parent.get_ptr<Json::array_t*>();
      return &list.emplace_back(std::move(value));
    }
    // Appended without a search: keys were compared above, in constant time.
    auto& object = *parent.get_ptr<Json::object_t*>();
    return &object.emplace_back(levels_.back().key, std::move(value)).second;
  }

  bool add(Json value) {
    place_value(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (levels_.size() == deepest_level) {
      return stop("more than " + std::to_string(deepest_level) + " levels inside one another");
    }
    levels_.push_back({place_value(std::move(value)), {}, {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  std::vector<Level> levels_;
};

/// A value of another type than expected, for sentences.
std::string found(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "the text " + quote(*value.get_ptr<const std::string*>());
  return json_text(value);
}

/// Null where the key is missing.
Result<const Json*> find(const Json& object, const std::string& key, const std::string& what) {
  if (!object.is_object()) return fail(what, ": expected an object, found ", found(object));
  const auto member = object.find(key);
  return member == object.end() ? nullptr : &*member;
}

Result<const Json*> require(const Json& object, const std::string& key, const std::string& what) {
  auto member = find(object, key, what);
  if (member && !*member) return fail(what, ": ", quote(key), " is missing");
  return member;
}

tl::unexpected<Error> mismatch(const std::string& what, const std::string& name, const char* expected,
                               const Json& value) {
  return fail(what, ": ", name, " should be ", expected, ", found ", found(value));
}

Result<std::string> as_string(const Json& value, const std::string& name, const std::string& what) {
  if (!value.is_string()) return mismatch(what, name, "a text", value);
  return *value.get_ptr<const std::string*>();
}

Result<std::int64_t> as_integer(const Json& value, const std::string& name, std::int64_t low,
                                std::int64_t high, const std::string& what) {
  if (!value.is_number_integer()) return mismatch(what, name, "a whole number", value);
  const bool representable =
      !value.is_number_unsigned() || *value.get_ptr<const std::uint64_t*>() <=
                                         static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::int64_t number = representable ? value.get<std::int64_t>() : 0;
  if (!representable || number < low || number > high) {
    return fail(what, ": ", name, " should be in ", low, " ... ", high, ", found ", found(value));
  }
  return number;
}

Result<double> as_number(const Json& value, const std::string& name, const std::string& what) {
  if (!value.is_number()) return mismatch(what, name, "a number", value);
  return value.get<double>();
}

Result<bool> as_boolean(const Json& value, const std::string& name, const std::string& what) {
  if (!value.is_boolean()) return mismatch(what, name, "true or false", value);
  return value.get<bool>();
}

}  // namespace

Result<Json> parse_json(std::string_view text, const std::string& what) {
  // The parser would take a zero byte for the end of the text and a byte order mark for nothing.
  const std::size_t zero = text.find('\0');
  if (zero != std::string_view::npos) return fail(what, ": not valid JSON: byte ", zero, " is zero");
  if (text.substr(0, 3) == "\xef\xbb\xbf")
    return fail(what, ": not valid JSON: begins with a byte order mark");

  Builder builder;
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return fail(what, ": ", builder.problem);
  return std::move(builder.document);
}

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string printable(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // UTF-8 has U+0080 ... U+009F, the controls of C1, as 0xc2 and a byte of that number.
    const bool is_long = text[i] == '\xc2' && i + 1 < text.size() && (text[i + 1] & 0xe0) == 0x80;
    const auto code = static_cast<unsigned char>(text[is_long ? ++i : i]);
    if (is_long || code < 0x20 || code == 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(code));
      safe += escaped;
    } else {
      safe += text[i];
    }
  }
  return safe;
}

std::string quote(std::string_view text) {
  std::size_t length = std::min(text.size(), longest_quote);
  // Not in the middle of a character.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
    --length;
  return "\"" + printable(text.substr(0, length)) + (length < text.size() ? "...\"" : "\"");
}

Result<std::string> json_string(const Json& object, const std::string& key, const std::string& what) {
  auto value = require(object, key, what);
  if (!value) return fail(value);
  return as_string(**value, quote(key), what);
}

Result<std::string> json_string_or(const Json& object, const std::string& key, const std::string& otherwise,
                                   const std::string& what) {
  auto value = find(object, key, what);
  if (!value) return fail(value);
  return *value ? as_string(**value, quote(key), what) : otherwise;
}

Result<std::int64_t> json_integer(const Json& object, const std::string& key, std::int64_t low,
                                  std::int64_t high, const std::string& what) {
  auto value = require(object, key, what);
  if (!value) return fail(value);
  return as_integer(**value, quote(key), low, high, what);
}

Result<std::int64_t> json_integer_or(const Json& object, const std::string& key, std::int64_t low,
                                     std::int64_t high, std::int64_t otherwise, const std::string& what) {
  auto value = find(object, key, what);
  if (!value) return fail(value);
  return *value ? as_integer(**value, quote(key), low, high, what) : otherwise;
}

Result<double> json_number(const Json& object, const std::string& key, const std::string& what) {
  auto value = require(object, key, what);
  if (!value) return fail(value);
  return as_number(**value, quote(key), what);
}

Result<double> json_number_or(const Json& object, const std::string& key, double otherwise,
                              const std::string& what) {
  auto value = find(object, key, what);
  if (!value) return fail(value);
  return *value ? as_number(**value, quote(key), what) : otherwise;
}

Result<bool> json_boolean(const Json& object, const std::string& key, const std::string& what) {
  auto value = require(object, key, what);
  if (!value) return fail(value);
  return as_boolean(**value, quote(key), what);
}

Result<bool> json_boolean_or(const Json& object, const std::string& key, bool otherwise,
                             const std::string& what) {
  auto value = find(object, key, what);
  if (!value) return fail(value);
  return *value ? as_boolean(**value, quote(key), what) : otherwise;
}

Result<const Json*> json_array(const Json& object, const std::string& key, const std::string& what) {
  auto value = require(object, key, what);
  if (value && !(*value)->is_array()) return mismatch(what, quote(key), "a list", **value);
  return value;
}

Result<const Json*> json_object(const Json& object, const std::string& key, const std::string& what) {
  auto value = require(object, key, what);
  if (value && !(*value)->is_object()) return mismatch(what, quote(key), "an object", **value);
  return value;
}

Result<std::vector<std::string>> json_strings(const Json& object, const std::string& key,
                                              const std::string& what) {
  auto list = json_array(object, key, what);
  if (!list) return fail(list);
  std::vector<std::string> strings;
  for (const Json& entry : **list) {
    auto text = as_string(entry, "each of " + quote(key), what);
    if (!text) return fail(text);
    strings.push_back(std::move(*text));
  }
  return strings;
}

Result<std::vector<std::int64_t>> json_integers(const Json& object, const std::string& key, std::int64_t low,
                                                std::int64_t high, const std::string& what) {
  auto list = json_array(object, key, what);
  if (!list) return fail(list);
  std::vector<std::int64_t> integers;
  for (const Json& entry : **list) {
    auto number = as_integer(entry, "each of " + quote(key), low, high, what);
    if (!number) return fail(number);
    integers.push_back(*number);
  }
  return integers;
}

}  // namespace jmvae
