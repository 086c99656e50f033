#include "io/file.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace jmvae {

namespace {

std::string system_reason() { return std::strerror(errno); }

/// An open file, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  /// False where the system reports, as late as now, that something was not written.
  bool close() {
    const int number = number_;
    number_ = -1;
    return number < 0 || ::close(number) == 0;
  }

 private:
  int number_;
};

bool write_all(int descriptor, const void* bytes, std::size_t size) {
  const char* rest = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = ::write(descriptor, rest, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

/// Makes a file that did not exist before, beside `path`. Its name is left in `temporary`.
int create_beside(const std::string& path, std::string& temporary) {
  static std::atomic<unsigned> counter{0};
  int descriptor = -1;
  do {
    temporary = path + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp";
    descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EEXIST);
  return descriptor;
}

}  // namespace

Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t limit) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return fail(path, ": cannot be opened: ", system_reason());

  std::vector<std::uint8_t> bytes;
  struct stat status;
  if (::fstat(::fileno(file), &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::size_t>(status.st_size) <= limit) {
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
  }
  // Not only as many bytes as fstat tells: a pipe has no size, and a file may be growing.
  std::uint8_t piece[1 << 16];
  std::size_t count;
  while ((count = std::fread(piece, 1, sizeof(piece), file)) > 0 && bytes.size() <= limit) {
    bytes.insert(bytes.end(), piece, piece + count);
  }
  const bool failed = std::ferror(file) != 0;
  const std::string reason = failed ? system_reason() : "";
  std::fclose(file);
  if (failed) return fail(path, ": cannot be read: ", reason);
  if (bytes.size() > limit) return fail(path, ": expected at most ", limit, " bytes, found more");
  return bytes;
}

Result<void> write_file(const std::string& path, const void* bytes, std::size_t size) {
  const auto fail_to_write = [&] { return fail(path, ": cannot be written: ", system_reason()); };

  // A link stays one: what it points to is replaced.
  std::error_code no_such_file;
  const std::filesystem::path resolved = std::filesystem::canonical(path, no_such_file);
  const std::string target = no_such_file ? path : resolved.string();

  struct stat status;
  if (::stat(target.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    Descriptor device(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (!device.is_open() || !write_all(device.number(), bytes, size) || !device.close())
      return fail_to_write();
    return {};
  }

  std::string temporary;
  Descriptor file(create_beside(target, temporary));
  if (!file.is_open()) return fail_to_write();
  if (!write_all(file.number(), bytes, size) || ::fsync(file.number()) != 0 || !file.close() ||
      std::rename(temporary.c_str(), target.c_str()) != 0) {
    const auto failure = fail_to_write();
    ::unlink(temporary.c_str());
    return failure;
  }

  // The new name is safe from a power cut only when the folder is on the disk as well. Some file systems
  // cannot sync a folder; the file itself is whole already.
  std::string folder = std::filesystem::path(target).parent_path().string();
  Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open()) ::fsync(directory.number());
  return {};
}

Result<void> write_file(const std::string& path, const std::string& text) {
  return write_file(path, text.data(), text.size());
}

}  // namespace jmvae
