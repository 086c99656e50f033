// The numbers of tensors as we compute with them: loops over millions, which are compiled for speed where the
// rest of the format is for size.

#include "io/half.h"
#include "io/json.h"
#include "io/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace jmvae {

namespace {

/// Copies numbers of a stored type out of the file's bytes, which need not be aligned.
template <class Stored, class Convert>
void convert(const SafetensorsEntry& entry, Real* out, const Convert& to_real) {
  const Index count = entry.count();
  for (Index i = 0; i < count; ++i) {
    Stored stored;
    std::memcpy(&stored, entry.data + static_cast<std::size_t>(i) * sizeof(Stored), sizeof(Stored));
    out[i] = static_cast<Real>(to_real(stored));
  }
}

Result<void> convert(const SafetensorsEntry& entry, Real* out) {
  switch (entry.type) {
    case DataType::f64:
      convert<double>(entry, out, [](double x) { return x; });
      return {};
    case DataType::f32:
      convert<float>(entry, out, [](float x) { return x; });
      return {};
    case DataType::f16:
      convert<std::uint16_t>(entry, out, float_from_half);
      return {};
    case DataType::bf16:
      convert<std::uint16_t>(entry, out, float_from_bfloat16);
      return {};
    case DataType::i8:
      convert<std::int8_t>(entry, out, [](std::int8_t x) { return x; });
      return {};
    case DataType::u8:
    case DataType::boolean:
      convert<std::uint8_t>(entry, out, [](std::uint8_t x) { return x; });
      return {};
    default:
      return fail("tensor ", quote(entry.name),
                  ": expected numbers of type F64, F32, F16, BF16, I8, U8 or BOOL, found ",
                  data_type_name(entry.type));
  }
}

Result<void> check_finite(const SafetensorsEntry& entry, const Real* values) {
  // Nothing but NaN and the infinities becomes other than 0, and a sum takes many at a time.
  const Index count = entry.count();
  if ((Eigen::Map<const Vector>(values, count) * Real(0)).sum() == 0) return {};
  const auto is_finite = [](Real value) { return std::isfinite(value); };
  const auto place = std::find_if_not(values, values + count, is_finite) - values;
  return fail("tensor ", quote(entry.name), ": number ", place, " is not finite");
}

}  // namespace

Result<void> read_values(const SafetensorsEntry& entry, Real* out) {
  const auto converted = convert(entry, out);
  return converted ? check_finite(entry, out) : converted;
}

Result<void> read_scaled_rows(const SafetensorsEntry& entry, const Vector& scale, Real* out) {
  const auto converted = convert(entry, out);
  if (!converted) return converted;
  MatrixMap rows(out, scale.size(), entry.count() / scale.size());
  rows.array().colwise() *= scale.array();
  return check_finite(entry, out);
}

}  // namespace jmvae
