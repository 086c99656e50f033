#include "io/idx.h"

#include <cstdlib>

using namespace jmvae;

/// An array holds as many values as its shape asks for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto array = parse_idx(bytes, size, "input");
  if (!array) return 0;
  std::size_t count = 1;
  for (const Index extent : array->shape) count *= static_cast<std::size_t>(extent);
  if (count != array->values.size()) std::abort();
  return 0;
}
