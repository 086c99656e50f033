#include "eval/judge.h"

#include <algorithm>

namespace jmvae {

namespace {

/// So that memory stays small: fewer of large pictures.
Index pictures_at_once(const Judge& judge, const ModelSpec& spec) {
  Index numbers = 1;
  for (std::size_t m = 0; m < spec.modalities.size(); ++m) {
    if (judge.pictures()[m]) numbers += spec.modalities[m].size();
  }
  return std::clamp<Index>((1 << 19) / numbers, 1, 250);
}

}  // namespace

Result<Judge> Judge::make(const LatentModel& model, const Classifier& classifier, const Vector& parameters) {
  Judge judge;
  judge.classifier_ = &classifier;
  judge.parameters_ = &parameters;
  judge.modalities_ = model.spec().modalities;
  judge.pictures_ = picture_modalities(model.spec());
  const ModalitySpec &seen = classifier.spec().modalities[0], &told = classifier.spec().modalities[1];
  Index size = 0;
  for (const ModalitySpec& modality : judge.modalities_) {
    if (!modality.is_picture()) continue;
    if (modality.shape[0] != seen.shape[0]) {
      return fail("the judge sees pictures of ", seen.shape[0], " rows; ", modality.name, " has ",
                  modality.shape[0]);
    }
    size += modality.size();
  }
  if (size != seen.size()) {
    return fail("the judge sees pictures of ", seen.size(), " numbers; those of this model have ", size);
  }
  const auto found = model.spec().find_modality(told.name);
  if (!found) return fail("the judge tells ", told.name, ": ", found.error().message);
  judge.told_ = *found;
  const ModalitySpec& asked = judge.modalities_[judge.told_];
  if (asked.size() != told.size() || asked.likelihood != told.likelihood) {
    return fail("the judge's ", told.name, " has ", told.size(), " values, ", name_of(told.likelihood),
                "; the model's ", asked.size(), ", ", name_of(asked.likelihood));
  }
  for (Index value = 0; value < told.size(); ++value) {
    if (asked.value_name(value) == told.value_name(value) || asked.values.empty() || told.values.empty()) {
      continue;
    }
    return fail("the judge's ", told.name, " number ", value, " is ", told.value_name(value),
                ", the model's ", asked.value_name(value));
  }
  return judge;
}

Matrix Judge::assemble(const std::vector<Matrix>& values) const {
  const ModalitySpec& seen = classifier_->spec().modalities[0];
  const Index height = seen.shape[0], row_size = seen.size() / height;
  Index samples = 0, left = 0;
  for (std::size_t m = 0; m < values.size(); ++m) {
    if (pictures_[m]) samples = values[m].rows();
  }
  Matrix whole(samples, seen.size());
  for (std::size_t m = 0; m < values.size(); ++m) {
    if (!pictures_[m]) continue;
    const Index width = values[m].cols() / height;
    for (Index y = 0; y < height; ++y) {
      whole.middleCols(y * row_size + left, width) = values[m].middleCols(y * width, width);
    }
    left += width;
  }
  return whole;
}

Matrix Judge::read(const Matrix& pictures) const {
  Tape tape(*parameters_);
  return mean(classifier_->classify(tape, pictures));
}

Matrix Judge::read_features(const Matrix& features) const {
  Tape tape(*parameters_);
  return mean(classifier_->tell(tape.constant(features)));
}

Matrix Judge::features(const Matrix& pictures) const {
  Tape tape(*parameters_);
  return classifier_->features(tape, pictures).value();
}

std::vector<Matrix> draw_pictures(const LatentModel& model, Variable z, const Evidence& given) {
  const auto& modalities = model.spec().modalities;
  std::vector<Matrix> values(modalities.size());
  for (std::size_t m = 0; m < modalities.size(); ++m) {
    if (modalities[m].is_picture()) {
      values[m] = mean(model.decode(m, z, given)).cwiseMax(Real(0)).cwiseMin(Real(1));
    }
  }
  return values;
}

Matrix Judge::draw(const LatentModel& model, Variable z, const Evidence& given) const {
  return assemble(draw_pictures(model, z, given));
}

Result<Proposal> label_proposal(const LatentModel& model, const Judge& judge, const MissingRule& rule) {
  const ModalitySpec& label = model.spec().modalities[judge.told()];
  if (label.likelihood != LikelihoodKind::categorical) {
    return fail(label.name,
                " are no label, and each example has its own; pictures from attributes are "
                "measured by auc, recovered, frechet and sharpness");
  }
  Subset given = no_modality(model.spec());
  given[judge.told()] = true;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!judge.pictures()[m]) continue;
    const auto possible = check_direction(model, given, m);
    if (!possible) return fail(possible);
  }
  return make_proposal(model, TestSet{}, given, rule);
}

Piece asked_label(const LatentModel& model, const Judge& judge, Index value) {
  Piece asked;
  asked.first = value;
  for (const ModalitySpec& modality : model.spec().modalities) {
    asked.values.push_back(Matrix::Zero(1, modality.size()));
    asked.known.emplace_back();
  }
  asked.values[judge.told()](0, value) = 1;
  return asked;
}

void generate_pictures(const LatentModel& model, const Vector& parameters, const Judge& judge,
                       const Proposal& proposal, const Piece& asked, Index count, std::uint64_t seed,
                       const std::function<void(Index first, const Matrix& pictures)>& show) {
  Sampler sampler(model, parameters, proposal, asked, seed);
  const Index part = pictures_at_once(judge, model.spec());
  Tape tape(parameters);
  for (Index first = 0; first < count; first += part) {
    tape.clear();
    const Variable z = sampler.draw(tape, asked, first, std::min(part, count - first)).z;
    show(first, judge.draw(model, z, asked.evidence(proposal.given)));
  }
}

}  // namespace jmvae
