#include "eval/likelihood_query.h"

#include "io/json.h"
#include "models/missing.h"

#include <algorithm>

namespace jmvae {

namespace {

const std::string start = "log_p(", single = ".single", multiple = ".multiple";

bool has_conditions(const LatentModel& model) {
  for (std::size_t m = 0; m < model.spec().modalities.size(); ++m) {
    if (model.is_condition(m)) return true;
  }
  return false;
}

std::string name_of(const LatentModel& model, const Subset& targets, const Subset& given) {
  const std::string condition = is_empty(given) ? "" : "|" + letters_of(model.spec(), given);
  return start + letters_of(model.spec(), targets) + condition + ")";
}

}  // namespace

Result<LikelihoodQuery> likelihood_query(const LatentModel& model, const TestSet& test_set,
                                         const std::string& name, const MissingRule& rule) {
  const ModelSpec& spec = model.spec();
  const std::size_t end = name.find(')');
  const std::string suffix = end == std::string::npos ? "" : name.substr(end + 1);
  if (name.rfind(start, 0) != 0 || end == std::string::npos ||
      (!suffix.empty() && suffix != single && suffix != multiple)) {
    return fail(quote(name), ": expected log_p(T) or log_p(T|G), then nothing, .single or .multiple");
  }
  const std::size_t bar = std::min(name.find('|'), end);
  const auto targets = subset_from_names(spec, name.substr(start.size(), bar - start.size()), ',');
  if (!targets) return fail(quote(name), ": ", targets.error().message);
  Subset given = no_modality(spec);
  if (bar < end) {
    const auto named = subset_from_names(spec, name.substr(bar + 1, end - bar - 1), ',');
    if (!named) return fail(quote(name), ": ", named.error().message);
    given = *named;
  }
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!(*targets)[m]) continue;
    if (given[m]) return fail(quote(name), ": ", spec.modalities[m].name, " can't be both target and given");
    const auto possible = check_direction(model, given, m);
    if (!possible) return fail(quote(name), ": ", possible.error().message);
  }

  LikelihoodQuery query;
  query.targets = *targets;
  query.given = given;
  query.name = name_of(model, *targets, given);
  Subset seen = every_modality(spec);
  if (has_conditions(model)) {
    if (!suffix.empty())
      return fail(quote(name), ": a ", spec.kind, " has one estimate, ", quote(query.name));
  } else if (!is_empty(given)) {
    query.estimator = suffix.empty() ? LikelihoodEstimator::plug_in : LikelihoodEstimator::difference;
    query.name += suffix;
    if (suffix != multiple) seen = given;
  } else if (is_categorical(spec, *targets) && suffix.empty()) {
    query.estimator = LikelihoodEstimator::prior_mean;
    seen = given;
  } else if (*targets != seen) {
    // The plain name of what has a picture means .multiple; what has everything has one proposal only.
    if (suffix == single || is_categorical(spec, *targets)) query.name += suffix;
    if (suffix == single) seen = *targets;
  }
  auto proposal = make_proposal(model, test_set, seen, rule);
  if (!proposal) return fail(quote(name), ": ", proposal.error().message);
  query.proposal = std::move(*proposal);
  return query;
}

std::vector<std::string> likelihood_names(const LatentModel& model) {
  const ModelSpec& spec = model.spec();
  const Subset nothing = no_modality(spec);
  const std::vector<Subset> subsets = subsets_of(spec);
  std::vector<std::string> names;
  for (const Subset& targets : subsets) {
    const std::string name = name_of(model, targets, nothing);
    names.push_back(name);
    if (!is_categorical(spec, targets) && targets != every_modality(spec)) names.push_back(name + single);
  }
  for (const Subset& targets : subsets) {
    if (targets == every_modality(spec)) continue;
    const std::string name = name_of(model, targets, complement(targets));
    for (const std::string& suffix : {std::string(), multiple, single}) names.push_back(name + suffix);
  }
  return names;
}

}  // namespace jmvae
