#pragma once
// What a model is made of, as plain settings, and their JSON form in weight files and run folders.

#include "base/result.h"
#include "io/json.h"
#include "nn/network.h"

#include <string>
#include <vector>

namespace jmvae {

enum class LikelihoodKind { bernoulli, categorical };

/// One kind of data: a picture, a label.
struct ModalitySpec {
  std::string name;  ///< "image", "label"
  LikelihoodKind likelihood = LikelihoodKind::bernoulli;
  std::vector<Index> shape;         ///< height, width, channels of a picture; number of values of a label
  std::vector<std::string> values;  ///< names of a label's values; empty for pictures
  NetworkSpec branch;               ///< layers of the joint encoder before the modalities are put together
  NetworkSpec encoder;  ///< hidden layers of the modality's own encoder, where the model has one; of a
                        ///< classifier
  NetworkSpec decoder;  ///< hidden layers of p(modality | z)

  Index size() const;  ///< numbers per example
};

/// A model: its kind, its modalities and the sizes of its networks.
struct ModelSpec {
  std::string kind;   ///< "jmvae", "jmvae-kl" or "classifier"
  Index latent = 64;  ///< dimensions of z
  std::vector<ModalitySpec> modalities;
  NetworkSpec joint;  ///< layers of the joint encoder after the modalities are put together

  /// Position of a modality; a sentence that lists the known names otherwise.
  Result<int> find_modality(const std::string& name) const;
};

Json to_json(const ModelSpec& spec);

/// Checks kinds, sizes and names; `what` begins the sentence of a failure, e.g. the file's name.
Result<ModelSpec> model_spec_from_json(const Json& json, const std::string& what);

}  // namespace jmvae
