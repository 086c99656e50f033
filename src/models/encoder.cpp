#include "models/encoder.h"

#include "nn/arithmetic.h"
#include "nn/columns.h"

namespace jmvae {

GaussianHead::GaussianHead(ParameterLayout& layout, const std::string& name, Index inputs, Index dimensions)
    : mean_(layout, name + ".mean", inputs, dimensions),
      variance_(layout, name + ".variance", inputs, dimensions) {}

Gaussian GaussianHead::operator()(Variable h) const {
  return {mean_(h), softplus(variance_(h)) + variance_floor};
}

GaussianNetwork::GaussianNetwork(ParameterLayout& layout, const std::string& name, const Shape& inputs,
                                 const NetworkSpec& layers, Index dimensions)
    : network_(layout, name, inputs, layers), head_(layout, name, network_.outputs(), dimensions) {}

Encoder::Encoder(ParameterLayout& layout, const ModalitySpec& modality, Index latent)
    : partial_(modality.partial),
      network_(layout, "encoder." + modality.name, modality.encoder_shape(), modality.encoder),
      head_(layout, "encoder." + modality.name, network_.outputs(), modality.components * latent) {
  if (modality.components > 1) {
    component_.emplace(layout, "encoder." + modality.name + ".component", network_.outputs(),
                       modality.components);
  }
}

Gaussian Encoder::operator()(Tape& tape, const Observation& x) const {
  return is_mixture() ? moment_match(mixture(tape, x)) : head_(features(tape, x));
}

GaussianMixture Encoder::mixture(Tape& tape, const Observation& x) const {
  const Variable h = features(tape, x);
  return {(*component_)(h), head_(h)};
}

Variable Encoder::features(Tape& tape, const Observation& x) const {
  if (!partial_) return network_(tape.constant(*x.values));
  const Matrix known = x.known ? *x.known : Matrix::Ones(x.values->rows(), x.values->cols());
  return network_(concatenate({tape.constant(with_zeros(x)), tape.constant(known)}));
}

namespace {

std::vector<Network> make_branches(ParameterLayout& layout, const std::string& name, const ModelSpec& spec,
                                   std::size_t first) {
  std::vector<Network> branches;
  for (std::size_t m = first; m < spec.modalities.size(); ++m) {
    const ModalitySpec& modality = spec.modalities[m];
    branches.emplace_back(layout, name + "." + modality.name, modality.picture_shape(), modality.branch);
  }
  return branches;
}

Index total_outputs(const std::vector<Network>& networks) {
  Index total = 0;
  for (const Network& network : networks) total += network.outputs();
  return total;
}

}  // namespace

JointEncoder::JointEncoder(ParameterLayout& layout, const std::string& name, const ModelSpec& spec,
                           std::size_t first)
    : first_(first),
      branches_(make_branches(layout, name, spec, first)),
      trunk_(layout, name + ".trunk", total_outputs(branches_), spec.joint),
      head_(layout, name, trunk_.outputs(), spec.latent) {
  for (std::size_t m = first; m < spec.modalities.size(); ++m) sizes_.push_back(spec.modalities[m].size());
}

Variable JointEncoder::feature(Tape& tape, std::size_t modality, const Observation& x) const {
  return branches_[modality - first_](tape.constant(with_zeros(x)));
}

JointFeatures JointEncoder::features(Tape& tape, const Evidence& evidence) const {
  Index samples = 0;
  for (const Observation& x : evidence) {
    if (x) samples = x.values->rows();
  }
  JointFeatures features;
  const bool held = tape.statistics_held();
  for (std::size_t m = first_; m < first_ + branches_.size(); ++m) {
    // All rows of what is missing are alike. Their variance of zero would make the running one too small.
    tape.hold_statistics(held || !evidence[m]);
    const Matrix nothing = evidence[m] ? Matrix() : Matrix::Zero(samples, sizes_[m - first_]);
    features.push_back(feature(tape, m, evidence[m] ? evidence[m] : Observation(&nothing)));
  }
  tape.hold_statistics(held);
  return features;
}

Gaussian JointEncoder::operator()(const JointFeatures& features) const {
  return head_(trunk_(concatenate(features)));
}

}  // namespace jmvae
