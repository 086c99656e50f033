#include "cli/attribute_metrics.h"

#include "eval/attribute_reading.h"
#include "eval/picture_figures.h"
#include "eval/recovered.h"
#include "io/json.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace jmvae {

namespace {

bool ends(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Those names that are wanted too.
Names common(const Names& names, const Names& wanted) {
  Names both;
  for (const std::string& name : names) {
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) both.push_back(name);
  }
  return both;
}

/// "attributes_from_image": read from all pictures.
std::string reading_name(const ModelSpec& spec, const VaryingAttributes& attributes) {
  return spec.modalities[attributes.modality].name + "_from_" + names_of(spec, picture_modalities(spec), '+');
}

Result<Proposal> reading_proposal(const EvalSubject& subject, const LatentModel& model,
                                  const TestSet& test_set, const VaryingAttributes& attributes) {
  const Subset pictures = picture_modalities(model.spec());
  if (is_empty(pictures)) return fail("this ", model.spec().kind, " has no pictures to read attributes from");
  const auto possible = check_direction(model, pictures, attributes.modality);
  if (!possible) return fail(possible);
  return make_proposal(model, test_set, pictures, subject.settings.rule);
}

/// "accuracy", "auc", "f1" or "recall": its mean, and the figure of each attribute.
Names reading_figures(const std::string& kind, const ModelSpec& spec, const VaryingAttributes& attributes) {
  Names names = {kind + "." + reading_name(spec, attributes)};
  for (const std::string& attribute : attributes.names) names.push_back(kind + "." + attribute);
  return names;
}

std::vector<Estimate> reading_estimates(const AttributeReading& reading, const ModelSpec& spec,
                                        const VaryingAttributes& attributes) {
  const std::string name = reading_name(spec, attributes);
  auto all = accuracy_estimates(reading, attributes, "accuracy." + name, "accuracy.");
  for (auto& more : {auc_estimates(reading, attributes, "auc." + name, "auc."),
                     f1_estimates(reading, attributes, "f1." + name, "f1."),
                     recall_estimates(reading, attributes, "recall." + name, "recall.")}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

/// The same attributes, but only those of which a figure is wanted.
VaryingAttributes wanted_attributes(const VaryingAttributes& all, const Names& wanted) {
  VaryingAttributes some = all;
  some.names.clear();
  some.positions.clear();
  for (std::size_t a = 0; a < all.names.size(); ++a) {
    const Names own = {"recovered." + all.names[a], "recovered." + all.names[a] + ".off"};
    if (common(own, wanted).empty()) continue;
    some.names.push_back(all.names[a]);
    some.positions.push_back(all.positions[a]);
  }
  return some;
}

}  // namespace

std::vector<MetricGroup> attribute_groups(const EvalSubject& subject, const LatentModel& model,
                                          const TestSet& test_set) {
  const ModelSpec& spec = model.spec();
  MetricGroup accuracy = {"accuracy", {}}, auc = {"auc", {}}, f1 = {"f1", {}}, recall = {"recall", {}},
              recovered = {"recovered", {}}, frechet = {"frechet", {}}, sharpness = {"sharpness", {}};
  if (const auto attributes = varying_attributes(spec, test_set)) {
    if (reading_proposal(subject, model, test_set, *attributes)) {
      for (MetricGroup* group : {&accuracy, &auc, &f1, &recall}) {
        group->figures = reading_figures(group->name, spec, *attributes);
      }
    }
    if (!subject.covered.empty()) return {accuracy, auc, f1, recall};
    for (const PictureQuery& query :
         picture_queries(model, test_set, attributes->modality, subject.settings.rule)) {
      for (const std::string& name : picture_figure_names(query, *attributes)) {
        for (MetricGroup* group : {&auc, &frechet, &sharpness}) {
          if (!begins(name, group->name + ".")) continue;
          group->figures.push_back(name);
          if (group != &sharpness) group->judged.push_back(name);
        }
      }
    }
    if (one_attribute_proposal(model, *attributes, subject.settings.rule)) {
      recovered.figures = recovered.judged = recovered_names(spec, *attributes);
    }
  }
  return {accuracy, auc, f1, recall, recovered, frechet, sharpness};
}

Result<void> check_attribute_metric(const EvalSubject& subject, const LatentModel& model,
                                    const TestSet& test_set, const std::string& name) {
  const auto& modalities = model.spec().modalities;
  const auto modality = std::find_if(modalities.begin(), modalities.end(),
                                     [](const ModalitySpec& m) { return m.is_attributes(); });
  const std::string group = name.substr(0, name.find('.'));
  const Names groups = {"accuracy", "auc",       "f1",        "recall",   "recovered",
                        "frechet",  "sharpness", "coherence", "diversity"};
  if (modality == modalities.end() || common(groups, {group}).empty()) return {};
  const std::string what = quote(name) + ": ";
  if (group == "coherence" || group == "diversity") {
    return fail(what, "a figure of labels; of ", modality->name,
                " ask for auc, recovered, frechet or sharpness");
  }
  const auto attributes = varying_attributes(model.spec(), test_set);
  if (!attributes) return fail(what, attributes.error().message);
  for (const std::string& constant : attributes->constant) {
    if (ends(name, "." + constant) || ends(name, "." + constant + ".off")) {
      return fail(what, constant, " is the same in all ", test_set.count, " examples");
    }
  }
  const auto proposal = group == "recovered"
                            ? one_attribute_proposal(model, *attributes, subject.settings.rule)
                            : reading_proposal(subject, model, test_set, *attributes);
  if (!proposal) return fail(what, proposal.error().message);
  return {};
}

std::vector<Measurement> attribute_measurements(const EvalSubject& subject, const LatentModel& model,
                                                const std::shared_ptr<const TestSet>& test_set,
                                                const Names& names) {
  std::vector<Measurement> measurements;
  const ModelSpec& spec = model.spec();
  auto found = varying_attributes(spec, *test_set);
  if (!found) return measurements;
  const VaryingAttributes attributes = std::move(*found);
  const Vector& parameters = subject.model->parameters;

  Names readings;
  for (const char* kind : {"accuracy", "auc", "f1", "recall"}) {
    const Names wanted = common(reading_figures(kind, spec, attributes), names);
    readings.insert(readings.end(), wanted.begin(), wanted.end());
  }
  if (const auto proposal = reading_proposal(subject, model, *test_set, attributes);
      proposal && !readings.empty()) {
    measurements.push_back(some_of(readings, [&, attributes, test_set, q = *proposal](EvalSettings settings) {
      settings.samples = subject.samples;
      auto estimates = reading_estimates(
          read_attributes(model, parameters, *test_set, attributes, q, settings), model.spec(), attributes);
      for (Estimate& estimate : estimates) {
        estimate.estimator += ", p averaged over z ~ " + q.name;
        estimate.proposal = q.name;
        estimate.filling = q.filling_in_words;
        estimate.samples = settings.samples;
      }
      return Estimates(std::move(estimates));
    }));
  }

  for (const PictureQuery& query :
       picture_queries(model, *test_set, attributes.modality, subject.settings.rule)) {
    const Names wanted = common(picture_figure_names(query, attributes), names);
    if (wanted.empty()) continue;
    const bool judged = std::any_of(wanted.begin(), wanted.end(),
                                    [](const std::string& name) { return !begins(name, "sharpness."); });
    measurements.push_back(
        some_of(wanted, [&, attributes, test_set, query, judged](const EvalSettings& settings) {
          return picture_figures(model, parameters, *test_set, attributes, query,
                                 judged ? subject.judge : nullptr, settings);
        }));
  }

  const Names all_recovered = common(recovered_names(spec, attributes), names);
  if (!all_recovered.empty()) {
    const Names means =
        common({recovered_names(spec, attributes)[0], recovered_names(spec, attributes)[1]}, names);
    const VaryingAttributes some = means.empty() ? wanted_attributes(attributes, names) : attributes;
    measurements.push_back(some_of(all_recovered, [&, some](const EvalSettings& settings) {
      return recovered(model, parameters, *subject.judge, some, subject.pictures, settings);
    }));
  }
  return measurements;
}

std::vector<MetricGroup> attribute_groups(const Classifier& classifier, const TestSet& test_set) {
  std::vector<MetricGroup> groups = {{"accuracy", {}}, {"auc", {}}, {"f1", {}}, {"recall", {}}};
  if (const auto attributes = varying_attributes(classifier.spec(), test_set)) {
    for (MetricGroup& group : groups) {
      group.figures = reading_figures(group.name, classifier.spec(), *attributes);
    }
  }
  return groups;
}

Measurement attribute_measurement(const Classifier& classifier, const Vector& parameters,
                                  const std::shared_ptr<const TestSet>& test_set, const Names& names) {
  return some_of(names, [&, test_set](const EvalSettings& settings) -> Estimates {
    const auto attributes = varying_attributes(classifier.spec(), *test_set);
    if (!attributes) return fail(attributes);
    return reading_estimates(read_attributes(classifier, parameters, *test_set, *attributes, settings),
                             classifier.spec(), *attributes);
  });
}

}  // namespace jmvae
