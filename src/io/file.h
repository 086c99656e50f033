#pragma once
// Whole files, read and written in one piece.

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// The bytes of a file. Fails where it cannot be read or holds more than `limit` bytes.
Result<std::vector<std::uint8_t>> read_file(const std::string& path,
                                            std::size_t limit = std::size_t{1} << 32);

/// Writes a file so that whatever happens either the old or the new one is there, whole: the bytes go to a
/// temporary file in the same folder, reach the disk, and take the name in one step. A failure leaves the old
/// file as it was and nothing beside it. A device or pipe (/dev/stdout) is written to directly.
Result<void> write_file(const std::string& path, const void* bytes, std::size_t size);

/// The same for a text.
Result<void> write_file(const std::string& path, const std::string& text);

}  // namespace jmvae
