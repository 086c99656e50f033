#include "io/file.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace jmvae {

namespace {

std::string system_reason() { return std::strerror(errno); }

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

constexpr const char* temporary_ending = ".tmp";

/// What a file beside which temporary ones are made is really called: a link stays one, and what it points to
/// is replaced.
std::string resolved(const std::string& path) {
  std::error_code no_such_file;
  const std::filesystem::path real = std::filesystem::canonical(path, no_such_file);
  return no_such_file ? path : real.string();
}

/// Makes a file that did not exist before, beside `path`. Its name is left in `temporary`. It is locked as
/// long as this process has it open, which tells it from those that are abandoned.
int create_beside(const std::string& path, std::string& temporary) {
  static std::atomic<unsigned> counter{0};
  int descriptor = -1;
  do {
    temporary = path + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + temporary_ending;
    descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EEXIST);
  if (descriptor >= 0) ::flock(descriptor, LOCK_EX);
  return descriptor;
}

}  // namespace

bool exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directory(path, error);
  if (std::filesystem::is_directory(path, error)) return {};
  return fail(path, ": the folder can't be made; does its parent exist, and may you write there?");
}

std::string_view as_text(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

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

Result<Bytes> map_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(path, ": cannot be opened: ", system_reason());
  struct stat status;
  const bool known = ::fstat(descriptor, &status) == 0;
  const auto size = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* place = known ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  const std::string reason = system_reason();
  ::close(descriptor);
  if (place == MAP_FAILED) return fail(path, ": cannot be mapped: ", reason);
  return Bytes({static_cast<const std::uint8_t*>(place), [place, size](auto) { ::munmap(place, size); }},
               size);
}

void remove_abandoned(const std::string& path) {
  const std::filesystem::path target = resolved(path);
  const std::string start = target.filename().string() + ".";
  std::vector<std::filesystem::path> found;
  std::error_code error;  // a folder that can't be listed keeps what it has
  for (std::filesystem::directory_iterator
           entry(target.has_parent_path() ? target.parent_path() : ".", error),
       end;
       !error && entry != end; entry.increment(error)) {
    const std::filesystem::path name = entry->path().filename();
    if (name.string().rfind(start, 0) == 0 && name.extension() == temporary_ending) {
      found.push_back(entry->path());
    }
  }
  for (const std::filesystem::path& temporary : found) {
    const int descriptor = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(temporary.c_str());
    ::close(descriptor);
  }
}

FileWriter::FileWriter(const std::string& path)
    : path_(path), target_(resolved(path)), descriptor_(create_beside(target_, temporary_)) {}

FileWriter::~FileWriter() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

tl::unexpected<Error> FileWriter::failure() const {
  return fail(path_, ": cannot be written: ", system_reason());
}

Result<void> FileWriter::append(const void* bytes, std::size_t size) {
  if (descriptor_ < 0 || !write_all(descriptor_, bytes, size)) return failure();
  return {};
}

Result<void> FileWriter::replace_beginning(const void* bytes, std::size_t size) {
  if (descriptor_ < 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0 || !write_all(descriptor_, bytes, size) ||
      ::lseek(descriptor_, 0, SEEK_END) < 0) {
    return failure();
  }
  return {};
}

Result<void> FileWriter::finish() {
  if (descriptor_ < 0 || ::fsync(descriptor_) != 0) return failure();
  // Closing reports, as late as now, that something was not written.
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0 || std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    const auto failed = failure();
    ::unlink(temporary_.c_str());
    return failed;
  }

  // The new name is safe from a power cut only when the folder is on the disk as well. Some file systems
  // cannot sync a folder; the file itself is whole already.
  const std::string folder = std::filesystem::path(target_).parent_path().string();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
  return {};
}

Result<void> write_file(const std::string& path, const void* bytes, std::size_t size) {
  struct stat status;
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    const int device = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const bool written = device >= 0 && write_all(device, bytes, size);
    const std::string reason = system_reason();
    if ((device >= 0 && ::close(device) != 0) || !written) {
      return fail(path, ": cannot be written: ", reason);
    }
    return {};
  }

  FileWriter file(path);
  const auto appended = file.append(bytes, size);
  return appended ? file.finish() : appended;
}

Result<void> write_file(const std::string& path, const std::string& text) {
  return write_file(path, text.data(), text.size());
}

}  // namespace jmvae
