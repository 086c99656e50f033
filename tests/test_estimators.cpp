// Estimates of likelihoods against exact ones: linear-Gaussian models, whose likelihoods are known in closed
// form, the evidence lower bound, and labels of which nothing is known.

#include "eval/likelihood_estimates.h"
#include "eval/prior_mean.h"

#include <Eigen/Cholesky>
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <map>

using namespace jmvae;

namespace {

using Dense64 = Eigen::MatrixXd;
using Column64 = Eigen::VectorXd;

/// log N(y; mean, covariance).
double log_density(const Column64& y, const Column64& mean, const Dense64& covariance) {
  const Eigen::LLT<Dense64> factor(covariance);
  const Dense64 lower = factor.matrixL();
  const Column64 white = factor.matrixL().solve(y - mean);
  return -0.5 * (static_cast<double>(y.size()) * std::log(2 * 3.14159265358979324) + white.squaredNorm()) -
         lower.diagonal().array().log().sum();
}

/// A model of x [3] and w [2] without hidden layers: x = X z + b_x + noise, w = W z + b_w + noise. The
/// columns of X and of W are orthogonal, so that the posteriors of z given x, given w and given both are
/// diagonal and every encoder can be the exact one. Made worse on purpose: variances times `widening`, means
/// moved by `shift`.
struct LinearGaussian {
  Dense64 X, W;
  Column64 b_x, b_w;
  std::unique_ptr<Model> model;
  Vector parameters;
  Examples examples;
  TestSet test_set;

  explicit LinearGaussian(const std::string& kind, double widening = 1, double shift = 0,
                          Index components = 1)
      : X(3, 2), W(2, 2), b_x(3), b_w(2) {
    X << 0.8, -0.3, 0.4, 0.6, 0.0, 0.5;
    W << 0.5, 0.7, 0.5, -0.7;
    b_x << 0.1, 0.4, -0.2;
    b_w << 0.3, 0.2;
    ModelSpec spec;
    spec.kind = kind;
    spec.latent = 2;
    for (const auto& [name, size] : {std::pair<const char*, Index>{"x", 3}, {"w", 2}}) {
      ModalitySpec modality;
      modality.name = name;
      modality.likelihood = LikelihoodKind::gaussian;
      modality.shape = {size};
      spec.modalities.push_back(modality);
    }
    spec.modalities[1].components = components;
    if (kind == "vae") spec.modalities.pop_back();
    if (kind == "jmvae-h") spec.upper = {{2, {}, {}}};
    model = std::move(*make_model(spec));
    parameters = Vector::Zero(model->layout().size());

    const bool prior_expert = kind == "mvae";  // the product has the prior's part of the precision already
    Dense64 both(5, 2);
    both << X, W;
    Column64 b(5);
    b << b_x, b_w;
    if (kind != "cvae") set_decoder("x", X, b_x);  // which sees w too
    set_decoder("w", W, b_w);
    set_encoder("joint", both, b, false, widening, shift);
    set_encoder("encoder.x", X, b_x, prior_expert, widening, shift);
    if (components == 1) set_encoder("encoder.w", W, b_w, prior_expert, widening, shift);

    examples.count = 20;
    for (const ModalitySpec& modality : spec.modalities) {
      std::vector<std::uint8_t> bytes;
      Random random(5, Purpose::test, static_cast<std::uint32_t>(modality.size()));
      for (Index i = 0; i < examples.count * modality.size(); ++i) {
        bytes.push_back(static_cast<std::uint8_t>(random.below(256)));
      }
      examples.columns.push_back(
          {modality.name, ExampleColumn::Coding::intensity, modality.size(), std::move(bytes)});
    }
    test_set = *make_test_set(spec, examples);
  }

  /// Sets a tensor, where the model has it.
  void set(const std::string& name, const Dense64& value) {
    for (const Tensor& tensor : model->layout().tensors()) {
      if (tensor.name != name) continue;
      const Matrix rows = value.cast<Real>();  // row-major, as the tensors are
      REQUIRE(rows.size() == tensor.size);
      parameters.segment(tensor.offset, tensor.size) = Eigen::Map<const Vector>(rows.data(), rows.size());
    }
  }
  void set_gaussian(const std::string& name, const Dense64& weight, const Column64& bias,
                    const Column64& variance) {
    set(name + ".mean.weight", weight);
    set(name + ".mean.bias", bias.transpose());
    set(name + ".variance.bias", (variance.array() - 1e-6).expm1().log().matrix().transpose());
  }
  void set_decoder(const std::string& name, const Dense64& weight, const Column64& bias) {
    set("decoder." + name + ".output.weight", weight);
    set("decoder." + name + ".output.bias", bias.transpose());
  }
  /// The Gaussian over z that y = A z + b + noise says, with or without the prior's part.
  void set_encoder(const std::string& name, const Dense64& A, const Column64& b, bool prior_expert,
                   double widening, double shift) {
    Column64 precision = A.colwise().squaredNorm().transpose();
    if (!prior_expert) precision.array() += 1;
    const Column64 variance = precision.cwiseInverse();
    const Dense64 weight = variance.asDiagonal() * A.transpose();
    set_gaussian(name, weight, (-weight * b).array() + shift, widening * variance);
  }

