#include "models/missing.h"

#include "io/json.h"
#include "io/nearest_word.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

const std::vector<std::string>& filling_names() {
  static const std::vector<std::string> names = {"automatic", "zero",    "chain",
                                                 "encoder",   "product", "imputation"};
  return names;
}

const char* name_of(Filling filling) { return filling_names()[static_cast<std::size_t>(filling)].c_str(); }

Result<Filling> filling_from_name(const std::string& name) {
  const auto& names = filling_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Filling>(found - names.begin());
  return fail("unknown filling ", quote(name), "; did you mean ", quote(nearest_word(name, names)), "?");
}

namespace {

std::string a_model(const LatentModel& model) { return "a " + model.spec().kind; }

bool is_by_encoders(Filling filling) { return filling == Filling::encoder || filling == Filling::product; }

/// Refuses parts of what the model's encoders only ever saw whole.
Result<void> check_parts(const LatentModel& model, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    const ModalitySpec& modality = model.spec().modalities[m];
    if (!given[m] || given[m].is_whole() || modality.partial) continue;
    return fail(
        "this model's encoder of ", modality.name, " never saw a part of one; ",
        model.has_joint_encoder() ? "ask for the filling zero or chain" : "give it wholly or leave it out");
  }
  return {};
}

/// Whether z comes from the prior alone.
bool is_prior(const LatentModel& model, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (given[m] && !model.is_condition(m)) return false;
  }
  return true;
}

/// Whether imputation leads to z: from nothing, or from modalities that have an imputer.
Result<void> check_imputation(const LatentModel& model, const Evidence& given) {
  bool any = false;
  for (std::size_t m = 0; m < given.size(); ++m) {
    any = any || model.imputer(m);
    if (!given[m] || model.imputer(m)) continue;
    return fail("filling imputation: ", model.spec().modalities[m].name,
                " is given, and attributes are drawn from attributes alone");
  }
  if (any) return {};
  return fail("filling imputation: this model has not learnt which attributes go together");
}

/// The name of a condition of the model that is not given; empty where all are.
std::string missing_condition(const LatentModel& model, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!given[m] && model.is_condition(m)) return model.spec().modalities[m].name;
  }
  return {};
}

/// Whether what is given comes through z, so that it can be emphasized there.
Result<void> check_emphasis(const LatentModel& model, const Evidence& given, Real emphasis) {
  if (emphasis == 0) return {};
  if (!std::isfinite(emphasis) || emphasis < 0) {
    return fail("an emphasis of ", in_words(emphasis), "; expected 0 or more");
  }
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!given[m] || !model.is_condition(m)) continue;
    return fail("an emphasis of ", in_words(emphasis), ": ", a_model(model), " takes ",
                model.spec().modalities[m].name, " as a condition and not through z; expected 0");
  }
  return {};
}

}  // namespace

Result<void> check_evidence(const LatentModel& model, const Evidence& given) {
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!given[m] || given[m].is_whole()) continue;
    const ModalitySpec& modality = model.spec().modalities[m];
    if (given[m].known->isZero()) {
      return fail("the mask of ", modality.name, " hides all ", modality.size(), " numbers; leave ",
                  modality.name, " out instead");
    }
    if (model.is_condition(m)) {
      return fail(a_model(model), " takes ", modality.name, " only wholly, not a part of it");
    }
  }
  return {};
}

Result<Way> find_way(const LatentModel& model, const Evidence& given, const MissingRule& rule) {
  const auto possible = check_evidence(model, given);
  if (!possible) return fail(possible);
  const auto emphasis = check_emphasis(model, given, rule.emphasis);
  if (!emphasis) return fail(emphasis);
  Way way;
  way.emphasis = can_be_emphasized(model.spec(), given) ? rule.emphasis : 0;
  if (rule.filling == Filling::imputation) {
    const auto imputable = check_imputation(model, given);
    if (!imputable) return fail(imputable);
    way.filling = Filling::imputation;
    return way;
  }
  way.prior = is_prior(model, given);
  if (way.prior) {
    const std::string lacking = missing_condition(model, given);
    if (!model.prior_sees_conditions() || lacking.empty()) return way;
    return fail(a_model(model), " draws z only when ", lacking, " is given");
  }
  way.filling = rule.filling;
  if (rule.filling == Filling::automatic) {
    if (is_complete(given) && model.has_joint_encoder()) {
      way.filling = Filling::zero;
    } else if (model.has_encoders()) {
      way.filling = Filling::product;
    } else {
      way.filling = model.spec().upper.empty() ? Filling::zero : Filling::chain;
    }
  }
  const bool by_encoders = is_by_encoders(way.filling);
  if (by_encoders && !model.has_encoders()) {
    return fail("filling ", name_of(way.filling), ": ", a_model(model),
                " has no encoder for a single modality; it has the fillings zero and chain");
  }
  if (!by_encoders && !model.has_joint_encoder()) {
    return fail("filling ", name_of(way.filling), ": ", a_model(model),
                " has no joint encoder; it has the fillings encoder and product");
  }
  if (way.filling == Filling::encoder && given_count(given) > 1) {
    return fail("filling encoder: ", given_count(given),
                " modalities are given, and each encoder sees one; ask for the filling product");
  }
  if (way.filling == Filling::chain) {
    const std::string lacking = missing_condition(model, given);
    if (!lacking.empty()) return fail("filling chain: ", a_model(model), " can't generate ", lacking);
    way.sweeps = rule.sweeps;
  }
  if (by_encoders) {
    const auto parts = check_parts(model, given);
    if (!parts) return fail(parts);
    way.mixture = model.encodes_as_mixture(given);
  }
  return way;
}

