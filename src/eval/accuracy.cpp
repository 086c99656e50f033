#include "eval/accuracy.h"

#include "eval/reading.h"
#include "io/json.h"

namespace jmvae {

namespace {

const std::string start = "accuracy.", from = "_from_";

std::string name_of(const ModelSpec& spec, std::size_t target, const Subset& sources) {
  return start + spec.modalities[target].name + from + names_of(spec, sources, '+');
}

}  // namespace

Result<AccuracyQuery> accuracy_query(const LatentModel& model, const TestSet& test_set,
                                     const std::string& name, const MissingRule& rule) {
  const ModelSpec& spec = model.spec();
  const std::size_t middle = name.find(from);
  if (name.rfind(start, 0) != 0 || middle == std::string::npos) {
    return fail(quote(name), ": expected accuracy.LABEL_from_A or accuracy.LABEL_from_A+B");
  }
  const auto target = spec.find_modality(name.substr(start.size(), middle - start.size()));
  if (!target) return fail(quote(name), ": ", target.error().message);
  const auto sources = subset_from_names(spec, name.substr(middle + from.size()), '+');
  if (!sources) return fail(quote(name), ": ", sources.error().message);

  AccuracyQuery query;
  query.target = *target;
  const ModalitySpec& modality = spec.modalities[query.target];
  if (modality.likelihood != LikelihoodKind::categorical) {
    return fail(quote(name), ": ", modality.name, " is not a label");
  }
  if ((*sources)[query.target])
    return fail(quote(name), ": ", modality.name, " can't be both target and source");
  const auto possible = check_direction(model, *sources, query.target);
  if (!possible) return fail(quote(name), ": ", possible.error().message);
  auto proposal = make_proposal(model, test_set, *sources, rule);
  if (!proposal) return fail(quote(name), ": ", proposal.error().message);
  query.name = name_of(spec, query.target, *sources);
  query.proposal = std::move(*proposal);
  return query;
}

std::vector<std::string> accuracy_names(const ModelSpec& spec) {
  std::vector<std::string> names;
  for (std::size_t target = 0; target < spec.modalities.size(); ++target) {
    if (spec.modalities[target].likelihood != LikelihoodKind::categorical) continue;
    for (const Subset& sources : subsets_of(spec)) {
      if (!sources[target]) names.push_back(name_of(spec, target, sources));
    }
  }
  return names;
}

Estimate accuracy(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                  const AccuracyQuery& query, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const auto right = for_each_example(test_set, spec, Ink::grey, settings, [&](const Piece& piece) {
    const Matrix read = read_modality(model, parameters, query.proposal, query.target, piece, settings);
    return hits(read, piece.values[query.target]);
  });

  Estimate estimate = summarize(query.name, right);
  estimate.estimator = "most probable value, p averaged over z ~ " + query.proposal.name;
  estimate.proposal = query.proposal.name;
  estimate.filling = query.proposal.filling_in_words;
  estimate.samples = settings.samples;
  return estimate;
}

Estimate accuracy(const Classifier& classifier, const Vector& parameters, const TestSet& test_set,
                  const EvalSettings& settings) {
  const auto right =
      for_each_example(test_set, classifier.spec(), Ink::grey, settings, [&](const Piece& piece) {
        Tape tape(parameters);
        return hits(mean(classifier.classify(tape, piece.values[0])), piece.values[1]);
      });
  Estimate estimate = summarize(name_of(classifier.spec(), 1, {true, false}), right);
  estimate.estimator = "most probable value";
  return estimate;
}

}  // namespace jmvae
