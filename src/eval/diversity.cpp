#include "eval/diversity.h"

#include "math/parallel.h"

namespace jmvae {

namespace {

/// The trace of the covariance of features that come row by row.
class Spread {
 public:
  void add(const Eigen::VectorXd& features) {
    if (count_ == 0) sum_ = Eigen::VectorXd::Zero(features.size());
    ++count_;
    sum_ += features;
    squares_ += features.squaredNorm();
  }
  Index count() const { return count_; }
  double variance() const {
    const double n = static_cast<double>(count_);
    return (squares_ - sum_.squaredNorm() / n) / (n - 1);
  }

 private:
  Index count_ = 0;
  Eigen::VectorXd sum_;
  double squares_ = 0;
};

/// Of the test set's pictures of each value.
std::vector<Spread> spread_of_real(const ModelSpec& spec, const TestSet& test_set, const Judge& judge,
                                   const EvalSettings& settings) {
  const auto count = static_cast<std::size_t>(test_set.count);
  std::vector<Eigen::VectorXd> features(count);
  for_each_piece(test_set, spec, Ink::grey, settings, [&](const Piece& piece) {
    const Matrix seen = judge.features(judge.assemble(piece.values));
    for (Index row = 0; row < seen.rows(); ++row) {
      features[static_cast<std::size_t>(piece.first + row)] = seen.row(row).transpose().cast<double>();
    }
  });
  std::vector<Spread> spread(static_cast<std::size_t>(spec.modalities[judge.told()].size()));
  for (std::size_t i = 0; i < count; ++i) spread[test_set.columns[judge.told()]->bytes[i]].add(features[i]);
  return spread;
}

}  // namespace

Result<Estimate> diversity(const LatentModel& model, const Vector& parameters, const TestSet& test_set,
                           const Judge& judge, Index pictures, const EvalSettings& settings) {
  const ModelSpec& spec = model.spec();
  const std::string name =
      "diversity." + names_of(spec, judge.pictures(), '+') + "_from_" + spec.modalities[judge.told()].name;
  const auto proposal = label_proposal(model, judge, settings.rule);
  if (!proposal) return fail(name, ": ", proposal.error().message);
  if (pictures < 2) return fail(name, ": expected at least 2 pictures of each value, found ", pictures);

  const std::vector<Spread> real = spread_of_real(spec, test_set, judge, settings);
  std::vector<double> generated(real.size());
  parallel_for(static_cast<int>(real.size()), settings.threads, [&](int value) {
    Spread spread;
    generate_pictures(model, parameters, judge, *proposal, asked_label(model, judge, value), pictures,
                      settings.seed, [&](Index, const Matrix& shown) {
                        const Matrix seen = judge.features(shown);
                        for (Index row = 0; row < seen.rows(); ++row) {
                          spread.add(seen.row(row).transpose().cast<double>());
                        }
                      });
    generated[static_cast<std::size_t>(value)] = spread.variance();
  });
  std::vector<double> ratios;
  for (std::size_t value = 0; value < real.size(); ++value) {
    if (real[value].count() > 1) ratios.push_back(generated[value] / real[value].variance());
  }
  if (ratios.empty()) return fail(name, ": the test set has no two pictures of one value");

  Estimate estimate = summarize(name, ratios);
  estimate.estimator =
      "variance of an independent classifier's features within a value over that of real pictures, z ~ " +
      proposal->name;
  estimate.proposal = proposal->name;
  estimate.filling = proposal->filling_in_words;
  estimate.examples = pictures * static_cast<Index>(ratios.size());
  return estimate;
}

}  // namespace jmvae