  Column64 value(std::size_t modality, Index example) const {
    const Matrix row = gather(examples.columns[modality], in_order(examples.count), example, 1);
    return row.row(0).transpose().cast<double>();
  }

  double mean_over_examples(const std::function<double(Index example)>& of) const {
    double sum = 0;
    for (Index i = 0; i < examples.count; ++i) sum += of(i);
    return sum / static_cast<double>(examples.count);
  }

  /// log p of x, w, or both, in closed form.
  double exact(const std::string& what) const {
    return mean_over_examples([&](Index i) {
      Dense64 A(5, 2);
      A << X, W;
      Column64 b(5), y(5);
      b << b_x, b_w;
      y << value(0, i), (what == "x" ? Column64(b_w) : value(1, i));
      const Index first = what == "w" ? 3 : 0, size = what == "x" ? 3 : what == "w" ? 2 : 5;
      const Dense64 part = A.middleRows(first, size);
      return log_density(y.segment(first, size), b.segment(first, size),
                         Dense64::Identity(size, size) + part * part.transpose());
    });
  }

  Estimate estimate(const std::string& name, int samples, MissingRule rule = {},
                    std::uint64_t seed = 1) const {
    EvalSettings settings;
    settings.samples = samples;
    settings.rule = rule;
    settings.seed = seed;
    const auto query = likelihood_query(*model->latent(), test_set, name, rule);
    REQUIRE(query);
    return estimate_likelihoods(*model->latent(), parameters, test_set, {*query}, settings).front();
  }
};

/// Within an absolute tolerance.
struct Near {
  double value, tolerance;
};
Near near(double value, double tolerance) { return {value, tolerance}; }
bool operator==(double found, const Near& expected) {
  return std::abs(found - expected.value) <= expected.tolerance;
}
doctest::String toString(const Near& expected) { return doctest::toString(expected.value); }

}  // namespace

TEST_CASE("from the exact posterior every weight is the likelihood itself, for any number of samples") {
  for (const char* kind : {"jmvae-kl", "telbo", "mvae"}) {
    CAPTURE(kind);
    const LinearGaussian f(kind);
    const std::map<std::string, double> exact = {
        {"log_p(x,w)", f.exact("x,w")}, {"log_p(x).single", f.exact("x")}, {"log_p(w).single", f.exact("w")}};
    for (const auto& [name, value] : exact) {
      const Estimate estimate = f.estimate(name, 7);
      CHECK(estimate.value == near(value, 1e-4));
      CHECK(*estimate.effective_samples == near(7, 1e-3));
    }
  }
}

TEST_CASE("every estimator hits the known likelihood from encoders that are wrong") {
  const LinearGaussian f("jmvae-kl", 1.7, 0.2);
  const double both = f.exact("x,w"), x = f.exact("x"), w = f.exact("w");
  const std::map<std::string, double> exact = {{"log_p(x,w)", both},
                                               {"log_p(x)", x},
                                               {"log_p(x).single", x},
                                               {"log_p(w)", w},
                                               {"log_p(w).single", w},
                                               {"log_p(x|w).multiple", both - w},
                                               {"log_p(x|w).single", both - w},
                                               {"log_p(w|x).multiple", both - x},
                                               {"log_p(w|x).single", both - x}};
  for (const auto& [name, value] : exact) {
    CAPTURE(name);
    CHECK(f.estimate(name, 20000).value == near(value, 0.01));
  }
  // The plug-in mean is the conditional likelihood just where q(z|w) is the posterior.
  const LinearGaussian right("jmvae-kl");
  CHECK(right.estimate("log_p(x|w)", 20000).value == near(both - w, 0.01));
  CHECK(right.estimate("log_p(w|x)", 20000).value == near(both - x, 0.01));
  CHECK(std::abs(f.estimate("log_p(x|w)", 20000).value - (both - w)) > 0.02);
}

