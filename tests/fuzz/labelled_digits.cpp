#include "io/labelled_digits.h"

#include <cstdlib>

using namespace jmvae;

/// Each digit has 28 x 28 pixels and a label, 0 ... 9.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto digits = read_labelled_digits(bytes, size, "input");
  if (!digits) return 0;
  const auto image = digits->find("image", 784), label = digits->find("label", 10);
  if (!image || !label) std::abort();
  const auto count = static_cast<std::size_t>(digits->count);
  if ((*image)->bytes.size() != 784 * count || (*label)->bytes.size() != count) std::abort();
  for (std::size_t i = 0; i < count; ++i) {
    if ((*label)->bytes[i] > 9) std::abort();
  }
  return 0;
}
