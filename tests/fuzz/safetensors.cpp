#include "io/safetensors.h"

#include <cstdlib>
#include <vector>

using namespace jmvae;

/// A file that parses is read without a fault, and comes back when written and parsed again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto file = Safetensors::parse(bytes, size, "input");
  if (!file) return 0;
  SafetensorsWriter writer;
  for (const auto& pair : file->metadata()) writer.set_metadata(pair.first, pair.second);
  for (const SafetensorsEntry& entry : file->entries()) {
    if (entry.data < bytes || entry.data + entry.size > bytes + size) std::abort();
    std::vector<Real> values(static_cast<std::size_t>(entry.size));
    if (static_cast<std::size_t>(entry.count()) <= entry.size) (void)read_values(entry, values.data());
    if (!writer.add_bytes(entry.name, entry.type, entry.shape, entry.data, entry.size)) std::abort();
  }
  const auto written = writer.bytes();
  const auto again = Safetensors::parse(written.data(), written.size(), "written");
  if (!again || again->entries().size() != file->entries().size() || again->metadata() != file->metadata())
    std::abort();
  return 0;
}