TEST_CASE("components of a mixture are proposals like any other") {
  LinearGaussian f("jmvae-kl", 1, 0,
                   2);  // N(0.4, 1.2) and N(-0.4, 1.2) for every w, the first twice as likely
  Column64 mean(4), variance = Column64::Constant(4, 1.2), component(2);
  mean << 0.4, 0.4, -0.4, -0.4;
  component << std::log(2.0), 0;
  f.set_gaussian("encoder.w", Dense64::Zero(4, 2), mean, variance);
  f.set("encoder.w.component.bias", component.transpose());
  CHECK(f.estimate("log_p(w).single", 20000).value == near(f.exact("w"), 0.01));
  CHECK(f.estimate("log_p(x|w).single", 20000).value == near(f.exact("x,w") - f.exact("w"), 0.02));
  CHECK(f.estimate("log_p(w).single", 10).value < f.estimate("log_p(w).single", 1000).value);
}

TEST_CASE("zeros and a chain of samples are proposals like any other") {
  const LinearGaussian f("jmvae", 2);
  CHECK(f.estimate("log_p(x).single", 20000, {Filling::zero, 0}).value == near(f.exact("x"), 0.01));
  for (const int sweeps : {1, 4}) {
    CHECK(f.estimate("log_p(x).single", 4000, {Filling::chain, sweeps}).value == near(f.exact("x"), 0.02));
  }
  CHECK(f.estimate("log_p(x).single", 10, {Filling::chain, 4}).filling == "chain of 4 sweeps");
}

TEST_CASE("conditional models, a single modality and a hierarchy hit theirs") {
  Dense64 C(3, 2);  // from w
  C << 0.2, -0.4, 0.5, 0.1, -0.3, 0.6;
  const Dense64 I = Dense64::Identity(3, 3);
  SUBCASE("vae") {
    const LinearGaussian f("vae", 1.5, 0.1);
    CHECK(f.estimate("log_p(x)", 20000).value == near(f.exact("x"), 0.01));
  }
  SUBCASE("cvae") {
    LinearGaussian f("cvae", 1.5, 0.1);
    Dense64 decoder(3, 4);
    decoder << f.X, C;
    f.set_decoder("x", decoder, f.b_x);
    const double exact = f.mean_over_examples([&](Index i) {
      return log_density(f.value(0, i), C * f.value(1, i) + f.b_x, I + f.X * f.X.transpose());
    });
    CHECK(f.estimate("log_p(x|w)", 20000).value == near(exact, 0.01));
  }
  SUBCASE("cmma") {
    LinearGaussian f("cmma", 1.5, 0.1);
    const Dense64 prior = C.topRows(2);
    const Column64 mean = Column64::Constant(2, 0.3), variance = Column64::Constant(2, 0.7);
    f.set_gaussian("prior", prior, mean, variance);
    const double exact = f.mean_over_examples([&](Index i) {
      return log_density(f.value(0, i), f.X * (prior * f.value(1, i) + mean) + f.b_x,
                         I + f.X * variance.asDiagonal() * f.X.transpose());
    });
    CHECK(f.estimate("log_p(x|w)", 20000).value == near(exact, 0.01));
  }
  SUBCASE("jmvae-h") {
    LinearGaussian f("jmvae-h", 1.5, 0.1);
    const Dense64 above = C.topRows(2);
    const Column64 mean = Column64::Constant(2, 0.3), variance = Column64::Constant(2, 0.7);
    f.set_gaussian("prior.1", above, mean, variance);
    f.set_gaussian("upper.1", above.transpose(), Column64::Zero(2), Column64::Constant(2, 0.95));
    const Dense64 of_z = Dense64(variance.asDiagonal()) + above * above.transpose();
    const double exact = f.mean_over_examples([&](Index i) {
      return log_density(f.value(0, i), f.X * mean + f.b_x, I + f.X * of_z * f.X.transpose());
    });
    CHECK(f.estimate("log_p(x)", 20000).value == near(exact, 0.01));
  }
}

TEST_CASE("K samples give the importance-weighted bound, one sample the ELBO in expectation") {
  const LinearGaussian f("jmvae", 1.7, 0.2);
  const Matrix x = gather(f.examples.columns[0], in_order(20), 0, 20),
               w = gather(f.examples.columns[1], in_order(20), 0, 20);
  const auto bound = [&](int samples, std::uint64_t seed) {
    Matrix noise(20 * samples, 2);
    for (Index example = 0; example < 20; ++example) {
      fill_normal(noise.middleRows(example * samples, samples), seed, Purpose::latent,
                  static_cast<std::uint32_t>(example));
    }
    ObjectiveWeights weights;
    weights.samples = samples;
    Tape tape(f.parameters);
    return static_cast<double>(f.model->objective(tape, {&x, &w}, noise, weights).value.value().mean());
  };
  CHECK(f.estimate("log_p(x,w)", 8).value == near(bound(8, 1), 1e-4));

  // With one sample the bound takes the divergence in closed form, the estimate by that sample.
  std::vector<double> difference;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    difference.push_back(f.estimate("log_p(x,w)", 1, {}, seed).value - bound(1, seed));
  }
  const Estimate mean = summarize("", difference);
  CHECK(mean.standard_error < 0.02);
  CHECK(std::abs(mean.value) < 3 * mean.standard_error);
}

