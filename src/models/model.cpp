#include "models/model.h"

#include "io/nearest_word.h"
#include "models/classifier.h"
#include "models/cmma.h"
#include "models/cvae.h"
#include "models/jmvae.h"
#include "models/jmvae_h.h"
#include "models/jmvae_kl.h"
#include "models/mvae.h"
#include "models/telbo.h"
#include "models/vae.h"
#include "nn/arithmetic.h"
#include "nn/columns.h"
#include "nn/rows.h"

#include <algorithm>

namespace jmvae {

namespace {

/// The first modality of which something is given.
std::size_t the_given(const Evidence& given) {
  const auto found = std::find_if(given.begin(), given.end(), [](const Observation& x) { return bool(x); });
  return static_cast<std::size_t>(found - given.begin());
}

}  // namespace

bool LatentModel::learns_from(const Evidence& batch) const {
  bool generated = false;
  for (std::size_t m = 0; m < batch.size(); ++m) {
    if (is_condition(m) && !batch[m]) return false;
    generated = generated || (batch[m] && !is_condition(m));
  }
  return generated;
}

Variable LatentModel::noise_of_bound(Variable noise, std::size_t bound) const {
  return columns(noise, spec_.latent_size() * static_cast<Index>(bound), spec_.latent_size());
}

Gaussian LatentModel::product_posterior(Tape& tape, const Evidence& given) const {
  std::vector<Gaussian> experts;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (given[m]) experts.push_back(encoders_[m](tape, given[m]));
  }
  return product(experts);
}

bool LatentModel::encodes_as_mixture(const Evidence& given) const {
  return has_encoders() && given_count(given) == 1 && encoders_[the_given(given)].is_mixture();
}

GaussianMixture LatentModel::mixture_posterior(Tape& tape, const Evidence& given) const {
  const std::size_t m = the_given(given);
  return encoders_[m].mixture(tape, given[m]);
}

Variable LatentModel::log_prior(Variable z, const Evidence&) const {
  if constexpr (!training_supported) return {};
  return prior_.log_prob(z);
}

Variable LatentModel::sample_prior(Variable noise, const Evidence&) const { return prior_.sample(noise); }

std::vector<Variable> LatentModel::kl_divergences(const Gaussian& q, Variable z, const Evidence&) const {
  if constexpr (!training_supported) return {};
  return prior_.kl_divergences(q, z);
}

Likelihood LatentModel::decode(std::size_t modality, Variable z, const Evidence&) const {
  return decoders_[modality](prior_.layer(z, 0));
}

void LatentModel::make_encoders() {
  for (const ModalitySpec& modality : spec_.modalities)
    encoders_.emplace_back(layout_, modality, spec_.latent);
  for (const ModalitySpec& modality : spec_.modalities) {
    imputers_.emplace_back();
    if (modality.imputed) imputers_.back().emplace(layout_, modality);
  }
}

void LatentModel::make_decoders() {
  for (const ModalitySpec& modality : spec_.modalities)
    decoders_.emplace_back(layout_, modality, spec_.latent);
  if (spec_.adversary) adversary_.emplace(layout_, spec_);
}

Objective LatentModel::elbo(const Gaussian& q, const Evidence& batch, Variable noise,
                            const ObjectiveWeights& weights, const std::string& from) const {
  if constexpr (!training_supported) return {};
  const Index k = weights.samples;
  const Gaussian proposal = repeat_rows(q, k);
  const Variable z = reparameterize(proposal, noise);  // k successive rows for each example
  const std::string suffix = from.empty() ? "" : " from " + from;

  Objective objective;
  Variable sum;  // of weighted log-likelihoods, [examples * k, 1]
  for (std::size_t m = 0; m < batch.size(); ++m) {
    if (!batch[m] || is_condition(m)) continue;
    const Variable log_likelihood = log_prob(decode(m, z, batch), *batch[m].values);
    const Variable weighted = likelihood_weight(weights, m) * log_likelihood;
    sum = objective.terms.empty() ? weighted : sum + weighted;
    objective.terms.push_back(
        {"log p(" + spec_.modalities[m].name + "|z)" + suffix, mean_rows(log_likelihood, k)});
  }

  const std::vector<Variable> divergences = kl_divergences(proposal, z, batch);
  if (k == 1) {
    objective.value = sum;
    for (const Variable& divergence : divergences)
      objective.value = objective.value - weights.kl * divergence;
  } else {
    const Variable log_ratio = log_prior(z, batch) - log_prob(proposal, z);
    objective.value = log_mean_exp_rows(sum + weights.kl * log_ratio, k);
  }
  for (std::size_t l = 0; l < divergences.size(); ++l) {
    const std::string layer = divergences.size() == 1 ? "" : "_" + std::to_string(l + 1);
    objective.terms.push_back({"KL(q" + layer + "||p" + layer + ")" + suffix, mean_rows(divergences[l], k)});
  }
  return objective;
}

