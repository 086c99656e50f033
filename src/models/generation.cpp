#include "models/generation.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index rows_at_once = 256;  // so that memory stays small whatever the count

/// One example as `rows` equal ones.
class Repeated {
 public:
  Repeated(const Evidence& one, Index rows) {
    matrices_.reserve(2 * one.size());
    for (const Observation& x : one) {
      evidence_.emplace_back(repeat(x.values, rows), repeat(x.known, rows));
    }
  }
  const Evidence& evidence() const { return evidence_; }

 private:
  const Matrix* repeat(const Matrix* x, Index rows) {
    if (!x) return nullptr;
    matrices_.push_back(x->replicate(rows, 1));
    return &matrices_.back();
  }
  std::vector<Matrix> matrices_;
  Evidence evidence_;
};

}  // namespace

Result<Posterior> encode(const LatentModel& model, const Vector& parameters, const Evidence& given,
                         const MissingRule& rule) {
  const auto way = find_way(model, given, rule);
  if (!way) return fail(way);
  if (way->prior) {
    const Index latent = model.spec().latent_size();
    if (!model.spec().upper.empty() || model.prior_sees_conditions()) {
      return fail("the prior of a ", model.spec().kind, " is not N(0, 1); draw z instead");
    }
    return Posterior{Matrix::Zero(1, latent), Matrix::Ones(1, latent)};
  }
  if (way->is_drawn()) {
    return fail("by ", name_of(way->filling), " each sample has another posterior; draw z instead");
  }
  Tape tape(parameters);
  std::vector<Random> none;
  const Gaussian q = posterior(model, tape, given, *way, none);
  return Posterior{q.mean.value(), q.variance.value()};
}

Matrix sample_latents(const Posterior& posterior, Real spread, std::uint64_t seed, std::uint32_t first,
                      Index count) {
  Matrix z(count, posterior.mean.cols());
  fill_normal(z, seed, Purpose::latent, 0, first);
  z.array().rowwise() *= spread * posterior.variance.row(0).array().sqrt();
  z.rowwise() += posterior.mean.row(0);
  return z;
}

namespace {

Matrix draw_from_mixture(const LatentModel& model, const Vector& parameters, const Evidence& given,
                         const Way& way, Real spread, std::uint64_t seed, std::uint32_t first, Index count) {
  Tape tape(parameters);
  Matrix noise(count, model.spec().latent_size());
  fill_normal(noise, seed, Purpose::latent, 0, first);
  noise *= spread;
  std::vector<Random> randoms = random_rows(seed, Purpose::posterior, 0, first, count);
  return reparameterize(choose(mixture_posterior(model, tape, given, way), randoms), tape.constant(noise))
      .value();
}

}  // namespace

Result<Matrix> draw_latents(const LatentModel& model, const Vector& parameters, const Evidence& given,
                            const MissingRule& rule, Real spread, std::uint64_t seed, std::uint32_t first,
                            Index count) {
  const auto way = find_way(model, given, rule);
  if (!way) return fail(way);
  if (way->mixture) return draw_from_mixture(model, parameters, given, *way, spread, seed, first, count);
  if (!way->prior && !way->is_drawn()) {
    const auto q = encode(model, parameters, given, rule);
    if (!q) return fail(q);
    return sample_latents(*q, spread, seed, first, count);
  }

  Matrix z(count, model.spec().latent_size());
  Tape tape(parameters);
  for (Index done = 0; done < count; done += rows_at_once) {
    const Index rows = std::min(rows_at_once, count - done);
    const std::uint32_t index = first + static_cast<std::uint32_t>(done);
    const Repeated repeated(given, rows);
    Matrix noise(rows, z.cols());
    fill_normal(noise, seed, Purpose::latent, 0, index);
    noise *= spread;
    tape.clear();
    const Variable drawn = [&] {
      if (way->prior) return model.sample_prior(tape.constant(noise), repeated.evidence());
      std::vector<Random> randoms = random_rows(seed, Purpose::posterior, 0, index, rows);
      return reparameterize(posterior(model, tape, repeated.evidence(), *way, randoms), tape.constant(noise));
    }();
    z.middleRows(done, rows) = drawn.value();
  }
  return z;
}

Result<Matrix> latent_step(const LatentModel& model, const Vector& parameters, const Evidence& from,
                           const Evidence& to, const MissingRule& rule) {
  // What is no Gaussian, a chain or a prior of conditions, has a draw without spread instead of a mean.
  const auto centre = [&](const Evidence& given) -> Result<Matrix> {
    auto q = encode(model, parameters, given, rule);
    if (q) return std::move(q->mean);
    return draw_latents(model, parameters, given, rule, 0, 0, 0, 1);
  };
  const auto begin = centre(from);
  if (!begin) return begin;
  auto end = centre(to);
  if (end) *end -= *begin;
  return end;
}

Result<Matrix> decode(const LatentModel& model, const Vector& parameters, std::size_t modality,
                      const Matrix& z, const Evidence& given) {
  const auto possible = check_direction(model, given, modality);
  if (!possible) return fail(possible);
  const auto whole = check_evidence(model, given);
  if (!whole) return fail(whole);
  Matrix values(z.rows(), model.spec().modalities[modality].size());
  Tape tape(parameters);
  for (Index first = 0; first < z.rows(); first += rows_at_once) {
    const Index rows = std::min(rows_at_once, z.rows() - first);
    tape.clear();
    values.middleRows(first, rows) =
        mean(model.decode(modality, tape.constant(z.middleRows(first, rows)), given));
  }
  return values;
}

}  // namespace jmvae
