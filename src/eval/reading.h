#pragma once
// What a model reads in some modalities about another.

#include "eval/proposal.h"

namespace jmvae {

/// The mean of p(target | z) over settings.samples draws of z for each example of a piece: [examples, size].
Matrix read_modality(const LatentModel& model, const Vector& parameters, const Proposal& proposal,
                     std::size_t target, const Piece& piece, const EvalSettings& settings);

}  // namespace jmvae