Result<void> check_direction(const LatentModel& model, const Evidence& given, std::size_t target) {
  const auto& modalities = model.spec().modalities;
  if (model.is_condition(target)) {
    return fail(a_model(model), " generates ", modalities[0].name, " only, not ", modalities[target].name);
  }
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    if (model.is_condition(m) && (m >= given.size() || !given[m])) {
      return fail(a_model(model), " generates ", modalities[target].name, " only when ", modalities[m].name,
                  " is given");
    }
  }
  return {};
}

namespace {

/// The chain's evidence: everything, what is unknown being zeros until it is drawn.
struct Filled {
  std::vector<Matrix> values;
  Evidence evidence;

  Filled(const LatentModel& model, const Evidence& given, Index rows) : values(given.size()) {
    for (std::size_t m = 0; m < given.size(); ++m) {
      values[m] = given[m] ? with_zeros(given[m]) : Matrix::Zero(rows, model.spec().modalities[m].size());
      evidence.emplace_back(&values[m]);
    }
  }

  /// Takes a draw of p(x_m | z) for what is not known.
  void draw(std::size_t m, const Observation& given, const Likelihood& p, std::vector<Random>& randoms) {
    values[m] = given ? sample_unknown(p, with_zeros(given), *given.known, randoms) : sample(p, randoms);
  }
};

}  // namespace

Gaussian choose(const GaussianMixture& q, std::vector<Random>& randoms) {
  Matrix numbers(static_cast<Index>(randoms.size()), q.count());
  for (Index draw = 0; draw < numbers.rows(); ++draw) {
    for (Index k = 0; k < q.count(); ++k)
      numbers(draw, k) = randoms[static_cast<std::size_t>(draw)].uniform();
  }
  return choose_steadily(q, numbers);
}

namespace {

Gaussian imputed_posterior(const LatentModel& model, Tape& tape, const Evidence& given, Real emphasis,
                           std::vector<Random>& randoms) {
  std::vector<Matrix> values(given.size());
  Evidence whole(given.size());
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!model.imputer(m)) continue;
    values[m] = model.imputer(m)->impute(tape, given[m], randoms);
    whole[m] = &values[m];
  }
  return model.encodes_as_mixture(whole)
             ? choose(emphasized_mixture(model, tape, whole, given, emphasis), randoms)
             : emphasized_by_encoders(model, tape, whole, given, emphasis);
}

}  // namespace

Gaussian posterior(const LatentModel& model, Tape& tape, const Evidence& given, const Way& way,
                   std::vector<Random>& randoms) {
  if (way.filling == Filling::imputation) return imputed_posterior(model, tape, given, way.emphasis, randoms);
  if (is_by_encoders(way.filling)) return emphasized_by_encoders(model, tape, given, given, way.emphasis);
  if (way.sweeps == 0) {
    const JointFeatures features = model.joint_encoder().features(tape, given);
    return emphasized_by_joint_encoder(model, tape, features, given, given, way.emphasis);
  }

  const Index rows = static_cast<Index>(randoms.size());
  Filled filled(model, given, rows);
  JointFeatures features = model.joint_encoder().features(tape, filled.evidence);
  const auto filled_posterior = [&] {
    return emphasized_by_joint_encoder(model, tape, features, filled.evidence, given, way.emphasis);
  };
  Matrix noise(rows, model.spec().latent_size());
  for (int sweep = 0; sweep < way.sweeps; ++sweep) {
    const Gaussian q = filled_posterior();
    for (Index row = 0; row < rows; ++row) {
      for (Index d = 0; d < noise.cols(); ++d)
        noise(row, d) = randoms[static_cast<std::size_t>(row)].normal();
    }
    const Variable z = reparameterize(q, tape.constant(noise));
    for (std::size_t m = 0; m < given.size(); ++m) {
      if (given[m].is_whole()) continue;
      filled.draw(m, given[m], model.decode(m, z, filled.evidence), randoms);
      features[m] = model.joint_encoder().feature(tape, m, filled.evidence[m]);
    }
  }
  return filled_posterior();
}

GaussianMixture mixture_posterior(const LatentModel& model, Tape& tape, const Evidence& given,
                                  const Way& way) {
  return emphasized_mixture(model, tape, given, given, way.emphasis);
}

std::vector<Direction> directions(const LatentModel& model) {
  const auto& modalities = model.spec().modalities;
  std::vector<Direction> all;
  if (modalities.size() > 6) return all;
  std::vector<Matrix> any;
  for (const ModalitySpec& modality : modalities) any.push_back(Matrix::Zero(1, modality.size()));
  for (std::size_t subset = 0; subset < std::size_t{1} << modalities.size(); ++subset) {
    Evidence given;
    Direction direction;
    for (std::size_t m = 0; m < modalities.size(); ++m) {
      given.emplace_back(subset >> m & 1 ? &any[m] : nullptr);
      if (given[m]) direction.from.push_back(modalities[m].name);
    }
    for (std::size_t target = 0; target < modalities.size(); ++target) {
      if (check_direction(model, given, target)) direction.to.push_back(modalities[target].name);
    }
    if (direction.to.empty()) continue;
    const auto way = find_way(model, given, {});
    if (!way) continue;
    direction.by = way->prior                                                    ? "prior"
                   : way->filling == Filling::zero && is_complete(given)         ? "joint encoder"
                   : way->filling == Filling::product && given_count(given) == 1 ? name_of(Filling::encoder)
                                                                                 : name_of(way->filling);
    all.push_back(std::move(direction));
  }
  return all;
}

}  // namespace jmvae
