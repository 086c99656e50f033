#include "train/rare_examples.h"

#include <algorithm>

namespace jmvae {

namespace {
/// visit(example, attribute) for each attribute that an example has.
template <class Visitor>
void visit_attributes(const ExampleColumn& column, const Visitor& visit) {
  const bool one_each = column.coding == ExampleColumn::Coding::category;
  const auto size = static_cast<std::size_t>(column.size);
  for (std::size_t i = 0; i < column.bytes.size(); ++i) {
    if (one_each) {
      visit(i, std::size_t{column.bytes[i]});
    } else if (column.bytes[i] != 0) {
      visit(i / size, i % size);
    }
  }
}
}  // namespace

std::vector<Real> rarity(const ExampleColumn& attributes) {
  std::vector<Real> weights(static_cast<std::size_t>(attributes.size), 0);
  visit_attributes(attributes, [&](std::size_t, std::size_t attribute) { weights[attribute] += 1; });
  for (Real& weight : weights) weight = weight > 0 ? 1 / weight : 0;
  return weights;
}

RareExamples::RareExamples(Index count, const std::vector<const ExampleColumn*>& attributes)
    : weight_until_(static_cast<std::size_t>(count), 0) {
  for (const ExampleColumn* column : attributes) {
    const std::vector<Real> rarity = jmvae::rarity(*column);
    visit_attributes(*column, [&](std::size_t example, std::size_t attribute) {
      // The attribute is drawn with its rarity, and then one of as many examples as one over it.
      const double weight = rarity[attribute];
      weight_until_[example] += weight * weight;
    });
  }
  for (std::size_t i = 1; i < weight_until_.size(); ++i) weight_until_[i] += weight_until_[i - 1];
}

std::uint32_t RareExamples::draw(Random& random) const {
  const double level = random.uniform() * weight_until_.back();
  const auto drawn = std::upper_bound(weight_until_.begin(), weight_until_.end(), level);
  return static_cast<std::uint32_t>(drawn - weight_until_.begin());
}

}  // namespace jmvae
