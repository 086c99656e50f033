#include "eval/judge.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Index pictures_per_part = 250;

bool is_picture(const ModalitySpec& modality) { return modality.shape.size() >= 2; }

}  // namespace

Result<Judge> Judge::make(const LatentModel& model, const Classifier& classifier, const Vector& parameters) {
  Judge judge;
  judge.classifier_ = &classifier;
  judge.parameters_ = &parameters;
  judge.modalities_ = model.spec().modalities;
  const ModalitySpec &seen = classifier.spec().modalities[0], &told = classifier.spec().modalities[1];
  Index size = 0;
  for (const ModalitySpec& modality : judge.modalities_) {
    judge.pictures_.push_back(is_picture(modality));
    if (!is_picture(modality)) continue;
    if (modality.shape[0] != seen.shape[0]) {
      return fail("the judge sees pictures of ", seen.shape[0], " rows; ", modality.name, " has ",
                  modality.shape[0]);
    }
    size += modality.size();
  }
  if (size != seen.size()) {
    return fail("the judge sees pictures of ", seen.size(), " numbers; those of this model have ", size);
  }
  const auto label = model.spec().find_modality(told.name);
  if (!label) return fail("the judge tells ", told.name, ": ", label.error().message);
  judge.label_ = static_cast<std::size_t>(*label);
  const Index values = judge.modalities_[judge.label_].size();
  if (values != told.size()) {
    return fail("the judge's ", told.name, " has ", told.size(), " values, the model's ", values);
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

Matrix Judge::features(const Matrix& pictures) const {
  Tape tape(*parameters_);
  return classifier_->features(tape, pictures).value();
}

Matrix Judge::draw(const LatentModel& model, Variable z, const Evidence& given) const {
  std::vector<Matrix> values(pictures_.size());
  for (std::size_t m = 0; m < pictures_.size(); ++m) {
    if (pictures_[m]) values[m] = mean(model.decode(m, z, given));
  }
  return assemble(values);
}

Result<Proposal> label_proposal(const LatentModel& model, const Judge& judge, const MissingRule& rule) {
  Subset given = no_modality(model.spec());
  given[judge.label()] = true;
  for (std::size_t m = 0; m < given.size(); ++m) {
    if (!judge.pictures()[m]) continue;
    const auto possible = check_direction(model, given, m);
    if (!possible) return fail(possible);
  }
  return make_proposal(model, TestSet{}, given, rule);
}

void generate_pictures(const LatentModel& model, const Vector& parameters, const Judge& judge,
                       const Proposal& proposal, Index value, Index count, std::uint64_t seed,
                       const std::function<void(Index first, const Matrix& pictures)>& show) {
  Piece asked;  // one example, which has the value
  asked.first = value;
  for (const ModalitySpec& modality : model.spec().modalities) {
    asked.values.push_back(Matrix::Zero(1, modality.size()));
    asked.known.emplace_back();
  }
  asked.values[judge.label()](0, value) = 1;
  Sampler sampler(model, parameters, proposal, asked, seed);
  Tape tape(parameters);
  for (Index first = 0; first < count; first += pictures_per_part) {
    tape.clear();
    const Variable z = sampler.draw(tape, asked, first, std::min(pictures_per_part, count - first)).z;
    show(first, judge.draw(model, z, asked.evidence(proposal.given)));
  }
}

}  // namespace jmvae
