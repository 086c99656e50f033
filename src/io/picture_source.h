#pragma once
// Many pictures as files of a folder or of a zip archive.

#include "base/result.h"
#include "io/json.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace jmvae {

/// PNG and JPEG files by name. Not for several threads at once.
class PictureSource {
 public:
  virtual ~PictureSource() = default;

  bool holds(const std::string& name) const { return places_.count(name) > 0; }
  std::size_t count() const { return places_.size(); }

  /// The bytes of a picture that it holds, not decoded.
  virtual Result<std::vector<std::uint8_t>> read(const std::string& name) = 0;

  /// Sizes and times by which a change is noticed.
  const Json& identity() const { return identity_; }

 protected:
  // By name; what a place means is the source's own affair.
  std::unordered_map<std::string, std::uint64_t> places_;
  Json identity_;
};

/// The pictures of a folder and of those below it, named by their path from there, with slashes.
Result<std::unique_ptr<PictureSource>> open_picture_folder(const std::string& folder);

/// The pictures of a zip archive, which is read in place, named by their file names without folders.
Result<std::unique_ptr<PictureSource>> open_picture_archive(const std::string& path);

/// {"name": "list.txt", "bytes": 17, "modified": nanoseconds since 1970} of a file that is there.
Json file_identity(const std::string& path);

}  // namespace jmvae
