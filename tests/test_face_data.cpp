#include "io/data_sets.h"
#include "io/image_files.h"
#include "temporary_folder.h"

#include <doctest/doctest.h>
#include <zip.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace jmvae;
namespace fs = std::filesystem;

namespace {

constexpr int size = 8;

std::string name_of(int picture) { return std::to_string(picture) + ".png"; }

/// Picture i is all of the shade 10 i.
void put_picture(const std::string& path, int i, int width = size, int height = size, int channels = 3) {
  const auto values = static_cast<std::size_t>(width * height * channels);
  const Image image = {width, height, channels,
                       std::vector<std::uint8_t>(values, static_cast<std::uint8_t>(10 * i))};
  REQUIRE(write_png(path, image));
}

/// Ten pictures; 0, 2, 4 ... are Even, all are Real. The last is for validation and the two before for tests.
void put_lists(const TemporaryFolder& folder) {
  std::string attributes = "10\nEven Real\n", partition;
  for (int i = 0; i < 10; ++i) {
    attributes += name_of(i) + (i % 2 ? " -1 1\n" : " 1 1\n");
    partition += name_of(i) + (i == 9 ? " 1\n" : i >= 7 ? " 2\n" : " 0\n");
  }
  folder.put("list_attr_celeba.txt", attributes);
  folder.put("list_eval_partition.txt", partition);
}

void put_folder(const TemporaryFolder& folder) {
  put_lists(folder);
  fs::create_directory(folder / "img_align_celeba");
  for (int i = 0; i < 10; ++i) put_picture(folder / ("img_align_celeba/" + name_of(i)), i);
}

/// The same pictures in an archive, stored, so that damage to one leaves the others alone.
void put_archive(const TemporaryFolder& folder) {
  put_lists(folder);
  std::vector<std::string> files;
  for (int i = 0; i < 10; ++i) {
    put_picture(folder / "scratch.png", i);
    files.push_back(TemporaryFolder::content(folder / "scratch.png"));
  }
  fs::remove(folder / "scratch.png");
  int error = 0;
  zip_t* archive = zip_open((folder / "img_align_celeba.zip").c_str(), ZIP_CREATE, &error);
  REQUIRE(archive);
  for (int i = 0; i < 10; ++i) {
    const std::string& file = files[static_cast<std::size_t>(i)];
    const auto place = zip_file_add(archive, ("img_align_celeba/" + name_of(i)).c_str(),
                                    zip_source_buffer(archive, file.data(), file.size(), 0), 0);
    REQUIRE(place == i);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(i), ZIP_CM_STORE, 0);
  }
  REQUIRE(zip_close(archive) == 0);
}

FaceDataSettings small_faces() {
  FaceDataSettings settings;
  settings.preparation.size = size;
  settings.threads = 2;
  return settings;
}

/// The faces' shades, divided by ten, and whether they are of one colour.
std::vector<int> shades(const Result<Examples>& examples) {
  REQUIRE_MESSAGE(examples, (examples ? "" : examples.error().message));
  const Bytes& bytes = examples->columns[0].bytes;
  constexpr std::size_t face = size * size * 3;
  REQUIRE(bytes.size() == static_cast<std::size_t>(examples->count) * face);
  std::vector<int> found;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % face == 0) found.push_back(bytes[i] / 10);
    CHECK(bytes[i] == found.back() * 10);
  }
  return found;
}

std::vector<int> attributes(const Examples& examples) {
  return {examples.columns[1].bytes.begin(), examples.columns[1].bytes.end()};
}

/// How often pictures were decoded while reading; each time is one batch here.
struct Decodings {
  FaceDataSettings settings = small_faces();
  int count = 0;
  Decodings() {
    settings.progress = [this](Index done, Index) {
      if (done > 0) ++count;
      return true;
    };
  }
};

bool has_note(const Examples& examples, const std::string& part) {
  for (const std::string& note : examples.notes) {
    if (note.find(part) != std::string::npos) return true;
  }
  return false;
}

