#include "io/safetensors.h"

#include "io/half.h"
#include "io/json.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

// Numbers are copied between memory and file as they are.
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "safetensors files are little-endian; this machine is not"
#endif

namespace jmvae {

namespace {

constexpr std::uint64_t largest_header = 100000000;
constexpr std::size_t length_size = 8;
constexpr const char* metadata_key = "__metadata__";

struct DataTypeFact {
  const char* name;
  int bits;
};

/// In the order of DataType.
constexpr DataTypeFact data_types[] = {
    {"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
    {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
    {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
    {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64},
};

std::optional<DataType> find_data_type(const std::string& name) {
  for (std::size_t i = 0; i < std::size(data_types); ++i) {
    if (name == data_types[i].name) return static_cast<DataType>(i);
  }
  return std::nullopt;
}

/// False where the product does not fit.
template <class T>
bool multiply(T& product, T factor) {
  return !__builtin_mul_overflow(product, factor, &product);
}

/// Bytes of a tensor; nothing where they are too many for this machine, or not a whole number.
std::optional<std::size_t> byte_size(DataType type, const std::vector<Index>& shape) {
  Index count = 1;
  for (const Index extent : shape) {
    if (extent < 0 || !multiply(count, extent)) return std::nullopt;
  }
  std::uint64_t bits = static_cast<std::uint64_t>(count);
  if (!multiply(bits, static_cast<std::uint64_t>(data_type_bits(type))) || bits % 8 != 0) return std::nullopt;
  if (bits / 8 > std::numeric_limits<std::size_t>::max()) return std::nullopt;
  return static_cast<std::size_t>(bits / 8);
}

/// The largest number that can be stored; integers are clamped, so they take any.
double largest_value(DataType type) {
  switch (type) {
    case DataType::f16:
      return 65504;
    case DataType::bf16:
      return float_from_bfloat16(0x7f7f);
    case DataType::f32:
      return std::numeric_limits<float>::max();
    default:
      return std::numeric_limits<double>::max();
  }
}

/// An entry of the header and where it says that its bytes are.
struct Claim {
  SafetensorsEntry entry;
  std::uint64_t begin, end;
};

Result<std::uint64_t> unsigned_entry(const Json& value, const std::string& name, const std::string& what) {
  if (!value.is_number_unsigned()) {
    return fail(what, ": ", name, " should hold whole numbers from 0, found ", quote(json_text(value)));
  }
  return value.get<std::uint64_t>();
}

Result<Claim> parse_claim(const std::string& name, const Json& json, const std::string& what) {
  Claim claim;
  claim.entry.name = name;

  const auto type_name = json_string(json, "dtype", what);
  if (!type_name) return fail(type_name);
  const auto type = find_data_type(*type_name);
  if (!type) return fail(what, ": \"dtype\" ", quote(*type_name), " is not known");
  claim.entry.type = *type;

  const auto shape = json_array(json, "shape", what);
  if (!shape) return fail(shape);
  for (const Json& value : **shape) {
    const auto extent = unsigned_entry(value, "\"shape\"", what);
    if (!extent) return fail(extent);
    if (*extent > static_cast<std::uint64_t>(std::numeric_limits<Index>::max())) {
      return fail(what, ": \"shape\" is too large, found ", *extent);
    }
    claim.entry.shape.push_back(static_cast<Index>(*extent));
  }

  const auto offsets = json_array(json, "data_offsets", what);
  if (!offsets) return fail(offsets);
  if ((*offsets)->size() != 2) {
    return fail(what, ": \"data_offsets\" should hold 2 numbers, found ", (*offsets)->size());
  }
  const auto begin = unsigned_entry((**offsets)[0], "\"data_offsets\"", what);
  if (!begin) return fail(begin);
  const auto end = unsigned_entry((**offsets)[1], "\"data_offsets\"", what);
  if (!end) return fail(end);
  claim.begin = *begin;
  claim.end = *end;
  return claim;
}

template <class Stored, class Convert>
void append(std::vector<std::uint8_t>& bytes, std::size_t size, const Real* values,
            const Convert& to_stored) {
  bytes.resize(size);
  for (std::size_t i = 0; i < size / sizeof(Stored); ++i) {
    const Stored stored = to_stored(values[i]);
    std::memcpy(&bytes[i * sizeof(Stored)], &stored, sizeof(Stored));
  }
}

template <class Integer>
Integer clamp_to(Real value) {
  constexpr Real low = std::numeric_limits<Integer>::min(), high = std::numeric_limits<Integer>::max();
  return static_cast<Integer>(std::nearbyint(std::clamp(value, low, high)));
}

}  // namespace

const char* data_type_name(DataType type) { return data_types[static_cast<std::size_t>(type)].name; }

int data_type_bits(DataType type) { return data_types[static_cast<std::size_t>(type)].bits; }

Index SafetensorsEntry::count() const {
  Index count = 1;
  for (const Index extent : shape) count *= extent;
  return count;
}

Result<Safetensors> Safetensors::parse(const void* bytes, std::size_t size, const std::string& what) {
  const auto* file = static_cast<const std::uint8_t*>(bytes);
  if (size < length_size)
    return fail(what, ": expected at least 8 bytes of a safetensors file, found ", size);
  std::uint64_t header_size;
  std::memcpy(&header_size, file, length_size);
  if (header_size > largest_header) {
    return fail(what, ": expected a header of at most ", largest_header, " bytes, found ", header_size,
                " (not a safetensors file?)");
  }
  if (header_size > size - length_size) {
    return fail(what, ": the header of ", header_size, " bytes ends outside of the file of ", size, " bytes");
  }

  const std::string_view header(reinterpret_cast<const char*>(file) + length_size,
                                static_cast<std::size_t>(header_size));
  if (header.empty() || header[0] != '{') return fail(what, ": the header does not begin with \"{\"");
  const auto json = parse_json(header, what + ": header");
  if (!json) return fail(json);

  Safetensors result;
  std::vector<Claim> claims;
  for (const auto& member : json->items()) {
    const std::string where = what + ": " + quote(member.key());
    if (member.key() == metadata_key) {
      if (!member.value().is_object()) return fail(where, " should be an object");
      for (const auto& pair : member.value().items()) {
        const auto* text = pair.value().get_ptr<const std::string*>();
        if (!text) return fail(where, ": ", quote(pair.key()), " should be a text");
        result.metadata_[pair.key()] = *text;
      }
    } else {
      auto claim = parse_claim(member.key(), member.value(), where);
      if (!claim) return fail(claim);
      claims.push_back(std::move(*claim));
    }
  }

  // No gaps, no overlap, nothing left over: each tensor begins where the one before ended.
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.begin, a.end, a.entry.name) < std::tie(b.begin, b.end, b.entry.name);
  });
  const std::size_t data_size = size - length_size - header.size();
  const std::uint8_t* data = file + length_size + header.size();
  std::size_t expected_begin = 0;
  for (Claim& claim : claims) {
    SafetensorsEntry& entry = claim.entry;
    const std::string where = what + ": tensor " + quote(entry.name);
    if (claim.begin != expected_begin) {
      return fail(where, ": expected to begin at byte ", expected_begin, ", found ", claim.begin);
    }
    if (claim.end < claim.begin) return fail(where, ": ends at byte ", claim.end, ", before it begins");
    const auto expected_size = byte_size(entry.type, entry.shape);
    if (!expected_size) return fail(where, ": its shape is too large, or asks for a part of a byte");
    if (claim.end - claim.begin != *expected_size) {
      return fail(where, ": expected ", *expected_size, " bytes for its shape, found ",
                  claim.end - claim.begin);
    }
    if (claim.end > data_size) {
      return fail(where, ": expected ", claim.end, " bytes after the header, found ", data_size,
                  " (a file cut short?)");
    }
    entry.data = data + expected_begin;
    entry.size = *expected_size;
    expected_begin += entry.size;
    result.places_[entry.name] = result.entries_.size();
    result.entries_.push_back(std::move(entry));
  }
  if (expected_begin != data_size) {
    return fail(what, ": expected ", expected_begin, " bytes after the header, found ", data_size);
  }
  return result;
}

const SafetensorsEntry* Safetensors::find(const std::string& name) const {
  const auto place = places_.find(name);
  return place == places_.end() ? nullptr : &entries_[place->second];
}

Result<void> SafetensorsWriter::add(const std::string& name, DataType type, const std::vector<Index>& shape,
                                    const Real* values) {
  const auto size = byte_size(type, shape);
  if (!size) return fail("tensor ", quote(name), ": its shape is too large");
  const Index count = std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<Index>());
  for (Index i = 0; i < count; ++i) {
    // False for NaN, too.
    if (!(std::abs(values[i]) <= largest_value(type))) {
      return fail("tensor ", quote(name), ": number ", i, ", ", values[i], ", cannot be stored as ",
                  data_type_name(type));
    }
  }

