#include "io/examples.h"

#include <numeric>
#include <utility>

namespace jmvae {

Result<const ExampleColumn*> Examples::find(const std::string& name, Index size) const {
  std::string known;
  for (const ExampleColumn& column : columns) {
    if (column.name != name) {
      known += (known.empty() ? "" : ", ") + column.name;
    } else if (column.size == size) {
      return &column;
    } else {
      return fail("modality \"", name, "\": the model expects ", size, " numbers, the data has ",
                  column.size);
    }
  }
  return fail("the data has no modality \"", name, "\"; it has ", known);
}

void Examples::keep(Index first, Index kept) {
  count = kept;
  for (ExampleColumn& column : columns) {
    const auto size =
        column.coding == ExampleColumn::Coding::intensity ? static_cast<std::size_t>(column.size) : 1;
    column.bytes =
        column.bytes.part(static_cast<std::size_t>(first) * size, static_cast<std::size_t>(kept) * size);
  }
}

Matrix gather(const ExampleColumn& column, const std::vector<std::uint32_t>& order, Index first,
              Index count) {
  Matrix values = Matrix::Zero(count, column.size);
  for (Index row = 0; row < count; ++row) {
    const std::size_t example = order[static_cast<std::size_t>(first + row)];
    if (column.coding == ExampleColumn::Coding::category) {
      values(row, column.bytes[example]) = 1;
    } else {
      const std::uint8_t* bytes = column.bytes.data() + example * static_cast<std::size_t>(column.size);
      for (Index i = 0; i < column.size; ++i) values(row, i) = static_cast<Real>(bytes[i]) / 255;
    }
  }
  return values;
}

void binarize(Matrix& values, const std::vector<std::uint32_t>& order, Index first, std::uint64_t seed,
              std::uint32_t draw) {
  for (Index row = 0; row < values.rows(); ++row) {
    Random random(seed, Purpose::binarize, draw, order[static_cast<std::size_t>(first + row)]);
    for (Index i = 0; i < values.cols(); ++i) values(row, i) = random.uniform() < values(row, i) ? 1 : 0;
  }
}

std::vector<std::uint32_t> in_order(Index count) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

std::vector<std::uint32_t> shuffled(Index count, std::uint64_t seed, std::uint32_t epoch) {
  std::vector<std::uint32_t> order = in_order(count);
  Random random(seed, Purpose::shuffle, epoch);
  for (std::size_t last = order.size(); last > 1; --last) {
    std::swap(order[last - 1], order[random.below(static_cast<std::uint32_t>(last))]);
  }
  return order;
}

}  // namespace jmvae