TEST_CASE("a bound rises with the number of samples") {
  const LinearGaussian f("jmvae-kl", 1.7, 0.6);
  for (const char* name : {"log_p(x,w)", "log_p(x)", "log_p(x).single"}) {
    CAPTURE(name);
    const double one = f.estimate(name, 1).value, ten = f.estimate(name, 10).value,
                 many = f.estimate(name, 1000).value;
    CHECK(one < ten);
    CHECK(ten < many);
  }
}

TEST_CASE("queries with one proposal are answered together as each alone, on any number of threads") {
  const LinearGaussian f("jmvae-kl", 1.7, 0.2);
  std::vector<LikelihoodQuery> queries;
  for (const char* name : {"log_p(x,w)", "log_p(x|w)", "log_p(x)", "log_p(x|w).multiple"}) {
    queries.push_back(*likelihood_query(*f.model->latent(), f.test_set, name, {}));
  }
  const auto groups = group_by_proposal(queries);
  REQUIRE(groups.size() == 2);
  REQUIRE(groups[0].size() == 3);
  EvalSettings settings;
  settings.samples = 300;
  for (const int threads : {1, 3}) {
    settings.threads = threads;
    for (const Estimate& together :
         estimate_likelihoods(*f.model->latent(), f.parameters, f.test_set, groups[0], settings)) {
      const Estimate alone = f.estimate(together.name, 300);
      CHECK(together.value == alone.value);
      CHECK(together.standard_error == alone.standard_error);
      CHECK(*together.effective_samples == *alone.effective_samples);
    }
  }
}

TEST_CASE("a label of which the decoder knows nothing has log p = -ln 10 for every z") {
  ModelSpec spec;
  spec.kind = "jmvae";
  spec.latent = 4;
  ModalitySpec image, label;
  image.name = "image";
  image.shape = {5};
  label.name = "label";
  label.likelihood = LikelihoodKind::categorical;
  label.shape = {10};
  spec.modalities = {image, label};
  const auto model = std::move(*make_model(spec));
  const Vector parameters = Vector::Zero(model->layout().size());
  EvalSettings settings;
  settings.prior_samples = 50;
  const PriorMean prior_mean(*model->latent(), parameters, settings);
  Matrix seven = Matrix::Zero(1, 10);
  seven(0, 7) = 1;
  const LogMean mean = prior_mean({false, true}, {Matrix::Zero(1, 5), seven});
  CHECK(mean.value == near(-std::log(10.0), 1e-6));
  CHECK(mean.effective_samples == near(50, 1e-6));
}

TEST_CASE("the best q(z|w) for a label w has the moments of q(z|x,w)") {
  // E KL(q(z|x,w) || q(z|w)) over diagonal Gaussians q(z|w) is least at mean E[m], variance E[v + m^2] -
  // E[m]^2.
  const Index examples = 60, dimensions = 3;
  Matrix means(examples, dimensions), variances(examples, dimensions);
  fill_normal(means, 3, Purpose::test, 1);
  fill_normal(variances, 3, Purpose::test, 2);
  variances = variances.cwiseAbs().array() + Real(0.1);
  const RowVector mean = means.colwise().mean();
  const RowVector variance =
      (variances.array() + means.array().square()).colwise().mean() - mean.array().square();
  const Vector no_parameters;
  const auto divergence = [&](const RowVector& m, const RowVector& v) {
    Tape tape(no_parameters);
    const Gaussian joint = {tape.constant(means), tape.constant(variances)},
                   own = {tape.constant(m.replicate(examples, 1)), tape.constant(v.replicate(examples, 1))};
    return kl_divergence(joint, own).value().cast<double>().mean();
  };
  const double best = divergence(mean, variance);
  for (Index d = 0; d < dimensions; ++d) {
    for (const Real sign : {Real(-1), Real(1)}) {
      RowVector moved = mean, scaled = variance;
      moved(d) += sign * Real(0.05);
      scaled(d) *= 1 + sign * Real(0.05);
      CHECK(divergence(moved, variance) > best);
      CHECK(divergence(mean, scaled) > best);
    }
  }
}
