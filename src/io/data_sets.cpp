#include "io/data_sets.h"

namespace jmvae {

namespace {

Result<Examples> read_mnist_examples(const std::string& folder, Split split) {
  auto mnist = read_mnist(folder, split);
  if (!mnist) return fail(mnist);
  Examples examples;
  examples.count = mnist->count;
  examples.columns.push_back(
      {"image", ExampleColumn::Coding::intensity, mnist->height * mnist->width, std::move(mnist->pixels)});
  examples.columns.push_back({"label", ExampleColumn::Coding::category, 10, std::move(mnist->labels)});
  return examples;
}

}  // namespace

Result<Examples> read_examples(const std::string& data, const std::string& folder, Split split) {
  if (data == "mnist") return read_mnist_examples(folder, split);
  return fail("unknown data set \"", data, "\"; known is mnist");
}

}  // namespace jmvae