void check_fails(const Result<Examples>& examples, const std::string& part) {
  REQUIRE(!examples);
  CHECK_MESSAGE(examples.error().message.find(part) != std::string::npos, examples.error().message);
}

}  // namespace

TEST_CASE("CelebA from an archive or a folder, in parts") {
  for (const bool zipped : {false, true}) {
    CAPTURE(zipped);
    const TemporaryFolder folder;
    if (zipped) {
      put_archive(folder);
    } else {
      put_folder(folder);
    }
    const auto train = read_examples("celeba", folder / "", Split::train, small_faces());
    CHECK(shades(train) == std::vector<int>{0, 1, 2, 3, 4, 5, 6});
    CHECK(train->columns[0].name == "image");
    CHECK(train->columns[0].shape == std::vector<Index>{size, size, 3});
    CHECK(train->columns[1].name == "attributes");
    CHECK(train->columns[1].names == std::vector<std::string>{"Even", "Real"});
    CHECK(attributes(*train) ==
          std::vector<int>{255, 255, 0, 255, 255, 255, 0, 255, 255, 255, 0, 255, 255, 255});
    CHECK(shades(read_examples("avatars", folder / "", Split::test, small_faces())) ==
          std::vector<int>{7, 8});
    const auto validation = read_examples("faces", folder / "", Split::validation, small_faces());
    CHECK(shades(validation) == std::vector<int>{9});
    CHECK(attributes(*validation) == std::vector<int>{0, 255});
    REQUIRE(train->notes.size() == 1);
    CHECK(has_note(*train, "the same in all 7 pictures of this part and tell nothing: Real"));
  }
}

TEST_CASE("the folders of the official release, and those that Kaggle's archive unpacks to") {
  const TemporaryFolder folder;
  put_folder(folder);
  fs::create_directory(folder / "Img");
  fs::create_directory(folder / "Anno");
  fs::rename(folder / "img_align_celeba", folder / "Img/img_align_celeba");
  fs::rename(folder / "list_attr_celeba.txt", folder / "Anno/list_attr_celeba.txt");
  CHECK(shades(read_faces(folder / "", Split::test, small_faces())) == std::vector<int>{7, 8});

  fs::rename(folder / "Img", folder / "img_align_celeba");
  fs::remove(folder / "Anno/list_attr_celeba.txt");
  std::string csv = "image_id,Even\n";
  for (int i = 0; i < 10; ++i) csv += name_of(i) + (i % 2 ? ",-1\n" : ",1\n");
  folder.put("list_attr_celeba.csv", csv);
  fs::remove(folder / "list_eval_partition.txt");
  folder.put(
      "list_eval_partition.csv", "image_id,partition\n" + [] {
        std::string lines;
        for (int i = 0; i < 10; ++i) lines += name_of(i) + (i < 5 ? ",0\n" : ",2\n");
        return lines;
      }());
  CHECK(shades(read_faces(folder / "", Split::test, small_faces())) == std::vector<int>{5, 6, 7, 8, 9});
}

