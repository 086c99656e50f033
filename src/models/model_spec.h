#pragma once
// What a model is made of, as plain settings, and their JSON form in weight files and run folders.

#include "base/result.h"
#include "io/json.h"
#include "nn/network.h"

#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// No model has more; which ones an example has fits a word.
constexpr std::size_t most_modalities = 64;

enum class LikelihoodKind {
  bernoulli,
  categorical,
  gaussian,         ///< of variance 1
  scaled_gaussian,  ///< of a learned variance for each number
  scaled_laplace,   ///< of a learned scale for each number
};

const char* name_of(LikelihoodKind kind);

/// One kind of data: a picture, a label, a set of attributes.
struct ModalitySpec {
  std::string name;  ///< "image", "label"
  LikelihoodKind likelihood = LikelihoodKind::bernoulli;
  std::vector<Index> shape;  ///< height, width, channels of a picture; number of values of a label, or of
                             ///< attributes
  std::vector<std::string> values;  ///< names of a label's values or of attributes; empty for pictures
  NetworkSpec branch;               ///< layers of the joint encoder before the modalities are put together
  NetworkSpec encoder;  ///< hidden layers of the modality's own encoder, where the model has one; of a
                        ///< classifier
  NetworkSpec decoder;  ///< hidden layers of p(modality | z)
  std::optional<LayerSpec> output;  ///< the layer after them, if it is not a dense one
  Index components = 1;             ///< Gaussians that its own encoder's q(z | modality) is a mixture of
  bool partial = false;  ///< whether its own encoder can see a part: it then takes a mask beside the values
  bool imputed = false;  ///< of attributes: whether the model has learnt which go together (models/imputer.h)

  Index size() const;  ///< numbers per example
  bool is_picture() const { return shape.size() >= 2; }
  Shape picture_shape() const;  ///< as a layer sees it; a label is a picture of one pixel
  Shape encoder_shape() const;  ///< what its own encoder sees: the same, or values and mask
  /// Whether its numbers are attributes, each of them on or off.
  bool is_attributes() const { return likelihood == LikelihoodKind::bernoulli && !is_picture(); }
  /// The name of a label's value or of an attribute, or its number where it has none.
  std::string value_name(Index value) const;
};

/// One stochastic layer above z_1 of a hierarchical model.
struct UpperLatentSpec {
  Index latent = 32;    ///< dimensions of z_l
  NetworkSpec encoder;  ///< hidden layers of q(z_l | z_{l-1})
  NetworkSpec prior;    ///< hidden layers of p(z_{l-1} | z_l)
};

/// The columns of z that are one layer.
struct LatentLayer {
  Index first, size;
};

/// The adversary of a training run; see models/adversary.h.
struct AdversarySpec {
  std::string modality;  ///< the pictures that it looks at
  NetworkSpec network;
  double rate = 1;  ///< of learning, over that of the model
};

/// A model: its kind, its modalities and the sizes of its networks.
struct ModelSpec {
  std::string kind;                    ///< one of model_kinds()
  Index latent = 64;                   ///< dimensions of z, of z_1 in a hierarchical model
  std::vector<UpperLatentSpec> upper;  ///< z_2 ... z_L of a hierarchical model
  std::vector<ModalitySpec> modalities;
  NetworkSpec joint;  ///< layers of the joint encoder after the modalities are put together
  std::optional<AdversarySpec> adversary;

  /// Where z_1, ..., z_L lie side by side in z, and the dimensions of all of it.
  std::vector<LatentLayer> latent_layers() const;
  Index latent_size() const;

  /// Position of a modality; a sentence that lists the known names otherwise.
  Result<std::size_t> find_modality(const std::string& name) const;
};

Json to_json(const ModelSpec& spec);

/// Checks kinds, sizes and names; `what` begins the sentence of a failure, e.g. the file's name.
Result<ModelSpec> model_spec_from_json(const Json& json, const std::string& what);

/// Whether every network can take what is handed to it; a sentence names the one that can't.
Result<void> check_networks(const ModelSpec& spec);

}  // namespace jmvae
