#include "eval/latent_map.h"

#include "math/parallel.h"

#include <Eigen/Eigenvalues>

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index examples_per_piece = 100;

/// What a model takes as given and never encodes, and what its z depends on before anything is seen.
Result<void> check_encoding(const LatentModel& model, const std::vector<bool>& given) {
  const ModelSpec& spec = model.spec();
  bool encodes = false;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (model.is_condition(m) && !given[m]) {
      return fail("a ", spec.kind, " encodes only when ", spec.modalities[m].name, " is given");
    }
    encodes = encodes || (given[m] && (!model.is_condition(m) || spec.kind == "cmma"));
  }
  if (!encodes) return fail("z of a ", spec.kind, " does not depend on what is given");
  return {};
}

bool has_only_labels(const ModelSpec& spec, const std::vector<bool>& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (given[m] && spec.modalities[m].likelihood != LikelihoodKind::categorical) return false;
  }
  return true;
}

/// First column and number of columns of a layer in z.
struct Columns {
  Index first, count;
};

Result<Columns> columns_of_layer(const ModelSpec& spec, std::size_t layer) {
  const std::size_t layers = 1 + spec.upper.size();
  if (layer >= layers) {
    return fail("there is no layer z_", layer + 1, "; this ", spec.kind, " has ", layers,
                layers == 1 ? " layer" : " layers");
  }
  Columns columns = {0, spec.latent};
  for (std::size_t l = 0; l < layer; ++l) columns = {columns.first + columns.count, spec.upper[l].latent};
  return columns;
}

/// Rows first ... first + count - 1 of what is given.
class Batch {
 public:
  Batch(const std::vector<const ExampleColumn*>& columns, const std::vector<std::uint32_t>& order,
        Index first, Index count)
      : values_(columns.size()) {
    for (std::size_t m = 0; m < columns.size(); ++m) {
      if (columns[m]) values_[m] = gather(*columns[m], order, first, count);
      evidence_.emplace_back(columns[m] ? &values_[m] : nullptr);
    }
  }
  const Evidence& evidence() const { return evidence_; }

 private:
  std::vector<Matrix> values_;
  Evidence evidence_;
};

}  // namespace

std::vector<std::vector<bool>> ways_to_encode(const LatentModel& model) {
  const std::size_t modalities = model.spec().modalities.size();
  std::vector<std::vector<bool>> ways = {std::vector<bool>(modalities, true)};
  for (std::size_t m = 0; modalities > 1 && m < modalities; ++m) {
    std::vector<bool> alone(modalities);
    alone[m] = true;
    if (check_encoding(model, alone)) ways.push_back(alone);
  }
  return ways;
}

Result<Encoding> encode_examples(const LatentModel& model, const Vector& parameters, const Examples& examples,
                                 const std::vector<bool>& given, const LatentMapSettings& settings) {
  const ModelSpec& spec = model.spec();
  const auto possible = check_encoding(model, given);
  if (!possible) return fail(possible);
  const auto layer = columns_of_layer(spec, settings.layer);
  if (!layer) return fail(layer);
  std::vector<const ExampleColumn*> columns(given.size());
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!given[m]) continue;
    const auto column = examples.find(spec.modalities[m].name, spec.modalities[m].size());
    if (!column) return fail(column);
    columns[m] = *column;
  }

  const std::vector<std::uint32_t> order = in_order(examples.count);
  const bool complete = std::find(given.begin(), given.end(), false) == given.end();
  const bool from_prior = is_prior(model, Batch(columns, order, 0, 0).evidence());
  Filling filling = Filling::automatic;
  if (!from_prior) {
    const auto resolved = resolve_filling(model, Batch(columns, order, 0, 0).evidence(),
                                          complete ? Filling::automatic : settings.missing.filling);
    if (!resolved) return fail(resolved);
    filling = *resolved;
  }

  Encoding encoding = {given, complete ? Filling::automatic : filling,
                       settings.samples || has_only_labels(spec, given),
                       Matrix(examples.count, layer->count)};
  const int pieces = static_cast<int>((examples.count + examples_per_piece - 1) / examples_per_piece);
  parallel_for(pieces, settings.threads, [&](int piece) {
    const Index first = piece * examples_per_piece,
                count = std::min(examples_per_piece, examples.count - first);
    const auto index = static_cast<std::uint32_t>(first);
    const Batch batch(columns, order, first, count);
    Matrix noise = Matrix::Zero(count, spec.latent_size());
    if (encoding.samples) fill_normal(noise, settings.seed, Purpose::latent, 0, index);
    Tape tape(parameters);
    const Variable z = [&] {
      if (from_prior) return model.sample_prior(tape.constant(noise), batch.evidence());
      std::vector<Random> chain = random_rows(settings.seed, Purpose::chain, 0, index, count);
      return reparameterize(posterior(model, tape, batch.evidence(), filling, settings.missing.sweeps, chain),
                            tape.constant(noise));
    }();
    encoding.z.middleRows(first, count) = z.value().middleCols(layer->first, layer->count);
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
