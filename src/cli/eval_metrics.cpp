#include "cli/eval_metrics.h"

#include "cli/attribute_metrics.h"
#include "eval/accuracy.h"
#include "eval/coherence.h"
#include "eval/diversity.h"
#include "eval/latent_statistics.h"
#include "eval/likelihood_estimates.h"
#include "io/nearest_word.h"

#include <algorithm>
#include <memory>

namespace jmvae {

namespace {

const std::string joint_coherence_name = "coherence.joint";

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add(Names& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

/// The parts between commas, those in the parentheses of "log_p(x,w)" not counted.
Names split_names(const std::string& text) {
  Names names(1);
  int depth = 0;
  for (const char letter : text) {
    depth += (letter == '(') - (letter == ')');
    if (letter == ',' && depth == 0) {
      names.emplace_back();
    } else {
      names.back() += letter;
    }
  }
  return names;
}

/// Whether a group or a figure says how well something is read, which can be measured from covered pictures
/// too.
bool is_of_reading(const std::string& name) {
  return contains({"accuracy", "auc", "f1", "recall"}, name.substr(0, name.find('.')));
}

/// "image_from_label": what the judge looks at; empty where the model has no pictures, no label, or not this
/// direction.
std::string pictures_from_label(const LatentModel& model) {
  const ModelSpec& spec = model.spec();
  const Subset pictures = picture_modalities(spec);
  Subset label = no_modality(spec);
  for (std::size_t m = 0; m < label.size(); ++m) {
    label[m] = is_empty(label) && spec.modalities[m].likelihood == LikelihoodKind::categorical;
  }
  if (is_empty(pictures) || is_empty(label)) return "";
  for (std::size_t m = 0; m < pictures.size(); ++m) {
    if (pictures[m] && !check_direction(model, label, m)) return "";
  }
  return names_of(spec, pictures, '+') + "_from_" + names_of(spec, label, '+');
}

bool can_generate_all(const LatentModel& model) {
  const Subset nothing = no_modality(model.spec());
  for (std::size_t m = 0; m < nothing.size(); ++m) {
    if (!check_direction(model, nothing, m)) return false;
  }
  return true;
}

/// All groups in their order.
std::vector<MetricGroup> groups_of(const EvalSubject& subject, const LatentModel& model,
                                   const TestSet& test_set) {
  Names accuracies, coherences, diversities, likelihoods;
  for (const std::string& name : accuracy_names(model.spec())) {
    if (accuracy_query(model, test_set, name, subject.settings.rule)) accuracies.push_back(name);
  }
  const std::string judged = pictures_from_label(model);
  if (!judged.empty()) {
    coherences.push_back("coherence." + judged);
    if (can_generate_all(model)) coherences.push_back(joint_coherence_name);
    diversities.push_back("diversity." + judged);
  }
  for (const std::string& name : likelihood_names(model)) {
    const auto query = likelihood_query(model, test_set, name, subject.settings.rule);
    if (query) add(likelihoods, query->name);
  }
  std::vector<MetricGroup> groups = {{"accuracy", accuracies},
                                     {"auc", {}},
                                     {"f1", {}},
                                     {"recall", {}},
                                     {"coherence", coherences, coherences},
                                     {"recovered", {}},
                                     {"diversity", diversities, diversities},
                                     {"frechet", {}},
                                     {"sharpness", {}},
                                     {"latent", latent_statistics_names(model.spec())},
                                     {"likelihood", likelihoods}};
  for (const MetricGroup& part : attribute_groups(subject, model, test_set)) {
    for (MetricGroup& group : groups) {
      if (group.name != part.name) continue;
      group.figures.insert(group.figures.end(), part.figures.begin(), part.figures.end());
      group.judged.insert(group.judged.end(), part.judged.begin(), part.judged.end());
    }
  }
  return groups;
}

/// The figures that are asked for, by their proper names, in the order of the groups. Those of "all" that
/// need a judge, where there is none, come into `without_judge` instead.
Result<Names> resolve_names(const EvalSubject& subject, const LatentModel& model, const TestSet& test_set,
                            const Names& asked_names, Names& without_judge) {
  const std::vector<MetricGroup> groups = groups_of(subject, model, test_set);
  Names known = {"all"}, wanted;
  for (const MetricGroup& group : groups) {
    known.push_back(group.name);
    known.insert(known.end(), group.figures.begin(), group.figures.end());
  }
  const auto lacks_judge = [&](const std::string& name) {
    return !subject.judge && (name == joint_coherence_name ||
                              std::any_of(groups.begin(), groups.end(), [&](const MetricGroup& group) {
                                return contains(group.judged, name);
                              }));
  };
  const bool covered = !subject.covered.empty();
  for (const std::string& asked : asked_names) {
    if (covered && asked != "all" && !is_of_reading(asked)) {
      return fail(quote(asked), ": of covered pictures only accuracy, auc, f1 and recall are measured");
    }
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const MetricGroup& g) { return g.name == asked; });
    if (asked == "all" || group != groups.end()) {
      for (const MetricGroup& each : groups) {
        if (asked == "all" ? covered && !is_of_reading(each.name) : asked != each.name) continue;
        for (const std::string& name : each.figures) {
          const bool left_out = asked == "all" && !subject.judge_is_named && lacks_judge(name);
          add(left_out ? without_judge : wanted, name);
        }
      }
    } else if (begins(asked, "log_p(")) {
      const auto query = likelihood_query(model, test_set, asked, subject.settings.rule);
      if (!query) return fail(query);
      add(wanted, query->name);
    } else if (contains(known, asked) || asked == joint_coherence_name) {
      add(wanted, asked);
    } else {
      const auto possible = check_attribute_metric(subject, model, test_set, asked);
      if (!possible) return fail(possible);
      if (!begins(asked, "accuracy.") || asked.find("_from_") == std::string::npos) {
        return fail("unknown metric ", quote(asked), "; did you mean ", quote(nearest_word(asked, known)),
                    "?");
      }
      const auto query = accuracy_query(model, test_set, asked, subject.settings.rule);
      if (!query) return fail(query);
      add(wanted, query->name);
    }
  }
  if (wanted.empty()) {
    // Nothing of what the groups name can be measured; why is said of the first.
    const auto possible = check_attribute_metric(subject, model, test_set, asked_names.front());
    if (!possible) return fail(possible);
    const Names accuracies = accuracy_names(model.spec());
    if (!accuracies.empty()) {
      const auto why = accuracy_query(model, test_set, accuracies.front(), subject.settings.rule);
      if (!why) return fail(why);
    }
    return fail("a ", model.spec().kind, " of ", names_of(model.spec(), every_modality(model.spec()), ','),
                " has no figure of the kind ", quote(asked_names.front()));
  }
  const auto lacking = std::find_if(wanted.begin(), wanted.end(), lacks_judge);
  if (lacking != wanted.end()) {
    return fail(subject.why_no_judge, "; ", *lacking, " needs a judge, name it with --judge");
  }
  // Most figures begin with the name of their group, also those that it does not list.
  const auto rank = [&](const std::string& name) {
    const std::string start = begins(name, "log_p") ? "likelihood" : name.substr(0, name.find('.'));
    return std::find_if(groups.begin(), groups.end(), [&](const MetricGroup& group) {
      return group.name == start || contains(group.figures, name);
    });
  };
  std::stable_sort(wanted.begin(), wanted.end(),
                   [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  return wanted;
}

template <class Measure>
Measurement alone(const std::string& name, const Measure& measure) {
  return {{name}, [measure](const EvalSettings& settings) -> Estimates {
            const Result<Estimate> estimate = measure(settings);
            if (!estimate) return fail(estimate);
            return std::vector<Estimate>{*estimate};
          }};
}

/// Coherence or diversity, by the judge.
Measurement judged(const EvalSubject& subject, const LatentModel& model,
                   const std::shared_ptr<TestSet>& test_set, const std::string& name) {
  return alone(name, [&subject, &model, test_set, name](const EvalSettings& settings) {
    const Vector& parameters = subject.model->parameters;
    if (begins(name, "diversity")) {
      return diversity(model, parameters, *test_set, *subject.judge, subject.pictures, settings);
    }
    return (name == joint_coherence_name ? joint_coherence : cross_coherence)(
        model, parameters, *subject.judge, subject.pictures, settings);
  });
}

Result<EvalPlan> of_latent_model(const EvalSubject& subject, const LatentModel& model, TestSet found,
                                 const Names& asked) {
  if (!subject.covered.empty()) {
    const auto covered = cover(found, model.spec(), subject.covered);
    if (!covered) return fail(covered);
  }
  const auto test_set = std::make_shared<TestSet>(std::move(found));
  EvalPlan plan;
  const auto wanted = resolve_names(subject, model, *test_set, asked, plan.without_judge);
  if (!wanted) return fail(wanted);

  const Vector& parameters = subject.model->parameters;
  std::vector<Measurement>& measurements = plan.measurements;
  measurements = attribute_measurements(subject, model, test_set, *wanted);
  Names of_attributes;
  for (const Measurement& measurement : measurements) {
    of_attributes.insert(of_attributes.end(), measurement.names.begin(), measurement.names.end());
  }
  std::vector<LikelihoodQuery> likelihoods;
  Names latent;
  for (const std::string& name : *wanted) {
    if (contains(of_attributes, name)) continue;
    if (begins(name, "accuracy")) {
      const auto query = accuracy_query(model, *test_set, name, subject.settings.rule);
      measurements.push_back(alone(name, [&, test_set, query = *query](EvalSettings settings) {
        settings.samples = subject.samples;
        return Result<Estimate>(accuracy(model, parameters, *test_set, query, settings));
      }));
    } else if (begins(name, "log_p")) {
      likelihoods.push_back(*likelihood_query(model, *test_set, name, subject.settings.rule));
    } else if (begins(name, "coherence") || begins(name, "diversity")) {
      measurements.push_back(judged(subject, model, test_set, name));
    } else {
      latent.push_back(name);
    }
  }
  if (!latent.empty()) {
    measurements.push_back(some_of(latent, [&, test_set](const EvalSettings& settings) {
      return latent_statistics(model, parameters, *test_set, settings);
    }));
  }
  for (const auto& group : group_by_proposal(likelihoods)) {
    Names names;
    for (const LikelihoodQuery& query : group) names.push_back(query.name);
    measurements.push_back({names, [&, test_set, group](const EvalSettings& settings) -> Estimates {
                              return estimate_likelihoods(model, parameters, *test_set, group, settings);
                            }});
  }
  return plan;
}

Result<EvalPlan> of_classifier(const EvalSubject& subject, TestSet found, const Names& asked) {
  const auto& classifier = static_cast<const Classifier&>(*subject.model->model);
  const Vector& parameters = subject.model->parameters;
  const auto test_set = std::make_shared<const TestSet>(std::move(found));
  if (!subject.covered.empty()) return fail("--cover: a classifier sees whole pictures only");
  const bool of_attributes = classifier.spec().modalities[1].is_attributes();
  const std::vector<MetricGroup> groups =
      of_attributes ? attribute_groups(classifier, *test_set)
                    : std::vector<MetricGroup>{{"accuracy", accuracy_names(classifier.spec())}};
  Names known = {"all"}, wanted;
  for (const MetricGroup& group : groups) {
    known.push_back(group.name);
    known.insert(known.end(), group.figures.begin(), group.figures.end());
  }
  for (const std::string& one : asked) {
    if (!contains(known, one)) {
      return fail("unknown metric ", quote(one), "; did you mean ", quote(nearest_word(one, known)), "?");
    }
    for (const MetricGroup& group : groups) {
      for (const std::string& name : group.figures) {
        if (one == "all" || one == group.name || one == name) add(wanted, name);
      }
    }
  }
  if (of_attributes) {
    return EvalPlan{{attribute_measurement(classifier, parameters, test_set, wanted)}, {}};
  }
  const auto measure = [&, test_set](const EvalSettings& settings) {
    return Result<Estimate>(accuracy(classifier, parameters, *test_set, settings));
  };
  return EvalPlan{{alone(wanted.front(), measure)}, {}};
}

}  // namespace

Result<EvalPlan> find_measurements(const EvalSubject& subject, const std::string& names) {
  auto test_set = make_test_set(subject.model->model->spec(), *subject.examples);
  if (!test_set) return fail(test_set);
  const Names asked = split_names(names);
  if (const LatentModel* latent = subject.model->model->latent()) {
    return of_latent_model(subject, *latent, std::move(*test_set), asked);
  }
  return of_classifier(subject, std::move(*test_set), asked);
}

}  // namespace jmvae
