#include "train/presets.h"

namespace jmvae {

namespace {

/// Hidden layers of the given widths, all with ReLU.
NetworkSpec layers(std::initializer_list<Index> widths) {
  NetworkSpec network;
  for (const Index units : widths) network.push_back({units, Activation::relu});
  return network;
}

ModalitySpec mnist_image() {
  ModalitySpec image;
  image.name = "image";
  image.likelihood = LikelihoodKind::bernoulli;
  image.shape = {28, 28, 1};
  return image;
}

ModalitySpec mnist_label() {
  ModalitySpec label;
  label.name = "label";
  label.likelihood = LikelihoodKind::categorical;
  label.shape = {10};
  label.values = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  return label;
}

/// The networks of the paper's MNIST experiments, as in the authors' scripts.
ModelSpec paper_networks(const std::string& kind, Index latent) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = latent;
  spec.joint = layers({512});
  for (ModalitySpec modality : {mnist_image(), mnist_label()}) {
    modality.branch = layers({512});
    modality.decoder = layers({512, 512});
    if (kind == "jmvae-kl") modality.encoder = layers({512, 512});
    spec.modalities.push_back(modality);
  }
  return spec;
}

/// Networks for the page: fewer weights where the quality does not need them, above all on the label's side.
ModelSpec small_networks(const std::string& kind) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 32;
  spec.joint = layers({256});
  ModalitySpec image = mnist_image();
  image.branch = layers({256});
  image.decoder = layers({256, 384});
  ModalitySpec label = mnist_label();
  label.branch = layers({64});
  label.decoder = layers({128});
  if (kind == "jmvae-kl") {
    image.encoder = layers({512, 256});
    label.encoder = layers({64});
  }
  spec.modalities = {image, label};
  return spec;
}

/// The paper's training: 1e-3, batch 100, pictures binarised anew each epoch, KL warm-up; in fewer epochs,
/// which a falling rate makes up for.
TrainSettings paper_settings() {
  TrainSettings settings;
  settings.epochs = 100;
  settings.warmup_epochs = 40;
  settings.final_learning_rate = 2e-5;
  return settings;
}

/// For the page, pictures and labels count more than likelihoods: a weight keeps the label's 2.3 nats from
/// drowning in the picture's 90, alpha = 4 bends the joint posterior towards what a label alone can say,
/// small movements make drawings look familiar, and a falling rate with averaged weights settles.
TrainSettings small_settings() {
  TrainSettings settings;
  settings.epochs = 60;
  settings.warmup_epochs = 10;
  settings.final_learning_rate = 1e-5;
  settings.alpha = 4;
  settings.likelihood_weight = {{"label", 100}};
  settings.binarize = false;
  // Clipping to a norm of 5 shrinks the gradients of the modalities' own encoders below the paper's epsilon.
  settings.adam.epsilon = 1e-8;
  settings.adam.clip_norm = 100;
  settings.adam.clip_value = 0;
  settings.augment.shift = 0.7;
  settings.augment.rotation = 5;
  settings.augment.scale = 0.06;
  settings.augment.shear = 0.06;
  settings.average_decay = 0.999;
  return settings;
}

/// The judge of generated digits: sees the label of a picture without any of the models' help.
Preset mnist_classifier() {
  Preset preset;
  preset.name = "mnist-classifier";
  preset.summary = "a plain classifier of MNIST, the judge of `jmvae eval --metrics coherence`";
  preset.model.kind = "classifier";
  preset.model.modalities = {mnist_image(), mnist_label()};
  preset.model.modalities[0].encoder = layers({768, 512});
  preset.settings.epochs = 40;
  preset.settings.final_learning_rate = 1e-5;
  preset.settings.binarize = false;
  preset.settings.augment.shift = 2;
  preset.settings.augment.rotation = 12;
  preset.settings.augment.scale = 0.12;
  preset.settings.augment.shear = 0.2;
  preset.settings.average_decay = 0.999;
  return preset;
}

std::vector<Preset> make_presets() {
  std::vector<Preset> all;
  for (const std::string kind : {"jmvae", "jmvae-kl"}) {
    const std::string title = kind == "jmvae" ? "JMVAE" : "JMVAE-kl";
    all.push_back({"mnist-" + kind, title + " with the paper's networks, 64 latent dimensions",
                   paper_networks(kind, 64), paper_settings()});
    all.push_back({"mnist-" + kind + "-2d",
                   title + " with the paper's networks, 2 latent dimensions for maps",
                   paper_networks(kind, 2), paper_settings()});
    all.push_back({"mnist-" + kind + "-small", title + " for the page: smaller networks, drawings in mind",
                   small_networks(kind), small_settings()});
  }
  all.push_back(mnist_classifier());
  return all;
}

}  // namespace

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = make_presets();
  return all;
}

Result<Preset> find_preset(const std::string& name) {
  std::vector<std::string> names;
  for (const Preset& preset : presets()) {
    if (preset.name == name) return preset;
    names.push_back(preset.name);
  }
  return fail("unknown preset \"", name, "\"; did you mean \"", nearest_word(name, names),
              "\"? `jmvae presets` lists all");
}

}  // namespace jmvae
