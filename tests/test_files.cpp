#include "io/file.h"
#include "temporary_folder.h"

#include <doctest/doctest.h>

#include <signal.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace jmvae;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Within its life no file grows beyond a size: what a full disk does, for anyone who runs the test.
class FullDisk {
 public:
  explicit FullDisk(rlim_t size) : old_handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    rlimit limit = old_limit_;
    limit.rlim_cur = size;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    signal(SIGXFSZ, old_handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  sighandler_t old_handler_;
  rlimit old_limit_;
};

}  // namespace

TEST_CASE("files come back as they were written") {
  const TemporaryFolder folder;
  const std::string path = folder / "a.bin";
  const std::string large(300000, 'x');
  for (const std::string& content : {std::string("one\0two\n", 8), large, std::string()}) {
    REQUIRE(write_file(path, content));
    const auto bytes = read_file(path);
    REQUIRE(bytes);
    CHECK(std::string(bytes->begin(), bytes->end()) == content);
    CHECK(folder.count() == 1);
  }
}

TEST_CASE("files that cannot be read") {
  const TemporaryFolder folder;
  CHECK(contains(read_file(folder / "none").error().message, "none: cannot be opened: No such file"));
  CHECK(contains(read_file(folder / "").error().message, "Is a directory"));
  const std::string path = folder.put("large", std::string(1000, 'x'));
  CHECK(read_file(path, 1000));
  CHECK(contains(read_file(path, 999).error().message, "expected at most 999 bytes"));
}

TEST_CASE("a full disk leaves the old file and nothing beside it") {
  const TemporaryFolder folder;
  const std::string path = folder.put("weights", "old");
  Result<void> written;
  {
    const FullDisk full(100000);
    written = write_file(path, std::string(1000000, 'x'));
  }
  REQUIRE_FALSE(written);
  CHECK(contains(written.error().message, "weights: cannot be written: File too large"));
  CHECK(TemporaryFolder::content(path) == "old");
  CHECK(folder.count() == 1);
}

TEST_CASE("a file written piece by piece is there when it is finished, and only then") {
  const TemporaryFolder folder;
  const std::string path = folder.put("a", "old");
  {
    FileWriter file(path);
    REQUIRE(file.append("new and ", 8));
    REQUIRE(file.append("longer", 6));
    CHECK(TemporaryFolder::content(path) == "old");
    CHECK(folder.count() == 2);
  }
  CHECK(folder.count() == 1);
  FileWriter file(path);
  REQUIRE(file.append("???, piece ", 11));
  REQUIRE(file.replace_beginning("now", 3));
  REQUIRE(file.append("by piece", 8));
  REQUIRE(file.finish());
  CHECK(TemporaryFolder::content(path) == "now, piece by piece");
  CHECK(folder.count() == 1);

  FileWriter nowhere(folder / "none/a");
  CHECK(contains(nowhere.append("x", 1).error().message, "none/a: cannot be written: No such file"));
}

TEST_CASE("a mapped file, and parts of it, outlive everything else") {
  const TemporaryFolder folder;
  const std::string path = folder.put("a", "0123456789");
  auto whole = map_file(path);
  REQUIRE(whole);
  CHECK(std::string(whole->begin(), whole->end()) == "0123456789");
  const Bytes part = whole->part(3, 4);
  whole = Bytes();
  REQUIRE(write_file(path, "new"));
  CHECK(std::string(part.begin(), part.end()) == "3456");

  CHECK(contains(map_file(folder / "none").error().message, "none: cannot be opened: No such file"));
  CHECK(contains(map_file(folder.put("empty", "")).error().message, "empty: cannot be mapped"));
}

TEST_CASE("folders that cannot be written to") {
  const TemporaryFolder folder;
  CHECK(contains(write_file(folder / "none/a", "x").error().message,
                 "none/a: cannot be written: No such file"));
  const std::string inner = folder / "inner";
  mkdir(inner.c_str(), 0777);
  CHECK(contains(write_file(inner, "x").error().message, "Is a directory"));
  if (geteuid() != 0) {  // to root nothing is read-only
    chmod(inner.c_str(), 0555);
    CHECK(contains(write_file(inner + "/a", "x").error().message, "Permission denied"));
  }
  CHECK(folder.count() == 1);
}

TEST_CASE("links and devices are written through") {
  const TemporaryFolder folder;
  const std::string target = folder.put("target", "old"), link = folder / "link";
  REQUIRE(symlink("target", link.c_str()) == 0);
  REQUIRE(write_file(link, "new"));
  CHECK(TemporaryFolder::content(target) == "new");
  CHECK(std::filesystem::is_symlink(link));

  CHECK(write_file("/dev/null", "x"));
  CHECK(contains(write_file("/dev/full", "x").error().message, "No space left on device"));
}

TEST_CASE("what killed writers left is removed; what one still writes, and other files, are not") {
  const TemporaryFolder folder;
  const std::string path = folder / "a";
  folder.put("a.17-0.tmp", "left");
  folder.put("ab.17-0.tmp", "another's");
  folder.put("a.txt", "a text");
  FileWriter writer(path);
  REQUIRE(writer.append("x", 1));
  CHECK(folder.count() == 4);
  remove_abandoned(path);
  CHECK(folder.count() == 3);
  CHECK(!exists(folder / "a.17-0.tmp"));
  REQUIRE(writer.finish());
  CHECK(TemporaryFolder::content(path) == "x");
  remove_abandoned(folder / "none/a");
}

TEST_CASE("folders are made where there are none") {
  const TemporaryFolder folder;
  CHECK(make_folder(folder / "new"));
  CHECK(make_folder(folder / "new"));
  CHECK(make_folder(folder / "new/"));
  CHECK(contains(make_folder(folder / "no/parent").error().message, "no/parent: the folder can't be made"));
  CHECK(contains(make_folder(folder.put("file", "")).error().message, "file: the folder can't be made"));
}