void operator+=(Objective& total, const Objective& part) {
  total.value = total.value + part.value;
  total.terms.insert(total.terms.end(), part.terms.begin(), part.terms.end());
}

Evidence only(const Evidence& evidence, std::size_t m) {
  Evidence one(evidence.size());
  one[m] = evidence[m];
  return one;
}

Real likelihood_weight(const ObjectiveWeights& weights, std::size_t modality) {
  return weights.likelihood.empty() ? Real(1) : weights.likelihood[modality];
}

namespace {

struct Kind {
  const char* name;
  std::size_t fewest, most;  // modalities
  std::unique_ptr<Model> (*make)(const ModelSpec&);
};

constexpr std::size_t any = 1000;

template <class M>
std::unique_ptr<Model> make(const ModelSpec& spec) {
  return std::make_unique<M>(spec);
}

constexpr Kind kinds[] = {{"vae", 1, 1, make<Vae>},
                          {"cvae", 2, any, make<Cvae>},
                          {"cmma", 2, any, make<Cmma>},
                          {"jmvae", 1, any, make<Jmvae>},
                          {"jmvae-kl", 1, any, make<JmvaeKl>},
                          {"jmvae-h", 1, any, make<JmvaeH>},
                          {"telbo", 2, any, make<Telbo>},
                          {"mvae", 1, any, make<Mvae>},
                          {"classifier", 2, 2, make<Classifier>}};

}  // namespace

const std::vector<std::string>& model_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Kind& kind : kinds) all.emplace_back(kind.name);
    return all;
  }();
  return names;
}

Result<std::unique_ptr<Model>> make_model(const ModelSpec& spec) {
  const auto kind =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return spec.kind == k.name; });
  if (kind == std::end(kinds)) {
    std::string known;
    for (const std::string& name : model_kinds()) known += (known.empty() ? "" : ", ") + name;
    return fail("unknown model kind ", quote(spec.kind), "; known are ", known);
  }
  const std::size_t modalities = spec.modalities.size();
  if (modalities < kind->fewest || modalities > kind->most) {
    return fail("a ", spec.kind, " has ", kind->most == any ? "at least " : "just ", kind->fewest,
                kind->fewest == 1 ? " modality" : " modalities", ", found ", modalities);
  }
  if (spec.kind == "classifier") {
    const ModalitySpec& told = spec.modalities[1];
    if (told.likelihood != LikelihoodKind::categorical && !told.is_attributes()) {
      return fail(
          "a classifier's second modality is a label or attributes (categorical, or bernoulli of one "
          "size); ",
          told.name, " is neither");
    }
  }
  if (spec.kind != "jmvae-h" && !spec.upper.empty()) {
    return fail("only a jmvae-h has layers above z_1; this ", spec.kind, " has ", spec.upper.size());
  }
  for (const ModalitySpec& modality : spec.modalities) {
    if (modality.components > 1 && spec.kind != "jmvae-kl") {
      return fail("only a jmvae-kl has encoders that are mixtures; in this ", spec.kind, " that of ",
                  modality.name, " has ", modality.components, " components");
    }
  }
  const bool has_encoders = spec.kind == "jmvae-kl" || spec.kind == "telbo" || spec.kind == "mvae";
  for (const ModalitySpec& modality : spec.modalities) {
    if (!modality.imputed || (has_encoders && modality.is_attributes())) continue;
    return fail("only attributes are imputed, and only in a jmvae-kl, telbo or mvae; in this ", spec.kind,
                " ", modality.name, " would be");
  }
  if (spec.kind == "cvae" || spec.kind == "classifier") {
    for (const ModalitySpec& modality : spec.modalities) {
      if (!modality.partial) continue;
      return fail("a ", spec.kind, " sees no parts; in this one the encoder of ", modality.name, " would");
    }
  }
  const auto checked = check_networks(spec);
  if (!checked) return fail(checked);
  auto model = kind->make(spec);
  if (model->layout().size() >= most_parameters) {
    return fail("the networks of this ", spec.kind, " have more than ", most_parameters, " numbers");
  }
  if (spec.adversary) {
    const LatentModel* latent = model->latent();
    const auto pictures = *spec.find_modality(spec.adversary->modality);
    if (!latent || !latent->adversary() || !latent->has_joint_encoder() || latent->is_condition(pictures)) {
      return fail("a ", spec.kind, " can't be trained against an adversary of ", spec.adversary->modality);
    }
  }
  return model;
}

}  // namespace jmvae
