#include "models/model_spec.h"

#include <set>

namespace jmvae {

namespace {

// Sizes beyond these are a damaged or hostile description, not a model.
constexpr Index largest_layer = 1 << 20;
constexpr std::size_t most_layers = 256, most_upper_layers = 64;

template <class Kind>
struct Named {
  Kind kind;
  const char* name;
};

const std::vector<Named<LikelihoodKind>> likelihoods = {{LikelihoodKind::bernoulli, "bernoulli"},
                                                        {LikelihoodKind::categorical, "categorical"},
                                                        {LikelihoodKind::gaussian, "gaussian"}};
const std::vector<Named<Activation>> activations = {{Activation::linear, "linear"},
                                                    {Activation::relu, "relu"},
                                                    {Activation::softplus, "softplus"},
                                                    {Activation::swish, "swish"}};

template <class Kind>
const char* name_of(const std::vector<Named<Kind>>& table, Kind kind) {
  for (const auto& entry : table) {
    if (entry.kind == kind) return entry.name;
  }
  return table[0].name;
}

/// The kind of a name; a sentence that lists the known ones otherwise.
template <class Kind>
Result<Kind> kind_of(const std::vector<Named<Kind>>& table, const std::string& name, const char* subject,
                     const std::string& place) {
  std::string known;
  for (const auto& entry : table) {
    if (entry.name == name) return entry.kind;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  return fail(place, ": expected ", subject, " of ", known, ", found ", quote(name));
}

Json to_json(const NetworkSpec& network) {
  Json layers = Json::array();
  for (const LayerSpec& layer : network) {
    layers.push_back({{"units", layer.units}, {"activation", name_of(activations, layer.activation)}});
  }
  return layers;
}

Result<NetworkSpec> network_from_json(const Json& object, const char* key, const std::string& what) {
  const std::string place = what + ": " + key;
  NetworkSpec network;
  if (!object.contains(key)) return network;
  const auto layers = json_array(object, key, what);
  if (!layers) return fail(layers);
  if ((*layers)->size() > most_layers) return fail(place, ": expected at most ", most_layers, " layers");
  for (const Json& layer : **layers) {
    const auto units = json_integer(layer, "units", 1, largest_layer, place);
    if (!units) return fail(units);
    const auto activation = json_string(layer, "activation", place);
    if (!activation) return fail(activation);
    const auto kind = kind_of(activations, *activation, "an activation", place);
    if (!kind) return fail(kind);
    network.push_back({static_cast<Index>(*units), *kind});
  }
  return network;
}

Result<ModalitySpec> modality_from_json(const Json& json, const std::string& what) {
  ModalitySpec modality;
  const auto name = json_string(json, "name", what);
  if (!name) return fail(name);
  modality.name = *name;
  const std::string place = what + ": modality \"" + modality.name + "\"";

  const auto likelihood = json_string(json, "likelihood", place);
  if (!likelihood) return fail(likelihood);
  const auto kind = kind_of(likelihoods, *likelihood, "a likelihood", place);
  if (!kind) return fail(kind);
  modality.likelihood = *kind;

  const auto shape = json_integers(json, "shape", 1, largest_layer, place);
  if (!shape) return fail(shape);
  if (shape->empty() || shape->size() > 3) return fail(place, ": expected a shape of 1 to 3 sizes");
  std::int64_t total = 1;  // an Index has 32 bits in the browser
  for (const std::int64_t extent : *shape) {
    modality.shape.push_back(static_cast<Index>(extent));
    total *= extent;
    if (total > largest_layer)
      return fail(place, ": expected at most ", largest_layer, " numbers per example");
  }
  if (json.contains("values")) {
    auto values = json_strings(json, "values", place);
    if (!values) return fail(values);
    modality.values = std::move(*values);
    if (static_cast<std::int64_t>(modality.values.size()) != total) {
      return fail(place, ": expected ", total, " names of values, found ", modality.values.size());
    }
  }
  if (json.contains("partial")) {
    if (!json["partial"].is_boolean()) return fail(place, ": expected partial to be true or false");
    modality.partial = json["partial"].get<bool>();
  }
  for (auto& [key, network] : {std::pair<const char*, NetworkSpec*>{"branch", &modality.branch},
                               {"encoder", &modality.encoder},
                               {"decoder", &modality.decoder}}) {
    auto layers = network_from_json(json, key, place);
    if (!layers) return fail(layers);
    *network = std::move(*layers);
  }
  return modality;
}

Result<UpperLatentSpec> upper_from_json(const Json& json, const std::string& what) {
  UpperLatentSpec upper;
  const auto latent = json_integer(json, "latent", 1, largest_layer, what);
  if (!latent) return fail(latent);
  upper.latent = static_cast<Index>(*latent);
  auto encoder = network_from_json(json, "encoder", what);
  if (!encoder) return fail(encoder);
  upper.encoder = std::move(*encoder);
  auto prior = network_from_json(json, "prior", what);
  if (!prior) return fail(prior);
  upper.prior = std::move(*prior);
  return upper;
}

}  // namespace

const char* name_of(LikelihoodKind kind) { return name_of(likelihoods, kind); }

Index ModalitySpec::size() const {
  Index total = 1;
  for (const Index extent : shape) total *= extent;
  return total;
}

std::string ModalitySpec::value_name(Index value) const {
  return values.empty() ? std::to_string(value) : values[static_cast<std::size_t>(value)];
}

std::vector<LatentLayer> ModelSpec::latent_layers() const {
  std::vector<LatentLayer> layers = {{0, latent}};
  for (const UpperLatentSpec& layer : upper) {
    layers.push_back({layers.back().first + layers.back().size, layer.latent});
  }
  return layers;
}

Index ModelSpec::latent_size() const {
  const LatentLayer last = latent_layers().back();
  return last.first + last.size;
}

Result<int> ModelSpec::find_modality(const std::string& name) const {
  std::string known;
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    if (modalities[m].name == name) return static_cast<int>(m);
    known += (known.empty() ? "" : ", ") + modalities[m].name;
  }
  return fail("unknown modality \"", name, "\"; this model has ", known);
}

Json to_json(const ModelSpec& spec) {
  Json modalities = Json::array();
  for (const ModalitySpec& modality : spec.modalities) {
    Json json = {
        {"name", modality.name}, {"likelihood", name_of(modality.likelihood)}, {"shape", modality.shape}};
    if (!modality.values.empty()) json["values"] = modality.values;
    if (modality.partial) json["partial"] = true;
    json["branch"] = to_json(modality.branch);
    json["encoder"] = to_json(modality.encoder);
    json["decoder"] = to_json(modality.decoder);
    modalities.push_back(std::move(json));
  }
  Json json = {{"kind", spec.kind},
               {"latent", spec.latent},
               {"joint", to_json(spec.joint)},
               {"modalities", modalities}};
  for (const UpperLatentSpec& upper : spec.upper) {
    json["upper"].push_back(
        {{"latent", upper.latent}, {"encoder", to_json(upper.encoder)}, {"prior", to_json(upper.prior)}});
  }
  return json;
}

Result<ModelSpec> model_spec_from_json(const Json& json, const std::string& what) {
  ModelSpec spec;
  const auto kind = json_string(json, "kind", what);
  if (!kind) return fail(kind);
  spec.kind = *kind;
  const auto latent = json_integer(json, "latent", 1, largest_layer, what);
  if (!latent) return fail(latent);
  spec.latent = static_cast<Index>(*latent);
  auto joint = network_from_json(json, "joint", what);
  if (!joint) return fail(joint);
  spec.joint = std::move(*joint);

  if (json.contains("upper")) {
    const auto upper = json_array(json, "upper", what);
    if (!upper) return fail(upper);
    if ((*upper)->size() > most_upper_layers) {
      return fail(what, ": expected at most ", most_upper_layers, " upper layers, found ", (*upper)->size());
    }
    for (const Json& entry : **upper) {
      auto layer = upper_from_json(entry, what + ": upper");
      if (!layer) return fail(layer);
      spec.upper.push_back(std::move(*layer));
    }
  }

  const auto modalities = json_array(json, "modalities", what);
  if (!modalities) return fail(modalities);
  if ((*modalities)->empty() || (*modalities)->size() > most_modalities) {
    return fail(what, ": expected 1 to ", most_modalities, " modalities, found ", (*modalities)->size());
  }
  std::set<std::string> names;
  for (const Json& entry : **modalities) {
    auto modality = modality_from_json(entry, what);
    if (!modality) return fail(modality);
    if (!names.insert(modality->name).second)
      return fail(what, ": two modalities are called \"", modality->name, "\"");
    spec.modalities.push_back(std::move(*modality));
  }
  return spec;
}

}  // namespace jmvae
