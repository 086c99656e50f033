#include "models/model_spec.h"

namespace jmvae {

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
