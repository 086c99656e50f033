#include "eval/latent_map.h"

#include <Eigen/Eigenvalues>

namespace jmvae {

namespace {

/// Whether z depends on what is given, and nothing lacks that the model never encodes without.
Result<void> check_encoding(const LatentModel& model, const Subset& given) {
  const ModelSpec& spec = model.spec();
  bool encodes = false;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (model.is_condition(m) && !given[m]) {
      return fail("a ", spec.kind, " encodes only when ", spec.modalities[m].name, " is given");
    }
    encodes = encodes || (given[m] && (!model.is_condition(m) || model.prior_sees_conditions()));
  }
  if (!encodes) return fail("z of a ", spec.kind, " does not depend on what is given");
  return {};
}

}  // namespace

std::vector<Subset> ways_to_encode(const LatentModel& model) {
  const std::size_t modalities = model.spec().modalities.size();
  std::vector<Subset> ways = {every_modality(model.spec())};
  for (std::size_t m = 0; modalities > 1 && m < modalities; ++m) {
    Subset alone = no_modality(model.spec());
    alone[m] = true;
    if (check_encoding(model, alone)) ways.push_back(alone);
  }
  return ways;
}

Result<Encoding> encode_examples(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                                 const Subset& given, std::size_t layer, bool samples,
                                 const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const auto possible = check_encoding(model, given);
  if (!possible) return fail(possible);
  const std::vector<LatentLayer> layers = spec.latent_layers();
  if (layer >= layers.size()) {
    return fail("there is no layer z_", layer + 1, "; this ", spec.kind, " has ", layers.size(),
                layers.size() == 1 ? " layer" : " layers");
  }
  const auto proposal = make_proposal(model, test_set, given, settings.rule);
  if (!proposal) return fail(proposal);

  Encoding encoding = {*proposal, samples || proposal->way.prior || is_categorical(spec, given),
                       Matrix(test_set.count, layers[layer].size)};
  for_each_piece(test_set, spec, Ink::grey, settings, [&](const Piece& piece) {
    Sampler sampler(model, parameters, encoding.proposal, piece, settings.seed);
    Tape tape(parameters);
    const Draws draws = sampler.draw(tape, piece, 0, 1);
    const Matrix& z = encoding.samples ? draws.z.value() : draws.q.mean.value();
    encoding.z.middleRows(piece.first, piece.count()) = z.middleCols(layers[layer].first, layers[layer].size);
  });
  return encoding;
}

Matrix map_plane(const Matrix& z) {
  const Index dimensions = z.cols();
  Matrix directions = Matrix::Identity(dimensions, 2);
  if (dimensions <= 2) return directions;
  const Eigen::MatrixXd centred = (z.rowwise() - z.colwise().mean()).cast<double>();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(centred.transpose() * centred);
  for (Index axis = 0; axis < 2; ++axis) {  // eigenvalues ascend
    Eigen::VectorXd direction = solver.eigenvectors().col(dimensions - 1 - axis);
    // An eigenvector's sign is arbitrary; this one is the same on every machine.
    Index largest = 0;
    direction.cwiseAbs().maxCoeff(&largest);
    if (direction[largest] < 0) direction = -direction;
    directions.col(axis) = direction.cast<Real>();
  }
  return directions;
}

}  // namespace jmvae
