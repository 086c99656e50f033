#include "io/data_sets.h"

#include "io/mnist.h"

namespace jmvae {

namespace {

constexpr Index side = 28;  // pixels of a digit

Result<Examples> read_mnist_examples(const std::string& folder, Split split) {
  auto mnist = read_mnist(folder, split);
  if (!mnist) return fail(mnist);
  if (mnist->height != side || mnist->width != side) {
    return fail(folder, ": expected pictures of ", side, " x ", side, ", found ", mnist->height, " x ",
                mnist->width);
  }
  Examples examples;
  examples.count = mnist->count;
  examples.columns.push_back(
      {"image", ExampleColumn::Coding::intensity, side * side, std::move(mnist->pixels)});
  examples.columns.push_back({"label", ExampleColumn::Coding::category, 10, std::move(mnist->labels)});
  return examples;
}

/// The columns first ... first + width - 1 of all pictures [28, 28].
std::vector<std::uint8_t> cut(const Bytes& pixels, std::size_t first, std::size_t width) {
  std::vector<std::uint8_t> part;
  part.reserve(pixels.size() / side * width);
  for (std::size_t start = first; start < pixels.size(); start += side) {
    part.insert(part.end(), pixels.begin() + start, pixels.begin() + start + width);
  }
  return part;
}

Result<Examples> read_mnist_halves(const std::string& folder, Split split) {
  auto whole = read_mnist_examples(folder, split);
  if (!whole) return whole;
  const Bytes pixels = whole->columns[0].bytes;
  ExampleColumn left = {"left", ExampleColumn::Coding::intensity, side * 14, cut(pixels, 0, 14)};
  ExampleColumn right = {"right", ExampleColumn::Coding::intensity, side * 14, cut(pixels, 14, 14)};
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
