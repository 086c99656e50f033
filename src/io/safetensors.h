#pragma once
// Weight files: a JSON header that names tensors, then their bytes.
//
//   u64 N, little-endian | N bytes: {"__metadata__": {...}, "name": {"dtype": "F16", "shape": [512, 784],
//   "data_offsets": [begin, end]}, ...} | the tensors' bytes, without gaps
//
// The reader makes every check of the reference parser (huggingface/safetensors), and refuses what its
// specification forbids but that parser does not notice: keys that stand twice and headers that begin with
// spaces.

#include "base/result.h"
#include "math/matrix.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jmvae {

/// Types of numbers, in the reference's order, from small to large.
enum class DataType {
  boolean,
  f4,
  f6_e2m3,
  f6_e3m2,
  u8,
  i8,
  f8_e5m2,
  f8_e4m3,
  f8_e8m0,
  f8_e4m3fnuz,
  f8_e5m2fnuz,
  i16,
  u16,
  f16,
  bf16,
  i32,
  u32,
  f32,
  c64,
  f64,
  i64,
  u64,
};

/// "F16", as in the header.
const char* data_type_name(DataType type);

/// Bits that one number takes.
int data_type_bits(DataType type);

/// A tensor of a file; `data` points into the file's bytes.
struct SafetensorsEntry {
  std::string name;
  DataType type = DataType::f32;
  std::vector<Index> shape;
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;  ///< bytes

  /// Numbers: the product of the shape, 1 for a scalar.
  Index count() const;
};

/// What a file holds. A view: its bytes must stay where they are as long as entries are read.
class Safetensors {
 public:
  /// `what` begins the sentence of a failure, e.g. the file's name.
  static Result<Safetensors> parse(const void* bytes, std::size_t size, const std::string& what);

  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  /// The tensors in the order of their bytes.
  const std::vector<SafetensorsEntry>& entries() const { return entries_; }

  /// Null where no tensor has the name.
  const SafetensorsEntry* find(const std::string& name) const;

 private:
  std::map<std::string, std::string> metadata_;
  std::vector<SafetensorsEntry> entries_;
  std::map<std::string, std::size_t> places_;
};

/// Converts a tensor to out [entry.count()]. Fails for types other than F64, F32, F16, BF16, I8, U8 and BOOL,
/// and where a number is not finite: no weight ever is NaN or infinite on purpose.
Result<void> read_values(const SafetensorsEntry& entry, Real* out);

/// The same of numbers in rows, each of them times its own of scale [rows], at least one.
Result<void> read_scaled_rows(const SafetensorsEntry& entry, const Vector& scale, Real* out);

/// The beginning of a file, at least `room` bytes of it, to be followed by the entries' bytes one after
/// another.
std::vector<std::uint8_t> safetensors_header(const std::map<std::string, std::string>& metadata,
                                             const std::vector<SafetensorsEntry>& entries,
                                             std::size_t room = 0);

/// Puts a file together in memory. Larger types come first, then names in order, and the header is padded to
/// 8 bytes, so that every tensor is aligned; equal tensors and metadata give equal bytes, whatever the order
/// they were added in.
class SafetensorsWriter {
 public:
  void set_metadata(const std::string& key, const std::string& value) { metadata_[key] = value; }

  /// Adds `values`, converted to F64, F32, F16 or BF16 (rounded to nearest even), or, rounded and clamped to
  /// the type's range, to I8 or U8. Fails for other types, a name that is taken, and a number that the type
  /// cannot hold.
  Result<void> add(const std::string& name, DataType type, const std::vector<Index>& shape,
                   const Real* values);

  /// Adds bytes as they are, of any type. Fails where their number is not what type and shape ask for.
  Result<void> add_bytes(const std::string& name, DataType type, const std::vector<Index>& shape,
                         const void* bytes, std::size_t size);

  /// The whole file.
  std::vector<std::uint8_t> bytes() const;

 private:
  struct Content {
    DataType type;
    std::vector<Index> shape;
    std::vector<std::uint8_t> bytes;
  };
  std::map<std::string, std::string> metadata_;
  std::map<std::string, Content> tensors_;
};

}  // namespace jmvae
