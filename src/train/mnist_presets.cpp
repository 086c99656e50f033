#include "train/preset_lists.h"

#include <algorithm>

namespace jmvae {

namespace {

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

/// One half of a digit, so that MNIST has three modalities.
ModalitySpec mnist_half(const std::string& name) {
  ModalitySpec half = mnist_image();
  half.name = name;
  half.shape = {28, 14, 1};
  return half;
}

bool is_one_of(const std::string& kind, std::initializer_list<const char*> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// The networks of the paper's MNIST experiments, as in the authors' scripts; the other models are built of
/// the same layers. Only the parts that the kind of model has are described.
ModelSpec paper_networks(const std::string& kind, Index latent, std::vector<ModalitySpec> modalities) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = latent;
  if (kind == "vae") modalities.resize(1);
  const bool conditional = is_one_of(kind, {"cvae", "cmma"});
  if (!is_one_of(kind, {"vae", "mvae"})) spec.joint = layers({512});
  for (ModalitySpec& modality : modalities) {
    const bool is_condition = conditional && modality.name != modalities[0].name;
    if (!spec.joint.empty()) modality.branch = layers({512});
    if (is_one_of(kind, {"vae", "jmvae-kl", "telbo", "mvae"})) modality.encoder = layers({512, 512});
    if (kind == "cvae" && is_condition) modality.encoder = layers({512});
    if (!is_condition) modality.decoder = layers({512, 512});
  }
  if (kind == "jmvae-h")
    spec.upper = {{std::max<Index>(latent / 2, 2), layers({512, 512}), layers({512, 512})}};
  spec.modalities = std::move(modalities);
  return spec;
}

/// The widths of other networks than the paper's: fewer weights where the quality does not need them, above
/// all on the label's side.
struct Widths {
  Index latent, upper;
  std::initializer_list<Index> joint, image_branch, image_encoder, image_decoder;
  std::initializer_list<Index> label_branch, label_encoder, label_decoder;
  std::initializer_list<Index> upper_encoder, upper_prior;
};

ModelSpec other_networks(const std::string& kind, const Widths& widths) {
  ModelSpec spec = paper_networks(kind, widths.latent, {mnist_image(), mnist_label()});
  const auto replace = [](NetworkSpec& network, std::initializer_list<Index> units) {
    if (!network.empty()) network = layers(units);
  };
  replace(spec.joint, widths.joint);
  replace(spec.modalities[0].branch, widths.image_branch);
  replace(spec.modalities[0].encoder, widths.image_encoder);
  replace(spec.modalities[0].decoder, widths.image_decoder);
  if (spec.modalities.size() > 1) {
    replace(spec.modalities[1].branch, widths.label_branch);
    replace(spec.modalities[1].encoder, widths.label_encoder);
    replace(spec.modalities[1].decoder, widths.label_decoder);
  }
  for (UpperLatentSpec& upper : spec.upper) {
    upper = {widths.upper, layers(widths.upper_encoder), layers(widths.upper_prior)};
  }
  return spec;
}

/// Channels of two convolutions and units of the dense layer between them and z.
struct PictureWidths {
  Index first, second, dense;
};

/// Convolutions for the digit's branch, its own encoder and its decoder, where the model has them.
void set_picture_networks(ModelSpec& spec, const PictureWidths& encoder, const PictureWidths& decoder) {
  ModalitySpec& image = spec.modalities[0];
  const NetworkSpec trunk = {
      convolution(encoder.first, 4, 2), convolution(encoder.second, 4, 2), {encoder.dense, Activation::relu}};
  if (!spec.joint.empty()) image.branch = trunk;
  if (is_one_of(spec.kind, {"vae", "jmvae-kl", "telbo", "mvae"})) image.encoder = trunk;
  image.decoder = {{decoder.dense, Activation::relu},
                   dense_picture(7, 7, decoder.second),
                   transposed_convolution(decoder.first)};
  image.output = linear(transposed_convolution(1));
}

/// Networks for the page.
ModelSpec small_networks(const std::string& kind) {
  return other_networks(kind,
                        {32, 16, {256}, {256}, {512, 256}, {256, 384}, {64}, {64}, {128}, {128}, {128}});
}

/// The page's first model, which a visitor waits for: half a megabyte in bytes.
ModelSpec first_networks() {
  ModelSpec spec = other_networks("jmvae-kl", {32, 16, {96}, {}, {}, {}, {32}, {64}, {64}, {}, {}});
  set_picture_networks(spec, {16, 32, 68}, {16, 24, 96});
  spec.modalities[1].encoder = layers({16});
  spec.modalities[1].components = 96;
  return spec;
}

/// The same with an adversary for the decoder of pictures.
ModelSpec first_adversarial_networks() {
  ModelSpec spec = first_networks();
  NetworkSpec network = {convolution(32, 4, 2), convolution(64, 4, 2), {128, Activation::relu}};
  for (LayerSpec& layer : network) layer.activation = Activation::swish;
  spec.adversary = AdversarySpec{"image", network};
  return spec;
}

/// Networks for the page's map of a plane of z.
ModelSpec small_map_networks(const std::string& kind) {
  return other_networks(kind, {2, 2, {192}, {192}, {256, 192}, {192, 256}, {64}, {64}, {128}, {128}, {128}});
}

/// Networks that learn while somebody watches.
ModelSpec live_networks(const std::string& kind) {
  return other_networks(kind, {2, 2, {128}, {128}, {128}, {128}, {32}, {32}, {64}, {64}, {64}});
}

ModelSpec partial_networks() {
  ModelSpec spec = small_networks("jmvae-kl");
  for (ModalitySpec& modality : spec.modalities) modality.partial = true;
  return spec;
}

/// Networks for the best likelihoods: the picture's are convolutions.
ModelSpec best_networks(const std::string& kind) {
  ModelSpec spec =
      other_networks(kind, {64, 32, {256}, {}, {}, {}, {64}, {128, 128}, {128}, {256, 256}, {256, 256}});
  set_picture_networks(spec, {24, 48, 256}, {24, 48, 256});
  return spec;
}

/// The paper's training: 1e-3, batch 100, pictures binarised anew each epoch, KL warm-up, 500 epochs.
TrainSettings paper_settings() {
  TrainSettings settings;
  settings.epochs = 500;
  settings.warmup_epochs = 200;
  return settings;
}

/// The training of JMVAE-h's paper is not published. This is that of its authors' example of a hierarchical
/// VAE, whose sizes our two layers of z have, too; the warm-up covers the share of the epochs that it has in
/// `paper_settings`.
TrainSettings hierarchical_paper_settings() {
  TrainSettings settings = paper_settings();
  settings.epochs = 100;
  settings.warmup_epochs = 40;
  return settings;
}

/// The same in fewer epochs, which a falling rate makes up for.
TrainSettings quick_settings() {
  TrainSettings settings = paper_settings();
  settings.epochs = 100;
  settings.warmup_epochs = 40;
  settings.final_learning_rate = 2e-5;
  return settings;
}

/// The page's map shows the objectives as the papers have them, so nothing weighs the label more; averaged
/// weights settle in fewer epochs.
TrainSettings small_map_settings() {
  TrainSettings settings = quick_settings();
  settings.epochs = 60;
  settings.warmup_epochs = 10;
  settings.adam.epsilon = 1e-8;
  settings.average_decay = 0.999;
  return settings;
}

/// A few thousand digits, and a picture within seconds: small batches, a high rate and a short warm-up.
TrainSettings live_settings() {
  TrainSettings settings;
  settings.epochs = 60;
  settings.batch = 50;
  settings.learning_rate = 3e-3;
  settings.final_learning_rate = 1e-4;
  settings.warmup_epochs = 4;
  settings.alpha = 1;
  settings.likelihood_weight = {{"label", 10}};
  settings.adam.epsilon = 1e-8;
  settings.adam.clip_norm = 100;
  settings.adam.clip_value = 0;
  return settings;
}

/// For the best likelihoods: a tighter bound (Burda, Grosse and Salakhutdinov 2016), an alpha that hardly
/// bends the joint posterior, a rate that falls to almost nothing, averaged weights, and an Adam whose
/// epsilon and clipping leave small gradients alone.
TrainSettings best_settings() {
  TrainSettings settings;
  settings.epochs = 40;
  settings.warmup_epochs = 5;
  settings.alpha = 0.01;
  settings.learning_rate = 1.5e-3;
  settings.final_learning_rate = 1e-5;
  settings.samples = 5;
  settings.adam.epsilon = 1e-8;
  settings.adam.clip_norm = 100;
  settings.adam.clip_value = 0;
  settings.average_decay = 0.999;
  return settings;
}

/// For the page, pictures and labels count more than likelihoods: a weight keeps the label's 2.3 nats from
/// drowning in the picture's 90, alpha = 4 bends the joint posterior towards what a label alone can say,
/// small movements make drawings look familiar, and a falling rate with averaged weights settles.
TrainSettings small_settings(const std::string& kind) {
  TrainSettings settings;
  settings.epochs = 60;
  settings.warmup_epochs = 10;
  settings.final_learning_rate = 1e-5;
  settings.alpha = 4;
  // A heavy label lets MVAE's label expert keep the label to itself, and the picture's never learns it.
  const bool weighted = kind != "vae" && kind != "mvae";
  if (weighted) settings.likelihood_weight = {{"label", 100}};
  settings.binarize = false;
  // Clipping to a norm of 5 shrinks the gradients of the modalities' own encoders below the paper's epsilon.
  settings.adam.epsilon = 1e-8;
  settings.adam.clip_norm = 100;
  settings.adam.clip_value = 0;
  // What a chain begins with, a side that is missing, must not be strange to the encoder.
  if (kind == "jmvae-h") settings.present = {{"image", 0.9}, {"label", 0.9}};
  settings.augment.shift = 0.7;
  settings.augment.rotation = 5;
  settings.augment.scale = 0.06;
  settings.augment.shear = 0.06;
  settings.average_decay = 0.999;
  return settings;
}

/// The page's first model. The components of its label's encoder can follow all the ways in which a digit is
/// written, so beta is small: z keeps what makes a digit this one.
TrainSettings first_settings() {
  TrainSettings settings = small_settings("jmvae-kl");
  settings.epochs = 50;
  settings.warmup_epochs = 4;
  settings.beta = 0.2;
  settings.augment.shift = 1;
  settings.augment.rotation = 7;
  settings.augment.scale = 0.08;
  settings.augment.shear = 0.1;
  return settings;
}

/// Its second stage: a likelihood that only keeps the digit what it is, and an Adam with less momentum, as is
/// usual against an adversary.
TrainSettings first_adversarial_settings() {
  TrainSettings settings = first_settings();
  settings.epochs = 15;
  settings.warmup_epochs = 0;
  settings.learning_rate = 5e-4;
  settings.adam.beta1 = 0.5;
  settings.alpha = 0.1;
  settings.likelihood_weight = {{"image", 0.03}};
  return settings;
}

/// The judge of generated digits: sees the label of a picture without any of the models' help.
Preset mnist_classifier() {
  Preset preset;
  preset.name = "mnist-classifier";
  preset.summary = "a plain classifier of MNIST, the judge of `jmvae eval --metrics coherence`";
  preset.data = "mnist";
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

struct Family {
  const char *kind, *title;
};
constexpr Family families[] = {{"vae", "VAE of the pictures alone"},
                               {"cvae", "CVAE, pictures from labels only"},
                               {"cmma", "CMMA, pictures from labels only"},
                               {"jmvae", "JMVAE"},
                               {"jmvae-kl", "JMVAE-kl"},
                               {"jmvae-h", "JMVAE-h with two latent layers"},
                               {"telbo", "TELBO"},
                               {"mvae", "MVAE"}};

}  // namespace

std::vector<Preset> mnist_presets() {
  std::vector<Preset> all;
  const auto add = [&](const std::string& name, const std::string& data, const std::string& summary,
                       ModelSpec model, const TrainSettings& settings) {
    all.push_back({name, data, summary, std::move(model), settings});
  };
  const std::vector<ModalitySpec> digits = {mnist_image(), mnist_label()};
  const std::vector<ModalitySpec> halves = {mnist_half("left"), mnist_half("right"), mnist_label()};
  for (const auto& [kind, title] : families) {
    const std::string name = std::string("mnist-") + kind;
    add(name, "mnist", title + std::string(": the paper's networks in 100 epochs"),
        paper_networks(kind, 64, digits), quick_settings());
    const bool is_hierarchical = kind == std::string("jmvae-h");
    add(name + "-paper", "mnist",
        title + std::string(is_hierarchical
                                ? ": sizes and training of its authors' hierarchical VAE, 100 epochs"
                                : ": the paper's networks and training, 500 epochs"),
        paper_networks(kind, 64, digits), is_hierarchical ? hierarchical_paper_settings() : paper_settings());
    add(name + "-2d", "mnist", title + std::string(": 2 latent dimensions for maps"),
        paper_networks(kind, 2, digits), quick_settings());
    add(name + "-best", "mnist", title + std::string(": our best likelihoods"), best_networks(kind),
        best_settings());
    const bool is_first = kind == std::string("jmvae-kl");
    add(name + "-small", "mnist", title + std::string(": for the page, smaller networks, drawings in mind"),
        is_first ? first_networks() : small_networks(kind),
        is_first ? first_settings() : small_settings(kind));
  }
  add("mnist-jmvae-kl-small-adversarial", "mnist",
      "the second stage of mnist-jmvae-kl-small: its decoder against an adversary",
      first_adversarial_networks(), first_adversarial_settings());
  for (const char* kind : {"jmvae-kl", "jmvae", "jmvae-h"}) {
    add(std::string("mnist-") + kind + "-2d-small", "mnist",
        std::string(kind) + " for the page's map: 2 latent dimensions, smaller networks",
        small_map_networks(kind), small_map_settings());
  }
  for (const char* kind : {"jmvae-kl", "jmvae"}) {
    add(std::string("mnist-") + kind + "-live", "mnist",
        std::string(kind) + " that learns in the page: 2 latent dimensions, a few thousand digits",
        live_networks(kind), live_settings());
  }
  add("mnist-jmvae-kl-partial", "mnist",
      "JMVAE-kl for the page, whose encoders also see parts of pictures and labels", partial_networks(),
      small_settings("jmvae-kl"));
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae"}) {
    add(std::string("mnist-halves-") + kind, "mnist-halves",
        std::string(kind) + " of three modalities: left half, right half, label",
        paper_networks(kind, 64, halves), quick_settings());
  }
  all.push_back(mnist_classifier());
  return all;
}

}  // namespace jmvae
