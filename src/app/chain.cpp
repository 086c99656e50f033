#include "app/chain.h"

namespace jmvae {

bool operator==(const ChainOrder& a, const ChainOrder& b) {
  return a.label == b.label && a.seed == b.seed && a.spread == b.spread;
}

bool Chain::begin(const jmvae_model* model, const ChainOrder& order) {
  if (model == model_ && order == order_ && !problem_.is_foreign()) return false;
  model_ = model;
  order_ = order;
  pictures_.clear();
  problem_.clear();
  return true;
}

void Chain::advance() {
  if (!model_ || !problem_.empty()) return;
  // Of the same noise, a chain that is one sweep longer begins with the same sweeps.
  const auto written =
      write_digits(model_, {order_.label, order_.spread, order_.seed, 0, 1, {"chain", steps()}});
  if (!written) {
    problem_ = written.error().message;
    return;
  }
  pictures_.insert(pictures_.end(), written->pictures.begin(), written->pictures.end());
}

}  // namespace jmvae
