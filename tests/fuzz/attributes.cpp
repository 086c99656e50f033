#include "io/attribute_table.h"

#include <cstdlib>

using namespace jmvae;

/// A table has a value, 0 or 1, for every picture and attribute, and a part for all pictures or for none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  parse_partition(text, "input");
  const auto table = parse_attributes(text, "input");
  if (!table) return 0;
  const std::size_t pictures = table->pictures.size();
  if (table->values.size() != pictures * table->attributes.size()) std::abort();
  if (!table->splits.empty() && table->splits.size() != pictures) std::abort();
  for (const std::uint8_t value : table->values) {
    if (value > 1) std::abort();
  }
  return 0;
}