TEST_CASE("pictures are decoded once, and again when anything has changed") {
  const TemporaryFolder folder, elsewhere;
  put_folder(folder);
  Decodings decodings;
  decodings.settings.cache_folder = elsewhere / "made/of/need";
  const auto read = [&] { return read_faces(folder / "", Split::train, decodings.settings); };
  const auto before = folder.count();
  CHECK(shades(read()).size() == 7);
  CHECK(decodings.count == 1);
  CHECK(shades(read()).size() == 7);
  CHECK(decodings.count == 1);
  CHECK(folder.count() == before);
  const std::string cache = fs::directory_iterator(elsewhere / "made/of/need")->path().string();
  const std::string whole = TemporaryFolder::content(cache);

  put_picture(folder / "img_align_celeba/0.png", 20);
  CHECK(shades(read())[0] == 20);
  CHECK(decodings.count == 2);

  decodings.settings.preparation.crop = CropBox{0, 0, 8, 8};
  CHECK(read());
  CHECK(decodings.count == 3);

  folder.put("list_attr_celeba.txt", "1\nEven\n0.png -1\n");
  CHECK(shades(read()) == std::vector<int>{20});
  CHECK(decodings.count == 4);

  // Cut short, as a full disk leaves other programs' files.
  fs::resize_file(cache, 1000);
  CHECK(shades(read()) == std::vector<int>{20});
  CHECK(decodings.count == 5);
  fs::resize_file(cache, 0);
  CHECK(read());
  CHECK(decodings.count == 6);

  // A header of other shapes for as many bytes.
  std::string other = TemporaryFolder::content(cache);
  const std::string shape = "[1,8,8,3]", same_size = "[1,8,3,8]";
  REQUIRE(other.find(shape) != std::string::npos);
  other.replace(other.find(shape), shape.size(), same_size);
  elsewhere.put("made/of/need/" + fs::path(cache).filename().string(), other);
  CHECK(shades(read()) == std::vector<int>{20});
  CHECK(decodings.count == 7);

  // What a killed process left beside it.
  elsewhere.put("made/of/need/" + fs::path(cache).filename().string() + ".1-0.tmp", "left");
  fs::remove(cache);
  CHECK(read());
  CHECK(std::distance(fs::directory_iterator(elsewhere / "made/of/need"), {}) == 1);
}

TEST_CASE("the cache is the same for any number of threads, and gone when stopped") {
  const TemporaryFolder folder, one, many, stopped;
  put_archive(folder);
  FaceDataSettings settings = small_faces();
  settings.cache_folder = one / "c";
  settings.threads = 1;
  REQUIRE(read_faces(folder / "", Split::train, settings));
  settings.cache_folder = many / "c";
  settings.threads = 4;
  REQUIRE(read_faces(folder / "", Split::train, settings));
  const auto cache = [](const TemporaryFolder& place) {
    return TemporaryFolder::content(fs::directory_iterator(place / "c")->path().string());
  };
  CHECK(cache(one) == cache(many));

  settings.cache_folder = stopped / "";
  settings.progress = [](Index, Index) { return false; };
  check_fails(read_faces(folder / "", Split::train, settings), "stopped while pictures were being decoded");
  CHECK(stopped.count() == 0);
}

TEST_CASE("examples stay when their cache is made again") {
  const TemporaryFolder folder;
  put_folder(folder);
  const auto before = read_faces(folder / "", Split::train, small_faces());
  put_picture(folder / "img_align_celeba/0.png", 20);
  const auto after = read_faces(folder / "", Split::train, small_faces());
  CHECK(shades(before)[0] == 0);
  CHECK(shades(after)[0] == 20);
}

TEST_CASE("what cannot be used is left out and named") {
  const TemporaryFolder folder;
  put_folder(folder);
  const auto picture = [&](int i) { return folder / ("img_align_celeba/" + name_of(i)); };
  put_picture(picture(0), 0, size, size, 1);  // grey is fine
  put_picture(picture(1), 1, 40, 30);         // so is another size
  put_picture(picture(2), 2, 1, 1);
  folder.put("img_align_celeba/3.png", TemporaryFolder::content(picture(3)).substr(0, 60));
  folder.put("img_align_celeba/4.png", "GIF89a");
  fs::remove(picture(5));
  put_picture(folder / "img_align_celeba/stranger.png", 1);
  const auto examples = read_faces(folder / "", Split::train, small_faces());
  CHECK(shades(examples) == std::vector<int>{0, 1, 6});
  CHECK(attributes(*examples) == std::vector<int>{255, 255, 0, 255, 255, 255});
  CHECK(has_note(*examples, "pictures missing in " + folder / "img_align_celeba" + ": 1 of the 10 in"));
  CHECK(has_note(*examples, "pictures skipped: 3 of 10: 2.png: expected at least 2 x 2 pixels"));
  CHECK(has_note(*examples, "3.png: damaged or truncated PNG"));
  CHECK(has_note(*examples, "4.png: expected a PNG or JPEG, found a GIF"));
  CHECK(has_note(*examples, "list_attr_celeba.txt does not name them: 1"));
}

