#include "io/json_members.h"
#include "models/model_spec.h"

#include <set>
#include <utility>

namespace jmvae {

namespace {

// Sizes beyond these are a damaged or hostile description, not a model.
constexpr Index largest_layer = 1 << 20;
constexpr std::size_t most_layers = 256, most_upper_layers = 64;
constexpr Index most_components = 4096;
constexpr Index largest_window = 64;

template <class Kind>
struct Named {
  Kind kind;
  const char* name;
};

const std::vector<Named<LikelihoodKind>> likelihoods = {{LikelihoodKind::bernoulli, "bernoulli"},
                                                        {LikelihoodKind::categorical, "categorical"},
                                                        {LikelihoodKind::gaussian, "gaussian"},
                                                        {LikelihoodKind::scaled_gaussian, "scaled_gaussian"},
                                                        {LikelihoodKind::scaled_laplace, "scaled_laplace"}};
const std::vector<Named<Activation>> activations = {{Activation::linear, "linear"},
                                                    {Activation::relu, "relu"},
                                                    {Activation::leaky_relu, "leaky_relu"},
                                                    {Activation::softplus, "softplus"},
                                                    {Activation::swish, "swish"}};
const std::vector<Named<LayerKind>> layer_kinds = {
    {LayerKind::dense, "dense"},
    {LayerKind::convolution, "convolution"},
    {LayerKind::transposed_convolution, "transposed_convolution"}};

template <class Kind>
const char* name_of(const std::vector<Named<Kind>>& table, Kind kind) {
  for (const auto& entry : table) {
    if (entry.kind == kind) return entry.name;
  }
  return table[0].name;
}

// ---- To JSON

Json to_json(const LayerSpec& layer) {
  Json json = {{"units", layer.units}, {"activation", name_of(activations, layer.activation)}};
  if (layer.kind != LayerKind::dense) {
    json["kind"] = name_of(layer_kinds, layer.kind);
    json["kernel"] = layer.window.kernel;
    json["stride"] = layer.window.stride;
  }
  if (layer.normalize) json["normalize"] = true;
  if (layer.residual) json["residual"] = true;
  if (!layer.shape.empty()) json["shape"] = layer.shape;
  return json;
}

Json to_json(const NetworkSpec& network) {
  Json layers = Json::array();
  for (const LayerSpec& layer : network) layers.push_back(to_json(layer));
  return layers;
}

// ---- And back, by readers as JsonMembers takes them

/// Reads a whole number in 1 ... largest.
auto size_up_to(Index largest) {
  return [largest](const Json& object, const char* key, const std::string& place) -> Result<Index> {
    const auto value = json_integer(object, key, 1, largest, place);
    if (!value) return fail(value);
    return static_cast<Index>(*value);
  };
}

/// Reads one of the names in a table.
template <class Kind>
auto one_of(const std::vector<Named<Kind>>& table, const char* subject) {
  return [&table, subject](const Json& object, const char* key, const std::string& place) -> Result<Kind> {
    const auto name = json_string(object, key, place);
    if (!name) return fail(name);
    std::string known;
    for (const auto& entry : table) {
      if (entry.name == *name) return entry.kind;
      known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    return fail(place, ": expected ", subject, " of ", known, ", found ", quote(*name));
  };
}

/// Reads a list of `least` to `most` of what read_one(entry, place) gives.
template <class Spec>
auto list_of(Result<Spec> (*read_one)(const Json& entry, const std::string& place), std::size_t least,
             std::size_t most) {
  return [=](const Json& object, const char* key, const std::string& what) -> Result<std::vector<Spec>> {
    const auto entries = json_array(object, key, what);
    if (!entries) return fail(entries);
    const std::string place = what + ": " + key;
    if ((*entries)->size() < least || (*entries)->size() > most) {
      return fail(place, ": expected ", least, " to ", most, ", found ", (*entries)->size());
    }
    std::vector<Spec> list;
    for (const Json& entry : **entries) {
      auto spec = read_one(entry, place);
      if (!spec) return fail(spec);
      list.push_back(std::move(*spec));
    }
    return list;
  };
}

Result<std::vector<Index>> read_shape(const Json& object, const char* key, const std::string& place) {
  const auto extents = json_integers(object, key, 1, largest_layer, place);
  if (!extents) return fail(extents);
  if (extents->empty() || extents->size() > 3) return fail(place, ": expected a shape of 1 to 3 sizes");
  std::vector<Index> shape;
  std::int64_t total = 1;  // an Index has 32 bits in the browser
  for (const std::int64_t extent : *extents) {
    shape.push_back(static_cast<Index>(extent));
    total *= extent;
    if (total > largest_layer)
      return fail(place, ": expected at most ", largest_layer, " numbers per example");
  }
  return shape;
}

Result<LayerSpec> layer_from_json(const Json& json, const std::string& place) {
  LayerSpec layer;
  JsonMembers members(json, place);
  members.take("units", layer.units, size_up_to(largest_layer));
  members.take("activation", layer.activation, one_of(activations, "an activation"));
  members.take_if_there("kind", layer.kind, one_of(layer_kinds, "a kind of layer"));
  if (layer.kind != LayerKind::dense) {
    members.take("kernel", layer.window.kernel, size_up_to(largest_window));
    members.take("stride", layer.window.stride, size_up_to(largest_window));
  }
  members.take_if_there("normalize", layer.normalize, json_boolean);
  members.take_if_there("residual", layer.residual, json_boolean);
  members.take_if_there("shape", layer.shape, read_shape);
  return members.give(std::move(layer));
}

const auto read_network = list_of(layer_from_json, 0, most_layers);

Result<ModalitySpec> modality_from_json(const Json& json, const std::string& what) {
  const auto name = json_string(json, "name", what);
  if (!name) return fail(name);
  const std::string place = what + ": modality " + quote(*name);
  ModalitySpec modality;
  JsonMembers members(json, place);
  members.take("name", modality.name, json_string);
  members.take("likelihood", modality.likelihood, one_of(likelihoods, "a likelihood"));
  members.take("shape", modality.shape, read_shape);
  members.take_if_there("values", modality.values, json_strings);
  members.take_if_there("partial", modality.partial, json_boolean);
  members.take_if_there("imputed", modality.imputed, json_boolean);
  members.take_if_there("components", modality.components, size_up_to(most_components));
  members.take_if_there("branch", modality.branch, read_network);
  members.take_if_there("encoder", modality.encoder, read_network);
  members.take_if_there("decoder", modality.decoder, read_network);
  members.take_if_there("output", modality.output,
                        [](const Json& object, const char* key, const std::string& of) {
                          return layer_from_json(object[key], of + ": " + key);
                        });
  auto read = members.give(std::move(modality));
  if (read && !read->values.empty() && static_cast<Index>(read->values.size()) != read->size()) {
    return fail(place, ": expected ", read->size(), " names of values, found ", read->values.size());
  }
  return read;
}

Result<UpperLatentSpec> upper_from_json(const Json& json, const std::string& place) {
  UpperLatentSpec upper;
  JsonMembers members(json, place);
  members.take("latent", upper.latent, size_up_to(largest_layer));
  members.take_if_there("encoder", upper.encoder, read_network);
  members.take_if_there("prior", upper.prior, read_network);
  return members.give(std::move(upper));
}

Result<double> read_rate(const Json& object, const char* key, const std::string& place) {
  const auto rate = json_number(object, key, place);
  if (rate && !(*rate > 0)) return fail(place, ": expected a ", key, " above 0, found ", *rate);
  return rate;
}

Result<AdversarySpec> read_adversary(const Json& object, const char* key, const std::string& what) {
  const auto json = json_object(object, key, what);
  if (!json) return fail(json);
  AdversarySpec adversary;
  JsonMembers members(**json, what + ": " + key);
  members.take("modality", adversary.modality, json_string);
  members.take_if_there("network", adversary.network, read_network);
  members.take_if_there("rate", adversary.rate, read_rate);
  return members.give(std::move(adversary));
}

}  // namespace

const char* name_of(LikelihoodKind kind) { return name_of(likelihoods, kind); }

Json to_json(const ModelSpec& spec) {
  Json modalities = Json::array();
  for (const ModalitySpec& modality : spec.modalities) {
    Json json = {
        {"name", modality.name}, {"likelihood", name_of(modality.likelihood)}, {"shape", modality.shape}};
    if (!modality.values.empty()) json["values"] = modality.values;
    if (modality.partial) json["partial"] = true;
    if (modality.imputed) json["imputed"] = true;
    if (modality.components > 1) json["components"] = modality.components;
    json["branch"] = to_json(modality.branch);
    json["encoder"] = to_json(modality.encoder);
    json["decoder"] = to_json(modality.decoder);
    if (modality.output) json["output"] = to_json(*modality.output);
    modalities.push_back(std::move(json));
  }
  Json json = {{"kind", spec.kind},
               {"latent", spec.latent},
               {"joint", to_json(spec.joint)},
               {"modalities", modalities}};
  if (spec.adversary) {
    json["adversary"] = {{"modality", spec.adversary->modality},
                         {"network", to_json(spec.adversary->network)}};
    if (spec.adversary->rate != 1) json["adversary"]["rate"] = spec.adversary->rate;
  }
  for (const UpperLatentSpec& upper : spec.upper) {
    json["upper"].push_back(
        {{"latent", upper.latent}, {"encoder", to_json(upper.encoder)}, {"prior", to_json(upper.prior)}});
  }
  return json;
}

Result<ModelSpec> model_spec_from_json(const Json& json, const std::string& what) {
  ModelSpec spec;
  JsonMembers members(json, what);
  members.take("kind", spec.kind, json_string);
  members.take("latent", spec.latent, size_up_to(largest_layer));
  members.take_if_there("joint", spec.joint, read_network);
  members.take_if_there("upper", spec.upper, list_of(upper_from_json, 0, most_upper_layers));
  members.take("modalities", spec.modalities, list_of(modality_from_json, 1, most_modalities));
  members.take_if_there("adversary", spec.adversary, read_adversary);
  auto read = members.give(std::move(spec));
  if (!read) return read;
  std::set<std::string> names;
  for (const ModalitySpec& modality : read->modalities) {
    if (!names.insert(modality.name).second)
      return fail(what, ": two modalities are called ", quote(modality.name));
  }
  return read;
}

}  // namespace jmvae
