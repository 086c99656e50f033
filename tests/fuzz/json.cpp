#include "io/json.h"

#include <cstdlib>

using namespace jmvae;

/// A document that parses gives a text that parses to the same document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto json = parse_json(std::string_view(reinterpret_cast<const char*>(bytes), size), "input");
  if (!json) return 0;
  (void)json_string(*json, "kind", "input");
  (void)json_integers(*json, "shape", 0, 100, "input");
  const std::string text = json_text(*json);
  const auto again = parse_json(text, "written");
  if (!again || json_text(*again) != text) std::abort();
  return 0;
}
