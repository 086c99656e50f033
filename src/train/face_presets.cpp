#include "train/preset_lists.h"

#include <algorithm>

namespace jmvae {

namespace {

ModalitySpec face_image() {
  ModalitySpec image;
  image.name = "image";
  image.shape = {64, 64, 3};
  image.likelihood = LikelihoodKind::gaussian;
  return image;
}

/// How many and which they are, the data says.
ModalitySpec face_attributes() {
  ModalitySpec attributes;
  attributes.name = "attributes";
  attributes.shape = {40};
  attributes.likelihood = LikelihoodKind::bernoulli;
  return attributes;
}

/// The networks of the authors' scripts for CelebA. Attributes are Bernoulli here, where the scripts take
/// tanh and a Gaussian of variance 1.
ModelSpec paper_networks(const std::string& kind) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 128;
  ModalitySpec image = face_image(), attributes = face_attributes();
  const NetworkSpec image_trunk = {convolution(64, 4, 2), normalized(convolution(128, 4, 2)),
                                   normalized(convolution(256, 4, 2)), normalized(convolution(256, 4, 2))};
  const NetworkSpec attribute_trunk = {{512, Activation::relu}, normalized({512, Activation::relu})};
  image.branch = image.encoder = image_trunk;
  image.encoder.push_back({1024, Activation::relu});
  image.decoder = {dense_picture(4, 4, 256), normalized(transposed_convolution(256)),
                   normalized(transposed_convolution(128)), normalized(transposed_convolution(64))};
  image.output = linear(transposed_convolution(3));
  attributes.branch = attributes.encoder = attribute_trunk;
  attributes.decoder = attribute_trunk;
  spec.joint = layers({1024});
  if (kind == "jmvae-h") spec.upper = {{64, layers({512, 512}), layers({512, 512})}};
  spec.modalities = {image, attributes};
  return spec;
}

/// Networks for the page: a quarter of the paper's work for each picture, and an encoder of attributes that
/// sees any of them.
ModelSpec small_face_networks(const std::string& kind) {
  ModelSpec spec = paper_networks(kind);
  ModalitySpec &image = spec.modalities[0], &attributes = spec.modalities[1];
  const NetworkSpec image_trunk = {convolution(32, 4, 2), normalized(convolution(64, 4, 2)),
                                   normalized(convolution(128, 4, 2)), normalized(convolution(128, 4, 2))};
  image.branch = image.encoder = image_trunk;
  image.encoder.push_back({256, Activation::relu});
  image.decoder = {dense_picture(4, 4, 192), normalized(transposed_convolution(128)),
                   normalized(transposed_convolution(64)), normalized(transposed_convolution(48))};
  attributes.branch = layers({128});
  attributes.encoder = attributes.decoder = layers({256, 256});
  attributes.partial = kind == "jmvae-kl";
  spec.joint = layers({224});
  for (UpperLatentSpec& upper : spec.upper) upper = {64, layers({256, 256}), layers({256, 256})};
  return spec;
}

/// Only the parts that the kind of model has.
ModelSpec without_what_is_not_used(ModelSpec spec) {
  if (spec.kind == "jmvae-kl") return spec;
  for (ModalitySpec& modality : spec.modalities) modality.encoder = {};
  return spec;
}

/// The scripts' training. They standardise each pixel to variance 1, which is near 0.27^2 here, and take the
/// mean over the three colours: together a weight of 1 / (3 * 0.27^2) on the picture.
TrainSettings paper_face_settings() {
  TrainSettings settings;
  settings.epochs = 100;
  settings.warmup_epochs = 20;
  settings.learning_rate = settings.final_learning_rate = 1e-4;
  settings.adam.beta1 = 0.5;
  settings.adam.clip_norm = 0;
  settings.adam.clip_value = 0;
  settings.likelihood_weight = {{"image", 4.6}};
  settings.binarize = false;
  return settings;
}

/// Attributes weigh enough to be heard beside 12,288 colours, and a large alpha bends the joint posterior
/// towards what attributes alone can say.
TrainSettings small_face_settings(const std::string& kind) {
  TrainSettings settings = paper_face_settings();
  settings.epochs = 26;
  settings.warmup_epochs = 3;
  settings.batch = 64;
  settings.learning_rate = 1e-3;
  settings.final_learning_rate = 1e-5;
  settings.alpha = 3;
  settings.adam.beta1 = 0.9;
  settings.adam.epsilon = 1e-8;
  settings.likelihood_weight = {{"image", 12}, {"attributes", 50}};
  settings.masked = 0.8;
  // What a chain begins with, a side that is missing, must not be strange to the encoder.
  if (kind == "jmvae-h") settings.present = {{"image", 0.7}, {"attributes", 0.9}};
  settings.augment.shift = 2;
  settings.augment.rotation = 3;
  settings.augment.scale = 0.04;
  settings.augment.contrast = 0.1;
  settings.augment.flip = 0.5;
  settings.average_decay = 0.999;
  return settings;
}

/// What attributes leave open is a mixture over all faces that have them. Its components share what a narrow
/// layer says of the attributes, or they would be larger than all else.
ModelSpec with_mixture(ModelSpec spec) {
  ModalitySpec& attributes = spec.modalities[1];
  attributes.encoder = layers({128, 40});
  attributes.components = 16;
  return spec;
}

/// What later stages and the judge have in common.
TrainSettings stage_settings() {
  TrainSettings settings;
  settings.epochs = 12;
  settings.batch = 64;
  settings.final_learning_rate = 1e-5;
  settings.adam.epsilon = 1e-8;
  settings.adam.clip_norm = 0;
  settings.adam.clip_value = 0;
  settings.binarize = false;
  return settings;
}

/// A stage --from a run of the first, in which the encoder of attributes alone learns.
TrainSettings mixture_settings() {
  TrainSettings settings = stage_settings();
  settings.only_encoder = "attributes";
  settings.masked = 0.9;
  settings.augment.flip = 0.5;
  settings.average_decay = 0.999;
  return settings;
}

/// One more stage, --from a run of the last: which attributes go together is learnt, and nothing else.
ModelSpec with_imputer(ModelSpec spec) {
  spec.modalities[1].imputed = true;
  return spec;
}

TrainSettings imputer_settings() {
  TrainSettings settings = stage_settings();
  settings.epochs = 60;  // which make sure that what never goes together is never drawn together
  settings.batch = 100;
  settings.learning_rate = 0.05;
  settings.final_learning_rate = 1e-4;
  settings.only_imputer = "attributes";
  settings.masked = 0;
  return settings;
}

/// The last stage, --from a run of the one before: the decoder of pictures against an adversary.
ModelSpec with_adversary(ModelSpec spec) {
  NetworkSpec network = {convolution(32, 4, 2),
                         convolution(64, 4, 2),
                         convolution(128, 4, 2),
                         convolution(192, 4, 2),
                         {256, Activation::relu}};
  for (LayerSpec& layer : network) layer.activation = Activation::leaky_relu;
  spec.adversary = AdversarySpec{"image", network, 2};
  return spec;
}

/// A likelihood that only keeps the colours in place, attributes that do not drown what is real in what was
/// asked for, encoders that are held so loosely that they may move to where it can be seen, and an Adam with
/// less momentum, as is usual against an adversary.
TrainSettings adversarial_settings() {
  TrainSettings settings = stage_settings();
  settings.alpha = 0.03;
  settings.learning_rate = 2e-4;
  settings.final_learning_rate = 2e-5;
  settings.adam.beta1 = 0.5;
  settings.adam.clip_norm = 20;
  settings.likelihood_weight = {{"image", 0.05}, {"attributes", 0.5}};
  settings.augment.flip = 0.5;
  settings.average_decay = 0.999;
  return settings;
}

/// The judge of generated faces.
Preset classifier(const std::string& data) {
  Preset preset;
  preset.name = data + "-classifier";
  preset.data = data;
  preset.summary = "a plain classifier of " + data + ", the judge of generated faces";
  preset.model.kind = "classifier";
  preset.model.modalities = {face_image(), face_attributes()};
  LayerSpec residual = normalized(convolution(128, 3, 1));
  residual.residual = true;
  preset.model.modalities[0].encoder = {
      normalized(convolution(32, 4, 2)),  normalized(convolution(64, 4, 2)),
      normalized(convolution(128, 4, 2)), residual,
      normalized(convolution(192, 4, 2)), normalized({256, Activation::relu})};
  preset.settings = stage_settings();
  preset.settings.augment.shift = 2;
  preset.settings.augment.rotation = 5;
  preset.settings.augment.scale = 0.06;
  preset.settings.augment.flip = 0.5;
  preset.settings.augment.brightness = 0.1;
  preset.settings.augment.contrast = 0.2;
  preset.settings.average_decay = 0.999;
  return preset;
}

}  // namespace

