#include "io/picture_source.h"

#include "io/file.h"
#include "io/image_files.h"

#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace jmvae {

namespace {

std::int64_t modified(const struct stat& status) {
  return std::int64_t{status.st_mtim.tv_sec} * 1000000000 + status.st_mtim.tv_nsec;
}

bool is_picture_name(const std::string& name) {
  const std::filesystem::path path(name);
  if (path.filename().string()[0] == '.') return false;  // what macOS puts beside every file
  std::string ending = path.extension().string();
  for (char& c : ending) c = static_cast<char>(c | 0x20);  // to small letters
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

class PictureFolder : public PictureSource {
 public:
  explicit PictureFolder(std::string folder) : folder_(std::move(folder)) {}

  Result<void> list() {
    namespace fs = std::filesystem;
    std::error_code error;
    std::int64_t newest = 0, bytes = 0;
    fs::recursive_directory_iterator entry(folder_, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string path = entry->path().string();
      struct stat status {};
      if (!is_picture_name(path) || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
      places_[entry->path().lexically_relative(folder_).generic_string()] = 0;
      bytes += status.st_size;
      newest = std::max(newest, modified(status));
    }
    if (error) return fail(folder_, ": cannot be read: ", error.message());
    identity_ = {{"pictures", places_.size()}, {"bytes", bytes}, {"modified", newest}};
    return {};
  }

  Result<std::vector<std::uint8_t>> read(const std::string& name) override {
    return read_file(folder_ + "/" + name, largest_picture_file);
  }

 private:
  std::string folder_;
};

class PictureArchive : public PictureSource {
 public:
  explicit PictureArchive(std::string path) : path_(std::move(path)), archive_(nullptr, zip_discard) {}

  Result<void> list() {
    int code = 0;
    archive_.reset(zip_open(path_.c_str(), ZIP_RDONLY, &code));
    if (!archive_) {
      zip_error_t error;
      zip_error_init_with_code(&error, code);
      const std::string reason = zip_error_strerror(&error);
      zip_error_fini(&error);
      return fail(path_, ": cannot be read as a zip archive: ", reason);
    }
    const auto entries = static_cast<std::uint64_t>(zip_get_num_entries(archive_.get(), 0));
    for (std::uint64_t i = 0; i < entries; ++i) {
      const char* name = zip_get_name(archive_.get(), i, 0);
      if (name && is_picture_name(name)) places_[std::filesystem::path(name).filename().string()] = i;
    }
    identity_ = file_identity(path_);
    return {};
  }

  Result<std::vector<std::uint8_t>> read(const std::string& name) override {
    const std::uint64_t place = places_.at(name);
    zip_stat_t status;
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive_.get(), place, 0),
                                                                 zip_fclose);
    if (!file || zip_stat_index(archive_.get(), place, 0, &status) != 0) {
      return fail(name, ": cannot be read from ", path_, ": ", zip_strerror(archive_.get()));
    }
    if (status.size > largest_picture_file) {
      return fail(name, ": expected at most ", largest_picture_file, " bytes, found ", status.size);
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.size));
    const zip_int64_t size = zip_fread(file.get(), bytes.data(), bytes.size());
    // Reading on at the end is what makes libzip compare the checksum.
    std::uint8_t beyond;
    if (size != static_cast<zip_int64_t>(status.size) || zip_fread(file.get(), &beyond, 1) != 0) {
      return fail(name, ": damaged in ", path_, ": ", zip_file_strerror(file.get()));
    }
    return bytes;
  }

 private:
  std::string path_;
  std::unique_ptr<zip_t, void (*)(zip_t*)> archive_;
};

template <class Source>
Result<std::unique_ptr<PictureSource>> open_source(const std::string& path) {
  auto source = std::make_unique<Source>(path);
  const auto listed = source->list();
  if (!listed) return fail(listed);
  return std::unique_ptr<PictureSource>(std::move(source));
}

}  // namespace

Result<std::unique_ptr<PictureSource>> open_picture_folder(const std::string& folder) {
  return open_source<PictureFolder>(folder);
}

Result<std::unique_ptr<PictureSource>> open_picture_archive(const std::string& path) {
  return open_source<PictureArchive>(path);
}

Json file_identity(const std::string& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return {{"name", std::filesystem::path(path).filename().string()},
          {"bytes", status.st_size},
          {"modified", modified(status)}};
}

}  // namespace jmvae
