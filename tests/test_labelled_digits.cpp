#include "io/labelled_digits.h"
#include "io/safetensors.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace jmvae;

namespace {

/// A file of black pictures [pictures, 784] and the given labels, with another name for a tensor, if any.
std::vector<std::uint8_t> file_of(Index pictures, std::vector<std::uint8_t> labels,
                                  const char* image = "image", const char* label = "label",
                                  DataType type = DataType::u8) {
  const std::vector<std::uint8_t> pixels(static_cast<std::size_t>(784 * pictures));
  SafetensorsWriter writer;
  REQUIRE(writer.add_bytes(image, DataType::u8, {pictures, 784}, pixels.data(), pixels.size()));
  REQUIRE(writer.add_bytes(label, type, {static_cast<Index>(labels.size())}, labels.data(), labels.size()));
  return writer.bytes();
}

}  // namespace

TEST_CASE("labelled digits are read as pictures and labels") {
  const auto file = file_of(2, {3, 9});
  const auto digits = read_labelled_digits(file.data(), file.size(), "d");
  REQUIRE(digits);
  CHECK(digits->count == 2);
  CHECK((*digits->find("label", 10))->bytes[1] == 9);
  CHECK((*digits->find("image", 784))->bytes.size() == 2 * 784);
}

TEST_CASE("labelled digits with faults are refused with a sentence") {
  struct Fault {
    std::vector<std::uint8_t> file;
    const char* sentence;
  };
  const Fault faults[] = {
      {{1, 2, 3}, "d: "},
      {file_of(1, {1}, "picture"), "d: the tensor \"image\" is missing"},
      {file_of(1, {1}, "image", "digit"), "d: the tensor \"label\" is missing"},
      {file_of(1, {1}, "image", "label", DataType::i8), "\"label\" should be U8 with 1 numbers"},
      {file_of(1, {1, 2}), "as many pictures as labels, found 1 and 2"},
      {file_of(2, {1, 10}), "label 1 should be 0 ... 9, found 10"},
  };
  for (const Fault& fault : faults) {
    const auto digits = read_labelled_digits(fault.file.data(), fault.file.size(), "d");
    REQUIRE(!digits);
    INFO(digits.error().message);
    CHECK(digits.error().message.find(fault.sentence) != std::string::npos);
  }
}
