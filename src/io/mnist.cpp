#include "io/mnist.h"

#include "io/idx.h"

#include <filesystem>
#include <utility>

namespace jmvae {

namespace {

/// A file such as "train-images", of rank 3, under any of the names that it is known by.
Result<IdxArray> read_part(const std::string& folder, const std::string& name, std::size_t rank) {
  const std::string type = "idx" + std::to_string(rank) + "-ubyte";
  for (const char* below : {"", "data", "raw"}) {
    for (const char* separator : {"-", "."}) {
      for (const char* ending : {"", ".gz"}) {
        const auto path = std::filesystem::path(folder) / below / (name + separator + type + ending);
        std::error_code error;
        if (!std::filesystem::exists(path, error)) continue;
        auto array = read_idx(path.string());
        if (array && array->shape.size() != rank) {
          return fail(path.string(), ": expected ", rank, " dimensions, found ", array->shape.size());
        }
        return array;
      }
    }
  }
  return fail(folder, ": found neither ", name, "-", type, " nor ", name, ".", type,
              " (.gz or not), also not in data/ or raw/ below; tools/get_mnist brings them");
}

}  // namespace

Result<LabelledImages> read_mnist(const std::string& folder, Split split) {
  if (split == Split::validation) return fail(folder, ": MNIST has no validation part");
  const std::string prefix = split == Split::train ? "train" : "t10k";
  auto images = read_part(folder, prefix + "-images", 3);
  if (!images) return fail(images);
  auto labels = read_part(folder, prefix + "-labels", 1);
  if (!labels) return fail(labels);

  LabelledImages result;
  result.count = images->shape[0];
  result.height = images->shape[1];
  result.width = images->shape[2];
  if (images->values.empty()) return fail(folder, ": ", prefix, "-images holds no pictures");
  if (labels->shape[0] != result.count) {
    return fail(folder, ": expected as many ", prefix, "-labels as pictures, ", result.count, ", found ",
                labels->shape[0]);
  }
  for (const std::uint8_t label : labels->values) {
    if (label > 9) return fail(folder, ": expected ", prefix, "-labels in 0 ... 9, found ", int{label});
  }
  result.pixels = std::move(images->values);
  result.labels = std::move(labels->values);
  return result;
}

}  // namespace jmvae
