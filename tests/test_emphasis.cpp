// Emphasis: z is drawn from q^(1 + emphasis) / rest^emphasis, by every filling.

#include "models/emphasis.h"
#include "models/generation.h"
#include "small_spec.h"
#include "untrained_model.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace jmvae;

namespace {

/// A picture of eight pixels and three attributes, whose encoder takes masks where `partial` says so.
ModelSpec faces_spec(const std::string& kind, bool partial = false, Index components = 1) {
  ModelSpec spec = small_spec(kind, {4, 2, 1}, 3, 5);
  ModalitySpec& attributes = spec.modalities[1];
  attributes.name = "attributes";
  attributes.likelihood = LikelihoodKind::bernoulli;
  attributes.partial = attributes.imputed = partial;
  attributes.components = components;
  return spec;
}

struct Fixture : UntrainedModel {
  explicit Fixture(const ModelSpec& spec) : UntrainedModel(spec) {
    picture = Matrix::Constant(1, 8, Real(0.3));
    attributes = Matrix::Ones(1, 3);
    known = Matrix::Zero(1, 3);
    known(0, 1) = 1;
  }
  Posterior q(const Evidence& given, const MissingRule& rule) const {
    return *encode(latent, parameters, given, rule);
  }
  /// What the joint encoder makes of these values.
  Posterior joint(const Matrix& x, const Matrix& w) const {
    Tape tape(parameters);
    return values(latent.joint_posterior(tape, {&x, &w}));
  }
  /// What the encoders make of a part of the attributes.
  Posterior of_attributes(const Matrix& w, const Matrix& which) const {
    Tape tape(parameters);
    return values(latent.product_posterior(tape, {{}, {&w, &which}}));
  }
  Posterior prior() const {
    const Index dimensions = latent.spec().latent_size();
    return {Matrix::Zero(1, dimensions), Matrix::Ones(1, dimensions)};
  }
  static Posterior values(const Gaussian& q) { return {q.mean.value(), q.variance.value()}; }

  Matrix picture, attributes, known;
};

MissingRule with_emphasis(Filling filling, Real emphasis, int sweeps = 0) {
  return {filling, sweeps, emphasis};
}

bool near(const Matrix& a, const Matrix& b) { return (a - b).norm() < 1e-4 * (1 + b.norm()); }
bool near(const Posterior& a, const Posterior& b) {
  return near(a.mean, b.mean) && near(a.variance, b.variance);
}

constexpr Real emphasis = Real(0.5);

/// The Gaussian whose density is q^(1 + emphasis) / rest^emphasis: precisions add up, and so do means times
/// precisions.
Posterior emphasized(const Posterior& q, const Posterior& rest) {
  const Matrix of_q = (1 + emphasis) * q.variance.cwiseInverse();
  const Matrix of_rest = -emphasis * rest.variance.cwiseMax(q.variance).cwiseInverse();
  const Matrix variance = (of_q + of_rest).cwiseInverse();
  return {variance.cwiseProduct(of_q.cwiseProduct(q.mean) + of_rest.cwiseProduct(rest.mean)), variance};
}

}  // namespace

TEST_CASE("an encoder's posterior goes further from what it makes of nothing, or from the prior") {
  for (const bool partial : {false, true}) {
    CAPTURE(partial);
    const Fixture f(faces_spec("jmvae-kl", partial));
    const Evidence given = {{}, &f.attributes};
    const Posterior plain = f.q(given, with_emphasis(Filling::encoder, 0));
    const Posterior more = f.q(given, with_emphasis(Filling::encoder, emphasis));
    const Posterior nothing = partial ? f.of_attributes(f.attributes, Matrix::Zero(1, 3)) : f.prior();
    CHECK(near(more, emphasized(plain, nothing)));
    CHECK_FALSE(near(more.mean, plain.mean));
  }
}

TEST_CASE("a dimension of which q knows no more than the rest goes further, one that it knows well stays") {
  const Vector none;
  Tape tape(none);
  const auto gaussian = [&](Real mean, Real variance) {
    return Gaussian{tape.constant(Matrix::Constant(1, 1, mean)),
                    tape.constant(Matrix::Constant(1, 1, variance))};
  };
  const auto after = [&](Real variance, Real of_rest) {
    const Gaussian q = emphasize(gaussian(2, variance), gaussian(1, of_rest), Real(0.5));
    return std::pair(q.mean.value()(0, 0), q.variance.value()(0, 0));
  };
  CHECK(after(1, 1) == std::pair(Real(2.5), Real(1)));
  CHECK(after(1, Real(0.1)) == std::pair(Real(2.5), Real(1)));
  CHECK(after(Real(0.001), 1).first == doctest::Approx(2.0003).epsilon(1e-4));
  CHECK(after(Real(0.5), 1).second == doctest::Approx(0.4));
}

TEST_CASE("a picture is not emphasized, only what attributes say beside it") {
  const Fixture f(faces_spec("jmvae-kl"));
  const Evidence picture = {&f.picture, {}}, both = {&f.picture, &f.attributes};
  const auto q = [&](const Evidence& given, Real by) {
    return f.q(given, with_emphasis(Filling::product, by));
  };
  CHECK(q(picture, emphasis).mean == q(picture, 0).mean);
  CHECK(near(q(both, emphasis), emphasized(q(both, 0), q(picture, 0))));
}

