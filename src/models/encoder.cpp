#include "models/encoder.h"

#include "nn/arithmetic.h"
#include "nn/concatenate.h"

namespace jmvae {

GaussianHead::GaussianHead(ParameterLayout& layout, const std::string& name, Index inputs, Index dimensions)
    : mean_(layout, name + ".mean", inputs, dimensions),
      variance_(layout, name + ".variance", inputs, dimensions) {}

Gaussian GaussianHead::operator()(Variable h) const {
  return {mean_(h), softplus(variance_(h)) + variance_floor};
}

Encoder::Encoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent)
    : network_(layout, "encoder." + modality.name, modality.size(), modality.encoder),
      head_(layout, "encoder." + modality.name, network_.outputs(), latent) {}

Gaussian Encoder::operator()(Tape& tape, const Matrix& x) const { return head_(network_(tape.constant(x))); }

namespace {

std::vector<Network> make_branches(ParameterLayout& layout, const ModelSpec& spec) {
  std::vector<Network> branches;
  for (const ModalitySpec& modality : spec.modalities) {
    branches.emplace_back(layout, "joint." + modality.name, modality.size(), modality.branch);
  }
  return branches;
}

Index total_outputs(const std::vector<Network>& networks) {
  Index total = 0;
  for (const Network& network : networks) total += network.outputs();
  return total;
}

}  // namespace

JointEncoder::JointEncoder(ParameterLayout& layout, const ModelSpec& spec)
    : branches_(make_branches(layout, spec)),
      trunk_(layout, "joint.trunk", total_outputs(branches_), spec.joint),
      head_(layout, "joint", trunk_.outputs(), spec.latent) {
  for (const ModalitySpec& modality : spec.modalities) sizes_.push_back(modality.size());
}

Gaussian JointEncoder::operator()(Tape& tape, const Evidence& evidence) const {
  Index samples = 0;
  for (const Matrix* x : evidence) {
    if (x) samples = x->rows();
  }
  std::vector<Variable> parts;
  for (std::size_t m = 0; m < branches_.size(); ++m) {
    parts.push_back(branches_[m](evidence[m] ? tape.constant(*evidence[m])
                                             : tape.constant(Matrix::Zero(samples, sizes_[m]))));
  }
  return head_(trunk_(concatenate(parts)));
}

}  // namespace jmvae