  std::vector<std::uint8_t> bytes;
  switch (type) {
    case DataType::f64:
      append<double>(bytes, *size, values, [](Real x) { return static_cast<double>(x); });
      break;
    case DataType::f32:
      append<float>(bytes, *size, values, [](Real x) { return static_cast<float>(x); });
      break;
    case DataType::f16:
      append<std::uint16_t>(bytes, *size, values,
                            [](Real x) { return half_from_float(static_cast<float>(x)); });
      break;
    case DataType::bf16:
      append<std::uint16_t>(bytes, *size, values,
                            [](Real x) { return bfloat16_from_float(static_cast<float>(x)); });
      break;
    case DataType::i8:
      append<std::int8_t>(bytes, *size, values, clamp_to<std::int8_t>);
      break;
    case DataType::u8:
      append<std::uint8_t>(bytes, *size, values, clamp_to<std::uint8_t>);
      break;
    default:
      return fail("tensor ", quote(name), ": numbers cannot be converted to ", data_type_name(type));
  }
  return add_bytes(name, type, shape, bytes.data(), bytes.size());
}

Result<void> SafetensorsWriter::add_bytes(const std::string& name, DataType type,
                                          const std::vector<Index>& shape, const void* bytes,
                                          std::size_t size) {
  const auto expected = byte_size(type, shape);
  if (!expected || size != *expected) {
    return fail("tensor ", quote(name), ": expected ", expected.value_or(0), " bytes for its shape, found ",
                size);
  }
  if (name == metadata_key) return fail("tensor ", quote(name), ": the name is reserved");
  const auto* first = static_cast<const std::uint8_t*>(bytes);
  const bool added = tensors_.emplace(name, Content{type, shape, {first, first + size}}).second;
  if (!added) return fail("tensor ", quote(name), ": added twice");
  return {};
}

