#include "eval/reading.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index samples_per_part = 64;  // of each example, decoded together

}  // namespace

Matrix read_modality(const LatentModel& model, const Vector& parameters, const Proposal& proposal,
                     std::size_t target, const Piece& piece, const EvalSettings& settings) {
  Sampler sampler(model, parameters, proposal, piece, settings.seed);
  const Evidence given = piece.evidence(proposal.given);
  Tape tape(parameters);
  Matrix sum = Matrix::Zero(piece.count(), model.spec().modalities[target].size());
  for (Index first = 0; first < settings.samples; first += samples_per_part) {
    const Index count = std::min<Index>(samples_per_part, settings.samples - first);
    tape.clear();
    const Variable z = sampler.draw(tape, piece, first, count).z;
    const Matrix each = mean(model.decode(target, z, given));
    for (Index row = 0; row < sum.rows(); ++row) {
      sum.row(row) += each.middleRows(row * count, count).colwise().sum();
    }
  }
  return sum / static_cast<Real>(settings.samples);
}

}  // namespace jmvae
