#include "io/data_sets.h"

#include "io/mnist.h"

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

/// The columns first ... first + width - 1 of all pictures [28, 28].
std::vector<std::uint8_t> cut(const Bytes& pixels, std::size_t first, std::size_t width) {
  constexpr std::size_t row = 28;
  std::vector<std::uint8_t> part;
  part.reserve(pixels.size() / row * width);
  for (std::size_t start = first; start < pixels.size(); start += row) {
    part.insert(part.end(), pixels.begin() + start, pixels.begin() + start + width);
  }
  return part;
}

Result<Examples> read_mnist_halves(const std::string& folder, Split split) {
  auto whole = read_mnist_examples(folder, split);
  if (!whole) return whole;
  const Bytes pixels = whole->columns[0].bytes;
  ExampleColumn left = {"left", ExampleColumn::Coding::intensity, 28 * 14, cut(pixels, 0, 14)};
  ExampleColumn right = {"right", ExampleColumn::Coding::intensity, 28 * 14, cut(pixels, 14, 14)};
  whole->columns = {std::move(left), std::move(right), std::move(whole->columns[1])};
  return whole;
}

}  // namespace

Result<Examples> read_examples(const std::string& data, const std::string& folder, Split split,
                               const FaceDataSettings& settings) {
  if (data == "mnist") return read_mnist_examples(folder, split);
  if (data == "mnist-halves") return read_mnist_halves(folder, split);
  if (is_face_data(data)) return read_faces(folder, split, settings);
  return fail("unknown data set \"", data, "\"; known are mnist, mnist-halves, celeba, avatars, faces");
}

bool is_face_data(const std::string& data) {
  return data == "celeba" || data == "avatars" || data == "faces";
}

}  // namespace jmvae
