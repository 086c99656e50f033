#include "models/model_spec.h"

#include <set>

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

Result<std::vector<Index>> shape_from_json(const Json& object, const std::string& place) {
  const auto extents = json_integers(object, "shape", 1, largest_layer, place);
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
  const auto units = json_integer(json, "units", 1, largest_layer, place);
  if (!units) return fail(units);
  layer.units = static_cast<Index>(*units);
  const auto activation_name = json_string(json, "activation", place);
  if (!activation_name) return fail(activation_name);
  const auto activation = kind_of(activations, *activation_name, "an activation", place);
  if (!activation) return fail(activation);
  layer.activation = *activation;
  if (json.contains("kind")) {
    const auto kind_name = json_string(json, "kind", place);
    if (!kind_name) return fail(kind_name);
    const auto kind = kind_of(layer_kinds, *kind_name, "a kind of layer", place);
    if (!kind) return fail(kind);
    layer.kind = *kind;
  }
  if (layer.kind != LayerKind::dense) {
    for (auto& [key, size] :
         {std::pair<const char*, Index*>{"kernel", &layer.window.kernel}, {"stride", &layer.window.stride}}) {
      const auto found = json_integer(json, key, 1, largest_window, place);
      if (!found) return fail(found);
      *size = static_cast<Index>(*found);
    }
  }
  for (auto& [key, flag] :
       {std::pair<const char*, bool*>{"normalize", &layer.normalize}, {"residual", &layer.residual}}) {
    const auto found = json_boolean_or(json, key, false, place);
    if (!found) return fail(found);
    *flag = *found;
  }
  if (json.contains("shape")) {
    auto shape = shape_from_json(json, place);
    if (!shape) return fail(shape);
    layer.shape = std::move(*shape);
  }
  return layer;
}

Result<NetworkSpec> network_from_json(const Json& object, const char* key, const std::string& what) {
  const std::string place = what + ": " + key;
  NetworkSpec network;
  if (!object.contains(key)) return network;
  const auto layers = json_array(object, key, what);
  if (!layers) return fail(layers);
  if ((*layers)->size() > most_layers) return fail(place, ": expected at most ", most_layers, " layers");
  for (const Json& layer : **layers) {
    auto spec = layer_from_json(layer, place);
    if (!spec) return fail(spec);
    network.push_back(std::move(*spec));
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

  auto shape = shape_from_json(json, place);
  if (!shape) return fail(shape);
  modality.shape = std::move(*shape);
  if (json.contains("values")) {
    auto values = json_strings(json, "values", place);
    if (!values) return fail(values);
    modality.values = std::move(*values);
    if (static_cast<Index>(modality.values.size()) != modality.size()) {
      return fail(place, ": expected ", modality.size(), " names of values, found ", modality.values.size());
    }
  }
  const auto partial = json_boolean_or(json, "partial", false, place);
  if (!partial) return fail(partial);
  modality.partial = *partial;
  const auto components = json_integer_or(json, "components", 1, most_components, 1, place);
  if (!components) return fail(components);
  modality.components = static_cast<Index>(*components);
  for (auto& [key, network] : {std::pair<const char*, NetworkSpec*>{"branch", &modality.branch},
                               {"encoder", &modality.encoder},
                               {"decoder", &modality.decoder}}) {
    auto layers = network_from_json(json, key, place);
    if (!layers) return fail(layers);
    *network = std::move(*layers);
  }
  if (json.contains("output")) {
    auto output = layer_from_json(json["output"], place + ": output");
    if (!output) return fail(output);
    modality.output = std::move(*output);
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

Shape ModalitySpec::picture_shape() const {
  if (shape.size() < 2) return size();
  return {shape[0], shape[1], shape.size() > 2 ? shape[2] : 1};
}

Shape ModalitySpec::encoder_shape() const { return partial ? Shape(2 * size()) : picture_shape(); }

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

Result<std::size_t> ModelSpec::find_modality(const std::string& name) const {
  std::string known;
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    if (modalities[m].name == name) return m;
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
  if (json.contains("adversary")) {
    const auto adversary = json_object(json, "adversary", what);
    if (!adversary) return fail(adversary);
    const auto modality = json_string(**adversary, "modality", what + ": adversary");
    if (!modality) return fail(modality);
    auto network = network_from_json(**adversary, "network", what + ": adversary");
    if (!network) return fail(network);
    const auto rate = json_number_or(**adversary, "rate", 1, what + ": adversary");
    if (!rate) return fail(rate);
    if (!(*rate > 0)) return fail(what, ": adversary: expected a rate above 0, found ", *rate);
    spec.adversary = AdversarySpec{*modality, std::move(*network), *rate};
  }
  return spec;
}

Result<void> check_networks(const ModelSpec& spec) {
  // Some networks see more than z or one branch; as these are plain numbers, only a first layer that adds its
  // input could tell, and there is none.
  const Shape numbers;
  const auto check = [&](const NetworkSpec& network, const Shape& inputs, const std::string& name) {
    const auto shape = shape_after(network, inputs);
    if (!shape) return Result<Shape>(fail(name, ": ", shape.error().message));
    return shape;
  };
  for (const ModalitySpec& modality : spec.modalities) {
    const std::string name = modality.name + ": ";
    const auto branch = check(modality.branch, modality.picture_shape(), name + "branch");
    if (!branch) return fail(branch);
    const auto encoder = check(modality.encoder, modality.encoder_shape(), name + "encoder");
    if (!encoder) return fail(encoder);
    if (modality.components > most_parameters / spec.latent) {
      return fail(name, modality.components, " components of ", spec.latent, " dimensions are too many");
    }
    const auto decoder = check(modality.decoder, numbers, name + "decoder");
    if (!decoder) return fail(decoder);
    if (!modality.output) continue;
    const auto output = check({*modality.output}, *decoder, name + "output");
    if (!output) return fail(output);
    if (output->size() != modality.size()) {
      return fail(name, "output: expected ", modality.size(), " numbers, found ", output->size());
    }
  }
  if (spec.adversary) {
    const auto found = spec.find_modality(spec.adversary->modality);
    if (!found) return fail("adversary: ", found.error().message);
    const ModalitySpec& modality = spec.modalities[*found];
    if (!modality.is_picture()) {
      return fail("adversary: expected pictures, but \"", modality.name, "\" has the shape of a ",
                  modality.is_attributes() ? "list of attributes" : "label");
    }
    if (spec.modalities.size() < 2) return fail("adversary: the model has one modality only");
    const auto network = check(spec.adversary->network, modality.picture_shape(), "adversary");
    if (!network) return fail(network);
  }
  const auto joint = check(spec.joint, numbers, "joint");
  if (!joint) return fail(joint);
  for (const UpperLatentSpec& upper : spec.upper) {
    for (const NetworkSpec* network : {&upper.encoder, &upper.prior}) {
      const auto shape = check(*network, numbers, "upper");
      if (!shape) return fail(shape);
    }
  }
  return {};
}

}  // namespace jmvae
