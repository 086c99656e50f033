#include "eval/proposal.h"

#include "dist/gaussian.h"

#include <iterator>
#include <utility>

namespace jmvae {

namespace {

std::string filling_in_words(const Way& way, const Evidence& given) {
  if (is_complete(given) && way.filling == Filling::zero) return "none";
  if (way.filling == Filling::chain) return "chain of " + std::to_string(way.sweeps) + " sweeps";
  const bool alone = given_count(given) == 1;
  return name_of(way.filling == Filling::product && alone ? Filling::encoder : way.filling);
}

std::string described(const Way& way, const Evidence& given) {
  const std::string filling = filling_in_words(way, given);
  return way.emphasis == 0 ? filling : filling + ", emphasis " + in_words(way.emphasis);
}

}  // namespace

Result<Proposal> make_proposal(const LatentModel& model, const TestSet& test_set, const Subset& given,
                               const MissingRule& rule) {
  // Whether it can be done depends on what is given, not on its values.
  const Matrix some = Matrix::Zero(1, 1);
  Evidence evidence(given.size());
  for (std::size_t m = 0; m < given.size(); ++m) {
    const bool covered = m < test_set.seen.size() && test_set.seen[m].size() > 0;
    if (given[m]) evidence[m] = {&some, covered ? &test_set.seen[m] : nullptr};
  }

  const auto way = find_way(model, evidence, is_complete(evidence) ? MissingRule() : rule);
  if (!way) return fail(way);
  Subset encoded = given;
  for (std::size_t m = 0; m < encoded.size(); ++m) {
    encoded[m] = encoded[m] || (way->filling == Filling::imputation && model.imputer(m));
  }
  const std::string names = names_of(model.spec(), encoded, ',');
  if (way->prior)
    return Proposal{given, *way, model.prior_sees_conditions() ? "p(z|" + names + ")" : "p(z)", ""};
  return Proposal{given, *way, "q(z|" + names + ")", described(*way, evidence)};
}

Sampler::Sampler(const LatentModel& model, const Vector& parameters, const Proposal& proposal,
                 const Piece& piece, std::uint64_t seed)
    : model_(model), proposal_(proposal), first_example_(piece.first), seed_(seed) {
  if (proposal.way.prior || proposal.way.is_drawn()) return;
  Tape tape(parameters);
  const Evidence given = piece.evidence(proposal.given);
  std::vector<Random> no_chain;
  Gaussian q;
  if (proposal.way.mixture) {
    const GaussianMixture mixture = mixture_posterior(model, tape, given, proposal.way);
    logits_ = mixture.logits.value();
    q = mixture.components;
  } else {
    q = posterior(model, tape, given, proposal.way, no_chain);
  }
  mean_ = q.mean.value();
  variance_ = q.variance.value();
}

Draws Sampler::draw(Tape& tape, const Piece& part, Index first, Index count) {
  const Index examples = part.count();
  const auto first_draw = static_cast<std::uint32_t>(first);
  const auto address = [&](Index example) { return static_cast<std::uint32_t>(part.first + example); };
  noise_.resize(examples * count, model_.spec().latent_size());
  for (Index example = 0; example < examples; ++example) {
    fill_normal(noise_.middleRows(example * count, count), seed_, Purpose::latent, address(example),
                first_draw);
  }
  const Variable noise = tape.constant(noise_);
  const Way& way = proposal_.way;
  if (way.prior) return {{}, model_.sample_prior(noise, part.evidence(proposal_.given))};

  std::vector<Random> randoms;  // of what leads to each draw's posterior
  if (way.is_drawn() || way.mixture) {
    for (Index example = 0; example < examples; ++example) {
      auto own = random_rows(seed_, Purpose::posterior, address(example), first_draw, count);
      std::move(own.begin(), own.end(), std::back_inserter(randoms));
    }
  }
  Gaussian q;
  if (way.is_drawn()) {
    const Piece repeated = part.repeated(count);
    q = posterior(model_, tape, repeated.evidence(proposal_.given), way, randoms);
  } else {
    const auto own = [&](const Matrix& of_piece) {
      return tape.constant(of_piece.middleRows(part.first - first_example_, examples));
    };
    const Gaussian encoded = {own(mean_), own(variance_)};
    q = way.mixture ? choose(GaussianMixture{own(logits_), encoded}, randoms) : repeat_rows(encoded, count);
  }
  return {q, reparameterize(q, noise)};
}

}  // namespace jmvae
