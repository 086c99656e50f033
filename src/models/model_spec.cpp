#include "models/model_spec.h"

#include <set>

namespace jmvae {

namespace {

// Sizes beyond these are a damaged or hostile description, not a model.
constexpr Index largest_layer = 1 << 20;
constexpr std::size_t most_modalities = 64, most_layers = 256;

const char* name_of(LikelihoodKind kind) {
  return kind == LikelihoodKind::categorical ? "categorical" : "bernoulli";
}

const char* name_of(Activation activation) {
  switch (activation) {
    case Activation::relu:
      return "relu";
    case Activation::softplus:
      return "softplus";
    case Activation::linear:
      break;
  }
  return "linear";
}

Json to_json(const NetworkSpec& network) {
  Json layers = Json::array();
  for (const LayerSpec& layer : network) {
    layers.push_back({{"units", layer.units}, {"activation", name_of(layer.activation)}});
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
    LayerSpec spec{static_cast<Index>(*units), Activation::linear};
    if (*activation == "relu") {
      spec.activation = Activation::relu;
    } else if (*activation == "softplus") {
      spec.activation = Activation::softplus;
    } else if (*activation != "linear") {
      return fail(place, ": expected an activation of relu, softplus, linear, found \"", *activation, "\"");
    }
    network.push_back(spec);
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
  if (*likelihood == "categorical") {
    modality.likelihood = LikelihoodKind::categorical;
  } else if (*likelihood != "bernoulli") {
    return fail(place, ": expected the likelihood bernoulli or categorical, found \"", *likelihood, "\"");
  }

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
  for (auto& [key, network] : {std::pair<const char*, NetworkSpec*>{"branch", &modality.branch},
                               {"encoder", &modality.encoder},
                               {"decoder", &modality.decoder}}) {
    auto layers = network_from_json(json, key, place);
    if (!layers) return fail(layers);
    *network = std::move(*layers);
  }
  return modality;
}

}  // namespace

Index ModalitySpec::size() const {
  Index total = 1;
  for (const Index extent : shape) total *= extent;
  return total;
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
    json["branch"] = to_json(modality.branch);
    json["encoder"] = to_json(modality.encoder);
    json["decoder"] = to_json(modality.decoder);
    modalities.push_back(std::move(json));
  }
  return {{"kind", spec.kind},
          {"latent", spec.latent},
          {"joint", to_json(spec.joint)},
          {"modalities", modalities}};
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