std::vector<std::uint8_t> safetensors_header(const std::map<std::string, std::string>& metadata,
                                             const std::vector<SafetensorsEntry>& entries, std::size_t room) {
  Json header = Json::object();
  if (!metadata.empty()) header[metadata_key] = metadata;
  std::size_t end = 0;
  for (const SafetensorsEntry& entry : entries) {
    const std::size_t begin = end;
    end += entry.size;
    header[entry.name] = {
        {"dtype", data_type_name(entry.type)}, {"shape", entry.shape}, {"data_offsets", {begin, end}}};
  }
  std::string text = json_text(header);
  const std::size_t least = std::max(text.size(), room - std::min(room, length_size));
  text.resize((least + length_size - 1) / length_size * length_size, ' ');

  std::vector<std::uint8_t> file(length_size + text.size());
  const std::uint64_t header_size = text.size();
  std::memcpy(file.data(), &header_size, length_size);
  std::memcpy(file.data() + length_size, text.data(), text.size());
  return file;
}

std::vector<std::uint8_t> SafetensorsWriter::bytes() const {
  // The map is sorted by name, and stays so within a type.
  std::vector<const std::pair<const std::string, Content>*> order;
  for (const auto& tensor : tensors_) order.push_back(&tensor);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->second.type > b->second.type; });

  std::vector<SafetensorsEntry> entries;
  for (const auto* tensor : order) {
    const Content& content = tensor->second;
    entries.push_back(
        {tensor->first, content.type, content.shape, content.bytes.data(), content.bytes.size()});
  }
  std::vector<std::uint8_t> file = safetensors_header(metadata_, entries);
  for (const SafetensorsEntry& entry : entries) {
    file.insert(file.end(), entry.data, entry.data + entry.size);
  }
  return file;
}

}  // namespace jmvae
