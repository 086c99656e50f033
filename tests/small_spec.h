#pragma once
// A model of pictures and labels that is small enough to be made, trained and measured in a test.

#include "models/model_spec.h"

namespace jmvae {

/// One hidden layer of `hidden` units everywhere, a picture of the given shape, a label of three values. A
/// vae has the picture only; a jmvae-h has a second layer of two dimensions.
inline ModelSpec small_spec(const std::string& kind, const std::vector<Index>& picture, Index latent,
                            Index hidden) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = latent;
  spec.joint = {{hidden, Activation::relu}};
  ModalitySpec image;
  image.name = "image";
  image.shape = picture;
  image.branch = image.encoder = image.decoder = {{hidden, Activation::relu}};
  ModalitySpec label = image;
  label.name = "label";
  label.likelihood = LikelihoodKind::categorical;
  label.shape = {3};
  spec.modalities = {image, label};
  if (kind == "vae") spec.modalities.pop_back();
  if (kind == "jmvae-h") spec.upper = {{2, {{hidden, Activation::relu}}, {{hidden, Activation::relu}}}};
  return spec;
}

}  // namespace jmvae