TEST_CASE("the joint encoder sees zeros in the place of what is emphasized") {
  for (const char* kind : {"jmvae", "jmvae-h"}) {
    CAPTURE(kind);
    const Fixture f(faces_spec(kind));
    const Posterior plain = f.joint(Matrix::Zero(1, 8), f.attributes);
    const Posterior nothing = f.joint(Matrix::Zero(1, 8), Matrix::Zero(1, 3));
    CHECK(near(f.q({{}, &f.attributes}, with_emphasis(Filling::zero, emphasis)), emphasized(plain, nothing)));
  }
}

TEST_CASE("a chain is emphasized in each of its sweeps, by what was given and not by what it drew") {
  const Fixture f(faces_spec("jmvae-h"));
  const Evidence given = {{}, {&f.attributes, &f.known}};
  const auto draw = [&](Real by, int sweeps, Real spread) {
    return *draw_latents(f.latent, f.parameters, given, with_emphasis(Filling::chain, by, sweeps), spread, 9,
                         0, 1);
  };
  // The first sweep's z, by hand, decides what the last posterior is told.
  Tape tape(f.parameters);
  std::vector<Random> randoms = random_rows(9, Purpose::posterior, 0, 0, 1);
  Matrix noise(1, f.latent.spec().latent_size());
  for (Index d = 0; d < noise.cols(); ++d) noise(0, d) = randoms[0].normal();
  const Posterior first = emphasized(Fixture::values(f.latent.joint_posterior(tape, given)),
                                     f.joint(Matrix::Zero(1, 8), Matrix::Zero(1, 3)));
  const Matrix z = first.mean + first.variance.cwiseSqrt().cwiseProduct(noise);
  Matrix x = sample(f.latent.decode(0, tape.constant(z), {}), randoms);
  Matrix w = sample_unknown(f.latent.decode(1, tape.constant(z), {}), with_zeros(given[1]), f.known, randoms);
  Matrix others = w.cwiseProduct((1 - f.known.array()).matrix());
  CHECK(near(draw(emphasis, 1, 0), emphasized(f.joint(x, w), f.joint(x, others)).mean));
  CHECK_FALSE(near(draw(emphasis, 1, 0), draw(0, 1, 0)));
}

TEST_CASE("of imputed attributes only those that were given are emphasized") {
  for (const Index components : {1, 3}) {
    CAPTURE(components);
    const Fixture f(faces_spec("jmvae-kl", true, components));
    const auto draw = [&](const Evidence& given, Real by) {
      return *draw_latents(f.latent, f.parameters, given, with_emphasis(Filling::imputation, by), 0, 9, 0,
                           40);
    };
    CHECK(draw(Evidence(2), emphasis) == draw(Evidence(2), 0));
    const Evidence given = {{}, {&f.attributes, &f.known}};
    const Matrix plain = draw(given, 0), more = draw(given, emphasis);
    const Matrix others = Matrix::Ones(1, 3) - f.known;
    for (Index row = 0; row < plain.rows(); ++row) {
      // One of the four that the others can be.
      bool found = false;
      for (int set = 0; set < 4; ++set) {
        Matrix w(1, 3);
        w << Real(set & 1), 1, Real(set >> 1 & 1);
        const Posterior told = f.of_attributes(w, Matrix::Ones(1, 3));
        const Posterior by_hand = emphasized(told, f.of_attributes(w, others));
        found = found || near(more.row(row) - plain.row(row), by_hand.mean - told.mean);
      }
      CHECK(found);
    }
  }
}

TEST_CASE("all components of a mixture move alike, and encode() tells their mean") {
  const Fixture f(faces_spec("jmvae-kl", false, 2));
  const Evidence given = {{}, &f.attributes};
  const MissingRule rule = with_emphasis(Filling::automatic, emphasis);
  const Posterior plain = f.q(given, {}), more = f.q(given, rule);
  const Posterior by_hand = emphasized(plain, f.prior());
  CHECK(near(more.mean, by_hand.mean));
  const auto draw = [&](const MissingRule& by) {
    return *draw_latents(f.latent, f.parameters, given, by, 0, 9, 0, 20);
  };
  const Matrix moved = draw(rule) - draw({});
  for (Index row = 0; row < moved.rows(); ++row) CHECK(near(moved.row(row), by_hand.mean - plain.mean));
  const auto noise = [&](const MissingRule& by) -> Matrix {
    return *draw_latents(f.latent, f.parameters, given, by, 1, 9, 0, 1) -
           *draw_latents(f.latent, f.parameters, given, by, 0, 9, 0, 1);
  };
  CHECK(
      near(noise(rule), noise({}).cwiseProduct(by_hand.variance.cwiseQuotient(plain.variance).cwiseSqrt())));
}

TEST_CASE("what a model takes as a condition can't be emphasized") {
  const Fixture f(faces_spec("cvae"));
  const auto z = draw_latents(f.latent, f.parameters, {{}, &f.attributes},
                              with_emphasis(Filling::automatic, emphasis), 1, 9, 0, 1);
  REQUIRE(!z);
  CHECK(z.error().message ==
        "an emphasis of 0.5: a cvae takes attributes as a condition and not through z; expected 0");
}