TEST_CASE("damage inside an archive costs one picture") {
  const TemporaryFolder folder;
  put_archive(folder);
  std::string archive = TemporaryFolder::content(folder / "img_align_celeba.zip");
  const std::size_t picture = archive.find("IDAT", archive.find("IDAT") + 4);
  archive[picture - 10] ^= 1;
  folder.put("img_align_celeba.zip", archive);
  const auto examples = read_faces(folder / "", Split::train, small_faces());
  CHECK(shades(examples) == std::vector<int>{0, 2, 3, 4, 5, 6});
  CHECK(has_note(*examples, "1.png: damaged in"));

  folder.put("img_align_celeba.zip", archive.substr(0, 100));
  check_fails(read_faces(folder / "", Split::train, small_faces()), "cannot be read as a zip archive");
}

TEST_CASE("a folder of one's own") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "more");
  std::string csv = "file,mood,hat\n";
  for (int i = 0; i < 12; ++i) {
    const std::string name = (i < 6 ? "" : "more/") + name_of(i);
    put_picture(folder / name, i, 20 + i, 20);
    csv += name + (i % 3 == 0 ? ",calm" : i % 3 == 1 ? ",glad" : ",") + (i % 2 ? ",yes\n" : ",no\n");
  }
  folder.put("attributes.csv", csv);
  const auto examples = read_faces(folder / "", Split::train, small_faces());
  REQUIRE(examples);
  CHECK(examples->columns[1].names == std::vector<std::string>{"mood=calm", "mood=glad", "hat"});
  CHECK(has_note(*examples, "a hash of their names"));
  std::vector<int> expected;
  for (int i = 0; i < 12; ++i) {
    if (split_by_name((i < 6 ? "" : "more/") + name_of(i)) == Split::train) expected.push_back(i);
  }
  CHECK(shades(examples) == expected);
}

TEST_CASE("parts by name are fixed, and of the sizes that are promised") {
  int counts[3] = {};
  for (int i = 1; i <= 20000; ++i) {
    std::string name = std::to_string(i);
    name = std::string(6 - name.size(), '0') + name + ".jpg";
    ++counts[static_cast<std::size_t>(split_by_name(name))];
  }
  CHECK(counts[0] == doctest::Approx(18000).epsilon(0.01));
  CHECK(counts[1] == doctest::Approx(500).epsilon(0.15));
  CHECK(counts[2] == doctest::Approx(1500).epsilon(0.1));
  // Not to change: whoever trained before would then be measured on pictures that were trained on.
  CHECK(split_by_name("000001.jpg") == Split::train);
  CHECK(split_by_name("000008.jpg") == Split::train);
}

TEST_CASE("faces that can't be read") {
  const TemporaryFolder folder;
  const auto read = [&](Split split = Split::train) { return read_faces(folder / "", split, small_faces()); };
  check_fails(read_faces(folder / "nowhere", Split::train, small_faces()), "expected a folder");
  check_fails(read(), "found neither list_attr_celeba.txt nor list_attr_celeba.csv nor attributes.csv");
  put_lists(folder);
  check_fails(read(), "but neither img_align_celeba.zip nor the folder img_align_celeba");
  fs::create_directory(folder / "img_align_celeba");
  check_fails(read(), "none of its 10 pictures is in");
  put_folder(folder);
  folder.put("list_eval_partition.txt", "0.png 0\n");
  check_fails(read(), "has no line for \"1.png\"");
  folder.put("list_attr_celeba.txt", "11\nEven\n0.png 1\n");
  check_fails(read(), "the first line says 11 pictures, found 1");
  folder.put("list_attr_celeba.txt", "1\nEven\n0.png 1\n");
  check_fails(read(Split::validation),
              "the validation part has no pictures; train has 1, validation 0, test 0");

  const TemporaryFolder closed;
  ::chmod((closed / "").c_str(), 0555);
  FaceDataSettings settings = small_faces();
  settings.cache_folder = closed / "";
  check_fails(read_faces(folder / "", Split::train, settings),
              "name another folder for them (--cache FOLDER)");
  ::chmod((closed / "").c_str(), 0755);
}
