#include "eval/proposal.h"

#include "dist/gaussian.h"

#include <algorithm>
#include <iterator>

namespace jmvae {

namespace {

std::string describe(const Proposal& proposal, bool complete) {
  if (proposal.prior || (complete && proposal.filling == Filling::zero)) return "none";
  if (proposal.filling == Filling::chain) return "chain of " + std::to_string(proposal.sweeps) + " sweeps";
  const bool alone = std::count(proposal.given.begin(), proposal.given.end(), true) == 1;
  return name_of(proposal.filling == Filling::product && alone ? Filling::encoder : proposal.filling);
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

  const auto possible = check_evidence(model, evidence);
  if (!possible) return fail(possible);
  Proposal proposal;
  proposal.given = given;
  const std::string names = names_of(model.spec(), given, ',');
  proposal.prior = is_prior(model, evidence);
  if (proposal.prior) {
    proposal.name = model.prior_sees_conditions() ? "p(z|" + names + ")" : "p(z)";
  } else {
    const bool complete = is_complete(evidence);
    const auto filling = resolve_filling(model, evidence, complete ? Filling::automatic : rule.filling);
    if (!filling) return fail(filling);
    proposal.filling = *filling;
    proposal.sweeps = *filling == Filling::chain ? rule.sweeps : 0;
    proposal.mixture = is_mixture(model, evidence, *filling);
    proposal.name = "q(z|" + names + ")";
    proposal.filling_in_words = describe(proposal, complete);
  }
  return proposal;
}

Sampler::Sampler(const LatentModel& model, const Vector& parameters, const Proposal& proposal,
                 const Piece& piece, std::uint64_t seed)
    : model_(model), proposal_(proposal), first_example_(piece.first), seed_(seed) {
  if (proposal.prior || proposal.sweeps > 0) return;
  Tape tape(parameters);
  const Evidence given = piece.evidence(proposal.given);
  std::vector<Random> no_chain;
  Gaussian q;
  if (proposal.mixture) {
    const GaussianMixture mixture = model.mixture_posterior(tape, given);
    logits_ = mixture.logits.value();
    q = mixture.components;
  } else {
    q = posterior(model, tape, given, proposal.filling, 0, no_chain);
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
  if (proposal_.prior) return {{}, model_.sample_prior(noise, part.evidence(proposal_.given))};

  std::vector<Random> randoms;  // of what leads to each draw's posterior
  if (proposal_.sweeps > 0 || proposal_.mixture) {
    for (Index example = 0; example < examples; ++example) {
      auto own = random_rows(seed_, Purpose::posterior, address(example), first_draw, count);
      std::move(own.begin(), own.end(), std::back_inserter(randoms));
    }
  }
  Gaussian q;
  if (proposal_.sweeps > 0) {
    const Piece repeated = part.repeated(count);
    q = posterior(model_, tape, repeated.evidence(proposal_.given), proposal_.filling, proposal_.sweeps,
                  randoms);
  } else {
    const auto own = [&](const Matrix& of_piece) {
      return tape.constant(of_piece.middleRows(part.first - first_example_, examples));
    };
    const Gaussian encoded = {own(mean_), own(variance_)};
    q = proposal_.mixture ? choose(GaussianMixture{own(logits_), encoded}, randoms)
                          : repeat_rows(encoded, count);
  }
  return {q, reparameterize(q, noise)};
}

}  // namespace jmvae
