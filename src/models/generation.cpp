#include "models/generation.h"

#include "math/random.h"

#include <algorithm>

namespace jmvae {

Posterior encode(const LatentModel& model, const Vector& parameters, const Evidence& given) {
  Tape tape(parameters);
  const Gaussian q = model.posterior(tape, given, 1);
  return {q.mean.value(), q.variance.value()};
}

Matrix sample_latents(const Posterior& posterior, Real spread, std::uint64_t seed, std::uint32_t first,
                      Index count) {
  Matrix z(count, posterior.mean.cols());
  fill_normal(z, seed, Purpose::latent, 0, first);
  z.array().rowwise() *= spread * posterior.variance.row(0).array().sqrt();
  z.rowwise() += posterior.mean.row(0);
  return z;
}

Matrix decode(const LatentModel& model, const Vector& parameters, int modality, const Matrix& z) {
  constexpr Index rows_at_once = 256;  // so that memory stays small whatever the count
  Matrix values(z.rows(), model.spec().modalities[static_cast<std::size_t>(modality)].size());
  Tape tape(parameters);
  for (Index first = 0; first < z.rows(); first += rows_at_once) {
    const Index rows = std::min(rows_at_once, z.rows() - first);
    tape.clear();
    values.middleRows(first, rows) = mean(model.decode(modality, tape.constant(z.middleRows(first, rows))));
  }
  return values;
}

}  // namespace jmvae
