#include "io/safetensors.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

using namespace jmvae;

namespace {

std::string file_with(std::uint64_t header_size, const std::string& rest) {
  std::string file(8, '\0');
  std::memcpy(&file[0], &header_size, 8);
  return file + rest;
}

/// A file of a header and `data` further bytes.
std::string file_of(const std::string& header, std::size_t data = 0) {
  return file_with(header.size(), header + std::string(data, '\0'));
}

std::string entry(const std::string& type, const std::string& shape, const std::string& offsets) {
  return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

std::string sentence(const std::string& file) {
  const auto result = Safetensors::parse(file.data(), file.size(), "w");
  return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("files with faults are refused with a sentence") {
  struct Fault {
    const char* name;
    std::string file;
    const char* sentence;
  };
  const std::string two = R"({"a":)" + entry("F32", "[1]", "[0,4]") + R"(,"b":)";
  const Fault faults[] = {
      {"empty", "", "at least 8 bytes"},
      {"too small", "1234567", "at least 8 bytes"},
      {"header too large", file_with(100000001, "{}"), "at most 100000000 bytes, found 100000001"},
      {"header length beyond all numbers", file_with(~std::uint64_t{0}, "{}"), "at most 100000000"},
      {"header outside of the file", file_with(3, "{}"), "header of 3 bytes ends outside"},
      {"no header", file_with(0, ""), "does not begin with"},
      {"not UTF-8", file_of("{\"\xff\":1}"), "UTF-8"},
      {"not JSON", file_of("{\"a\""), "not valid JSON"},
      {"zero byte after the header's end", file_of(std::string("{}\0x", 4)), "is zero"},
      {"leading space", file_of(" {}"), "does not begin with"},
      {"a list", file_of("[]"), "does not begin with"},
      {"duplicate name", file_of(two + "1" + R"(,"a":)" + entry("F32", "[1]", "[4,8]") + "}", 8),
       "\"a\" stands twice"},
      {"duplicate metadata", file_of(R"({"__metadata__":{"k":"1","k":"2"}})"), "\"k\" stands twice"},
      {"duplicate field", file_of(R"({"a":{"dtype":"F32","dtype":"F32"}})"), "\"dtype\" stands twice"},
      {"metadata not an object", file_of(R"({"__metadata__":"k"})"), "should be an object"},
      {"metadata not a text", file_of(R"({"__metadata__":{"k":1}})"), "\"k\" should be a text"},
      {"entry not an object", file_of(R"({"a":1})"), "expected an object"},
      {"no type", file_of(R"({"a":{"shape":[],"data_offsets":[0,4]}})", 4), "\"dtype\" is missing"},
      {"no shape", file_of(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4), "\"shape\" is missing"},
      {"no offsets", file_of(R"({"a":{"dtype":"F32","shape":[]}})", 4), "\"data_offsets\" is missing"},
      {"unknown type", file_of(R"({"a":)" + entry("F33", "[1]", "[0,4]") + "}", 4), "\"F33\" is not known"},
      {"negative extent", file_of(R"({"a":)" + entry("F32", "[-1]", "[0,4]") + "}", 4), "\"shape\""},
      {"broken extent", file_of(R"({"a":)" + entry("F32", "[1.0]", "[0,4]") + "}", 4), "\"shape\""},
      {"extent beyond all numbers",
       file_of(R"({"a":)" + entry("F32", "[18446744073709551616]", "[0,4]") + "}", 4), "\"shape\""},
      {"extent beyond this machine",
       file_of(R"({"a":)" + entry("F32", "[18446744073709551615]", "[0,4]") + "}", 4), "too large"},
      {"three offsets", file_of(R"({"a":)" + entry("F32", "[1]", "[0,4,8]") + "}", 8), "2 numbers, found 3"},
      {"negative offset", file_of(R"({"a":)" + entry("F32", "[1]", "[-4,0]") + "}", 4), "\"data_offsets\""},
      {"hole at the beginning", file_of(R"({"a":)" + entry("F32", "[1]", "[4,8]") + "}", 8),
       "begin at byte 0, found 4"},
      {"hole", file_of(two + entry("F32", "[1]", "[8,12]") + "}", 12),
       "\"b\": expected to begin at byte 4, found 8"},
      {"overlap", file_of(two + entry("F32", "[1]", "[2,6]") + "}", 6),
       "\"b\": expected to begin at byte 4, found 2"},
      {"the same bytes twice", file_of(two + entry("F32", "[1]", "[0,4]") + "}", 4),
       "begin at byte 4, found 0"},
      {"ends before it begins", file_of(two + entry("F32", "[1]", "[4,0]") + "}", 8), "before it begins"},
      {"product of the shape overflows",
       file_of(R"({"a":)" + entry("F32", "[4294967296,4294967296,4]", "[0,4]") + "}", 4), "too large"},
      {"bytes overflow", file_of(R"({"a":)" + entry("F64", "[2305843009213693952]", "[0,4]") + "}", 4),
       "too large"},
      {"part of a byte", file_of(R"({"a":)" + entry("F4", "[3]", "[0,2]") + "}", 2), "a part of a byte"},
      {"shape and offsets differ", file_of(R"({"a":)" + entry("F32", "[2]", "[0,4]") + "}", 4),
       "expected 8 bytes for its shape, found 4"},
      {"offsets beyond all numbers",
       file_of(R"({"a":)" + entry("F32", "[1]", "[0,18446744073709551615]") + "}", 4),
       "expected 4 bytes for its shape"},
      {"truncated", file_of(R"({"a":)" + entry("F32", "[2]", "[0,8]") + "}", 7),
       "expected 8 bytes after the header, found 7"},
      {"trailing byte", file_of(R"({"a":)" + entry("F32", "[1]", "[0,4]") + "}", 5),
       "expected 4 bytes after the header, found 5"},
      {"trailing byte after nothing", file_of("{}", 1), "expected 0 bytes after the header, found 1"},
  };
  for (const Fault& fault : faults) {
    const std::string found = sentence(fault.file);
    CAPTURE(fault.name);
    CAPTURE(found);
    CHECK(found.find(fault.sentence) != std::string::npos);
    CHECK(found.substr(0, 3) == "w: ");
  }
}

TEST_CASE("unusual files that are right") {
  CHECK(sentence(file_of("{}")) == "");
  CHECK(sentence(file_of("{}      ")) == "");
  CHECK(sentence(file_of(R"({"__metadata__":{}})")) == "");
  CHECK(sentence(file_of(R"({"scalar":)" + entry("F32", "[]", "[0,4]") + "}", 4)) == "");
  CHECK(sentence(file_of(R"({"none":)" + entry("F32", "[2,0]", "[0,0]") + "}")) == "");
  CHECK(sentence(file_of(R"({"a":)" + entry("F4", "[4]", "[0,2]") + "}", 2)) == "");
  // Two tensors without numbers at one place, and names in another order than the bytes.
  const std::string header = R"({"b":)" + entry("I64", "[1]", "[2,10]") + R"(,"y":)" +
                             entry("U8", "[0]", "[2,2]") + R"(,"x":)" + entry("U8", "[0]", "[2,2]") +
                             R"(,"a":)" + entry("BF16", "[1]", "[0,2]") + "}";
  const std::string file = file_of(header, 10);
  const auto tensors = Safetensors::parse(file.data(), file.size(), "w");
  REQUIRE(tensors);
  REQUIRE(tensors->entries().size() == 4);
  CHECK(tensors->entries()[0].name == "a");
  CHECK(tensors->entries()[1].name == "x");
  CHECK(tensors->entries()[3].name == "b");
}

TEST_CASE("what is written comes back to the bit") {
  const float values[] = {0.0f, -0.0f, 1.5f, -65504.0f, 5.9604645e-8f, 1.0f / 3};
  std::vector<Real> numbers(values, values + 6);
  SafetensorsWriter writer;
  writer.set_metadata("spec", "{\"kind\":\"jmvae\"}");
  REQUIRE(writer.add("half", DataType::f16, {2, 3}, numbers.data()));
  REQUIRE(writer.add("single", DataType::f32, {6}, numbers.data()));
  REQUIRE(writer.add("brain", DataType::bf16, {6, 1}, numbers.data()));
  REQUIRE(writer.add("double", DataType::f64, {3, 2}, numbers.data()));
  REQUIRE(writer.add("byte", DataType::i8, {6}, numbers.data()));
  REQUIRE(writer.add("scalar", DataType::f32, {}, numbers.data() + 2));
  REQUIRE(writer.add("none", DataType::f32, {0, 4}, nullptr));
  const std::uint64_t step = 123456789012345;
  REQUIRE(writer.add_bytes("step", DataType::u64, {1}, &step, sizeof(step)));
  const auto file = writer.bytes();

  std::uint64_t header_size;
  std::memcpy(&header_size, file.data(), 8);
  CHECK(header_size % 8 == 0);

  const auto tensors = Safetensors::parse(file.data(), file.size(), "w");
  REQUIRE(tensors);
  CHECK(tensors->metadata().at("spec") == "{\"kind\":\"jmvae\"}");
  std::string order;
  for (const auto& tensor : tensors->entries()) order += tensor.name + " ";
  CHECK(order == "step double none scalar single brain half byte ");
  CHECK(tensors->find("nothing") == nullptr);

  std::vector<Real> back(6);
  for (const char* exact : {"single", "double"}) {
    REQUIRE(read_values(*tensors->find(exact), back.data()));
    CHECK(std::memcmp(back.data(), numbers.data(), 6 * sizeof(Real)) == 0);
  }
  REQUIRE(read_values(*tensors->find("half"), back.data()));
  CHECK(tensors->find("half")->shape == std::vector<Index>{2, 3});
  CHECK(std::memcmp(back.data(), numbers.data(), 5 * sizeof(Real)) == 0);
  CHECK(back[5] == doctest::Approx(1.0 / 3).epsilon(0.0005));
  REQUIRE(read_values(*tensors->find("brain"), back.data()));
  CHECK(back[5] == doctest::Approx(1.0 / 3).epsilon(0.004));
  REQUIRE(read_values(*tensors->find("byte"), back.data()));
  CHECK(back == std::vector<Real>{0, 0, 2, -128, 0, 0});
  REQUIRE(read_values(*tensors->find("scalar"), back.data()));
  CHECK(back[0] == 1.5f);
  CHECK(tensors->find("scalar")->count() == 1);
  CHECK(tensors->find("none")->count() == 0);
  REQUIRE(read_values(*tensors->find("none"), nullptr));
  std::uint64_t step_back;
  std::memcpy(&step_back, tensors->find("step")->data, sizeof(step_back));
  CHECK(step_back == step);

  // Halves that were read are written as the same halves.
  REQUIRE(read_values(*tensors->find("half"), back.data()));
  SafetensorsWriter again;
  REQUIRE(again.add("half", DataType::f16, {2, 3}, back.data()));
  const auto second = again.bytes();
  const auto halves = Safetensors::parse(second.data(), second.size(), "w");
  REQUIRE(halves);
  CHECK(std::memcmp(halves->find("half")->data, tensors->find("half")->data, 12) == 0);
}

TEST_CASE("the order of adding does not change the file") {
  const Real one = 1, two = 2;
  SafetensorsWriter ab, ba;
  REQUIRE(ab.add("a", DataType::f32, {1}, &one));
  REQUIRE(ab.add("b", DataType::f16, {1}, &two));
  REQUIRE(ba.add("b", DataType::f16, {1}, &two));
  REQUIRE(ba.add("a", DataType::f32, {1}, &one));
  CHECK(ab.bytes() == ba.bytes());
}

TEST_CASE("numbers that cannot be kept are refused") {
  const Real too_large = 65520, infinite = std::numeric_limits<Real>::infinity(), nan = std::nanf("");
  SafetensorsWriter writer;
  CHECK(writer.add("a", DataType::f16, {1}, &too_large).error().message.find("cannot be stored as F16") !=
        std::string::npos);
  CHECK_FALSE(writer.add("a", DataType::f32, {1}, &infinite));
  CHECK_FALSE(writer.add("a", DataType::i8, {1}, &nan));
  CHECK_FALSE(writer.add("a", DataType::i64, {1}, &too_large));
  CHECK_FALSE(writer.add("a", DataType::f32, {-1}, &too_large));
  CHECK_FALSE(writer.add_bytes("a", DataType::u8, {2}, "x", 1));
  CHECK_FALSE(writer.add_bytes("__metadata__", DataType::u8, {1}, "x", 1));
  REQUIRE(writer.add_bytes("a", DataType::u8, {1}, "x", 1));
  CHECK(writer.add_bytes("a", DataType::u8, {1}, "x", 1).error().message.find("twice") != std::string::npos);

  REQUIRE(writer.add_bytes("nan", DataType::f16, {2}, "\x00\x3c\x00\x7e", 4));
  REQUIRE(writer.add_bytes("integer", DataType::i64, {1}, "12345678", 8));
  REQUIRE(writer.add_bytes("bytes", DataType::i8, {2, 1}, "\x03\x02", 2));
  const auto file = writer.bytes();
  const auto tensors = Safetensors::parse(file.data(), file.size(), "w");
  REQUIRE(tensors);
  Real out[2];
  CHECK(read_values(*tensors->find("nan"), out).error().message == "tensor \"nan\": number 1 is not finite");
  CHECK(read_values(*tensors->find("integer"), out).error().message.find("found I64") != std::string::npos);

  Vector scale(2);
  scale << Real(0.5), -1;
  REQUIRE(read_scaled_rows(*tensors->find("bytes"), scale, out));
  CHECK(out[0] == Real(1.5));
  CHECK(out[1] == -2);
  scale[1] = std::numeric_limits<Real>::max();
  CHECK(read_scaled_rows(*tensors->find("bytes"), scale, out).error().message ==
        "tensor \"bytes\": number 1 is not finite");
}
