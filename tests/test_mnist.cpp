#include "io/data_sets.h"
#include "io/idx.h"
#include "io/mnist.h"
#include "temporary_folder.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

std::string idx(int type, const std::vector<std::uint32_t>& shape, const std::string& values) {
  std::string file{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (const std::uint32_t extent : shape) {
    for (const int shift : {24, 16, 8, 0}) file += static_cast<char>(extent >> shift & 0xff);
  }
  return file + values;
}

std::string gzip(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(&out[0]);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

Result<IdxArray> parse(const std::string& file) {
  return parse_idx(reinterpret_cast<const std::uint8_t*>(file.data()), file.size(), "f");
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Two pictures of 2 x 3 with the labels 7 and 2.
const std::string images = idx(8, {2, 2, 3}, "abcdefghijkl"), labels = idx(8, {2}, "\7\2");

}  // namespace

TEST_CASE("IDX, compressed or not") {
  for (const std::string& file : {images, gzip(images)}) {
    const auto array = parse(file);
    REQUIRE(array);
    CHECK(array->shape == std::vector<Index>{2, 2, 3});
    CHECK(std::string(array->values.begin(), array->values.end()) == "abcdefghijkl");
  }
  CHECK(parse(idx(8, {0, 28}, ""))->values.empty());
}

TEST_CASE("IDX with faults") {
  const std::string compressed = gzip(images);
  std::string damaged = compressed;
  damaged[damaged.size() - 6] ^= 1;  // its checksum
  struct Fault {
    std::string file, sentence;
  };
  const Fault faults[] = {
      {"", "not an IDX file"},
      {"PK\3\4 and more", "not an IDX file"},
      {images.substr(0, 3), "not an IDX file"},
      {idx(13, {1}, "abcd"), "found type 13"},
      {idx(8, {}, ""), "dimensions, found 0"},
      {idx(8, std::vector<std::uint32_t>(9, 1), "a"), "dimensions, found 9"},
      {images.substr(0, 10), "header of 16 bytes, found 10"},
      {images.substr(0, 27), "expected 12 bytes after the header, found 11"},
      {images + "x", "expected 12 bytes after the header, found 13"},
      {idx(8, {0xffffffff, 0xffffffff, 0xffffffff}, "a"), "too large"},
      {compressed.substr(0, compressed.size() - 10), "cut short"},
      {compressed + "x", "1 unexpected bytes"},
      {damaged, "damaged"},
      {gzip(compressed), "compressed twice"},
  };
  for (const Fault& fault : faults) {
    const auto result = parse(fault.file);
    REQUIRE_FALSE(result);
    CAPTURE(result.error().message);
    CHECK(contains(result.error().message, fault.sentence));
  }
  // A quarter of a gigabyte of zeros takes a quarter of a megabyte before it is unpacked.
  CHECK(contains(parse(gzip(std::string((std::size_t{1} << 28) + 1, '\0'))).error().message,
                 "expected at most"));
}

TEST_CASE("MNIST under each of its names") {
  for (const char* below : {"", "data/", "raw/"}) {
    for (const char* separator : {"-", "."}) {
      for (const bool compressed : {false, true}) {
        const TemporaryFolder folder;
        std::filesystem::create_directories(folder / below);
        const auto put = [&](const std::string& name, int rank, const std::string& file) {
          const std::string type = std::string(separator) + "idx" + std::to_string(rank) + "-ubyte";
          folder.put(below + name + type + (compressed ? ".gz" : ""), compressed ? gzip(file) : file);
        };
        put("t10k-images", 3, images);
        put("t10k-labels", 1, labels);
        const auto data = read_mnist(folder / "", Split::test);
        REQUIRE(data);
        CHECK(data->count == 2);
        CHECK(data->height == 2);
        CHECK(data->width == 3);
        CHECK(data->pixels[11] == 'l');
        CHECK(data->labels == std::vector<std::uint8_t>{7, 2});
        CHECK_FALSE(read_mnist(folder / "", Split::train));
      }
    }
  }
}

TEST_CASE("MNIST with faults") {
  struct Fault {
    std::string images, labels, sentence;
  };
  const Fault faults[] = {
      {"", labels, "not an IDX file"},
      {images, idx(8, {1}, "\7"), "as many train-labels as pictures, 2, found 1"},
      {images, idx(8, {2}, "\7\12"), "in 0 ... 9, found 10"},
      {images, idx(8, {2, 1}, "\7\2"), "expected 1 dimensions, found 2"},
      {idx(8, {2, 6}, "abcdefghijkl"), labels, "expected 3 dimensions, found 2"},
      {idx(8, {0, 28, 28}, ""), idx(8, {0}, ""), "no pictures"},
  };
  for (const Fault& fault : faults) {
    const TemporaryFolder folder;
    folder.put("train-images-idx3-ubyte", fault.images);
    folder.put("train-labels-idx1-ubyte", fault.labels);
    const auto data = read_mnist(folder / "", Split::train);
    REQUIRE_FALSE(data);
    CAPTURE(data.error().message);
    CHECK(contains(data.error().message, fault.sentence));
  }

  const TemporaryFolder empty;
  const std::string message = read_mnist(empty / "", Split::train).error().message;
  CHECK(contains(message, "train-images-idx3-ubyte"));
  CHECK(contains(message, "tools/get_mnist"));
}

TEST_CASE("digits of another size than MNIST's are refused, whole or in halves") {
  const TemporaryFolder folder;
  folder.put("train-images-idx3-ubyte", images);
  folder.put("train-labels-idx1-ubyte", labels);
  for (const char* data : {"mnist", "mnist-halves"}) {
    const auto examples = read_examples(data, folder / "", Split::train);
    REQUIRE_FALSE(examples);
    CHECK(contains(examples.error().message, "expected pictures of 28 x 28, found 2 x 3"));
  }
}
