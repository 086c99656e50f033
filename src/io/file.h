#pragma once
// Whole files: read and written in one piece, written piece by piece, or mapped into memory; and folders.

#include "base/result.h"
#include "io/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jmvae {

/// Whether anything has this name.
bool exists(const std::string& path);

/// Makes a folder, whose parent must be there, if there is none yet.
Result<void> make_folder(const std::string& path);

/// The bytes of a file. Fails where it cannot be read or holds more than `limit` bytes.
Result<std::vector<std::uint8_t>> read_file(const std::string& path,
                                            std::size_t limit = std::size_t{1} << 32);

/// Bytes as the text that they are; a view.
std::string_view as_text(const std::vector<std::uint8_t>& bytes);

/// The bytes of a file as the system brings them in when they are touched, and may forget them again: more
/// than fits into memory can be read. Whoever shortens the file meanwhile ends the process.
Result<Bytes> map_file(const std::string& path);

/// Writes a file so that whatever happens either the old or the new one is there, whole: the bytes go to a
/// temporary file in the same folder, reach the disk, and take the name in one step. A failure leaves the old
/// file as it was and nothing beside it; a process that is killed leaves the temporary file. A device or pipe
/// (/dev/stdout) is written to directly.
Result<void> write_file(const std::string& path, const void* bytes, std::size_t size);

/// The same for a text.
Result<void> write_file(const std::string& path, const std::string& text);

/// Removes the temporary files that writers of this file left when they were killed, and none of a writer
/// that is still at work.
void remove_abandoned(const std::string& path);

/// A file written piece by piece, with the same promise: it takes its name, in place of an old file, only
/// when it is finished; what was not finished is removed at the end of the scope.
class FileWriter {
 public:
  explicit FileWriter(const std::string& path);
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  /// Adds bytes at the end. Fails also where the file could not be made.
  Result<void> append(const void* bytes, std::size_t size);
  /// Writes over the file's beginning, of which at least as many bytes must be there.
  Result<void> replace_beginning(const void* bytes, std::size_t size);
  /// Gives the file its name, or removes it and fails.
  Result<void> finish();

 private:
  tl::unexpected<Error> failure() const;

  std::string path_, target_, temporary_;
  int descriptor_;
};

}  // namespace jmvae
