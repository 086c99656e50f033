#include "io/labelled_digits.h"

#include "io/safetensors.h"

#include <utility>

namespace jmvae {

namespace {
constexpr Index pixels = 784, labels = 10;

/// Bytes of a tensor that holds `size` numbers of each example.
Result<Bytes> column_bytes(const Safetensors& file, const std::string& name, Index size,
                           const std::string& what) {
  const SafetensorsEntry* entry = file.find(name);
  if (!entry) return fail(what, ": the tensor \"", name, "\" is missing");
  if (entry->type != DataType::u8 || entry->count() % size != 0) {
    return fail(what, ": \"", name, "\" should be U8 with ", size, " numbers an example, found ",
                data_type_name(entry->type), " with ", entry->count());
  }
  return Bytes(std::vector<std::uint8_t>(entry->data, entry->data + entry->size));
}
}  // namespace

Result<Examples> read_labelled_digits(const void* bytes, std::size_t size, const std::string& what) {
  const auto file = Safetensors::parse(bytes, size, what);
  if (!file) return fail(file);
  auto image = column_bytes(*file, "image", pixels, what);
  if (!image) return fail(image);
  auto label = column_bytes(*file, "label", 1, what);
  if (!label) return fail(label);
  Examples examples;
  examples.count = static_cast<Index>(label->size());
  if (static_cast<Index>(image->size()) != examples.count * pixels) {
    return fail(what, ": expected as many pictures as labels, found ", image->size() / pixels, " and ",
                examples.count);
  }
  for (std::size_t i = 0; i < label->size(); ++i) {
    if ((*label)[i] >= labels)
      return fail(what, ": label ", i, " should be 0 ... 9, found ", int{(*label)[i]});
  }
  examples.columns = {{"image", ExampleColumn::Coding::intensity, pixels, std::move(*image)},
                      {"label", ExampleColumn::Coding::category, labels, std::move(*label)}};
  return examples;
}

}  // namespace jmvae