std::vector<Preset> face_presets() {
  std::vector<Preset> all;
  for (const std::string data : {"celeba", "avatars", "faces"}) {
    for (const std::string kind : {"jmvae", "jmvae-kl", "jmvae-h"}) {
      const ModelSpec networks = without_what_is_not_used(small_face_networks(kind));
      all.push_back({data + "-" + kind, data, kind + " of faces and attributes, for the page", networks,
                     small_face_settings(kind)});
      all.push_back({data + "-" + kind + "-adversarial", data,
                     "the second stage of " + data + "-" + kind + ": its decoder against an adversary",
                     with_adversary(networks), adversarial_settings()});
      all.push_back({data + "-paper-" + kind, data,
                     kind + " with the networks of the authors' scripts, 100 epochs",
                     without_what_is_not_used(paper_networks(kind)), paper_face_settings()});
    }
    const ModelSpec mixture = with_mixture(small_face_networks("jmvae-kl"));
    all.push_back({data + "-jmvae-kl-mixture", data,
                   "a second stage of " + data + "-jmvae-kl: its q(z|attributes) becomes a mixture", mixture,
                   mixture_settings()});
    all.push_back({data + "-jmvae-kl-mixture-adversarial", data,
                   "the third stage: the decoder of " + data + "-jmvae-kl-mixture against an adversary",
                   with_adversary(mixture), adversarial_settings()});
    all.push_back({data + "-jmvae-kl-imputer", data,
                   "one more stage of " + data + "-jmvae-kl: which attributes go together",
                   with_imputer(small_face_networks("jmvae-kl")), imputer_settings()});
    all.push_back({data + "-jmvae-kl-mixture-imputer", data,
                   "one more stage of " + data + "-jmvae-kl-mixture: which attributes go together",
                   with_imputer(mixture), imputer_settings()});
    all.push_back(classifier(data));
  }
  return all;
}

}  // namespace jmvae
