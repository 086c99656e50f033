// Emphasis: z goes further the way in which labels and attributes take it, by every filling.

#include "models/generation.h"
#include "small_spec.h"
#include "untrained_model.h"

#include <doctest/doctest.h>

#include <string>

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
  /// The mean of z that the joint encoder makes of these values.
  Matrix joint_mean(const Matrix& x, const Matrix& w) const {
    Tape tape(parameters);
    return latent.joint_posterior(tape, {&x, &w}).mean.value();
  }

  Matrix picture, attributes, known;
};

MissingRule with_emphasis(Filling filling, Real emphasis, int sweeps = 0) {
  return {filling, sweeps, emphasis};
}

bool near(const Matrix& a, const Matrix& b) { return (a - b).norm() < 1e-4 * (1 + b.norm()); }

constexpr Real emphasis = Real(0.5);

}  // namespace

TEST_CASE("an encoder's mean goes further from what the encoder makes of nothing, or from the prior's") {
  for (const bool partial : {false, true}) {
    CAPTURE(partial);
    const Fixture f(faces_spec("jmvae-kl", partial));
    const Evidence given = {{}, &f.attributes};
    const Posterior plain = f.q(given, with_emphasis(Filling::encoder, 0));
    const Posterior more = f.q(given, with_emphasis(Filling::encoder, emphasis));
    Matrix nothing = Matrix::Zero(1, 3);
    if (partial) {
      Tape tape(f.parameters);
      const Matrix hidden = Matrix::Zero(1, 3);
      nothing = f.latent.product_posterior(tape, {{}, {&f.attributes, &hidden}}).mean.value();
    }
    CHECK(near(more.mean, plain.mean + emphasis * (plain.mean - nothing)));
    CHECK(more.variance == plain.variance);
    CHECK_FALSE(near(more.mean, plain.mean));
  }
}

TEST_CASE("a picture is not emphasized, only what attributes say beside it") {
  const Fixture f(faces_spec("jmvae-kl"));
  const Evidence picture = {&f.picture, {}}, both = {&f.picture, &f.attributes};
  const auto mean = [&](const Evidence& given, Real by) {
    return f.q(given, with_emphasis(Filling::product, by)).mean;
  };
  CHECK(mean(picture, emphasis) == mean(picture, 0));
  CHECK(near(mean(both, emphasis), mean(both, 0) + emphasis * (mean(both, 0) - mean(picture, 0))));
}

TEST_CASE("the joint encoder sees zeros in the place of what is emphasized") {
  for (const char* kind : {"jmvae", "jmvae-h"}) {
    CAPTURE(kind);
    const Fixture f(faces_spec(kind));
    const Matrix plain = f.joint_mean(Matrix::Zero(1, 8), f.attributes);
    const Matrix nothing = f.joint_mean(Matrix::Zero(1, 8), Matrix::Zero(1, 3));
    CHECK(near(f.q({{}, &f.attributes}, with_emphasis(Filling::zero, emphasis)).mean,
               plain + emphasis * (plain - nothing)));
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
  const Gaussian first = f.latent.joint_posterior(tape, given);
  const Matrix without = f.joint_mean(Matrix::Zero(1, 8), Matrix::Zero(1, 3));
  const Matrix z = first.mean.value() + emphasis * (first.mean.value() - without) +
                   first.variance.value().cwiseSqrt().cwiseProduct(noise);
  Matrix x = sample(f.latent.decode(0, tape.constant(z), {}), randoms);
  Matrix w = sample_unknown(f.latent.decode(1, tape.constant(z), {}), with_zeros(given[1]), f.known, randoms);
  Matrix others = w.cwiseProduct((1 - f.known.array()).matrix());
  const Matrix plain = f.joint_mean(x, w);
  CHECK(near(draw(emphasis, 1, 0), plain + emphasis * (plain - f.joint_mean(x, others))));
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
        Tape tape(f.parameters);
        const Matrix told = f.latent.product_posterior(tape, {{}, &w}).mean.value();
        const Matrix rest = f.latent.product_posterior(tape, {{}, {&w, &others}}).mean.value();
        found = found || near(more.row(row) - plain.row(row), emphasis * (told - rest));
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
  CHECK(near(more.mean, (1 + emphasis) * plain.mean));
  CHECK(near(more.variance, plain.variance));
  const auto draw = [&](const MissingRule& by) {
    return *draw_latents(f.latent, f.parameters, given, by, 1, 9, 0, 20);
  };
  const Matrix moved = draw(rule) - draw({});
  for (Index row = 0; row < moved.rows(); ++row) CHECK(near(moved.row(row), emphasis * plain.mean));
}

TEST_CASE("what a model takes as a condition can't be emphasized") {
  const Fixture f(faces_spec("cvae"));
  const auto z = draw_latents(f.latent, f.parameters, {{}, &f.attributes},
                              with_emphasis(Filling::automatic, emphasis), 1, 9, 0, 1);
  REQUIRE(!z);
  CHECK(z.error().message ==
        "an emphasis of 0.5: a cvae takes attributes as a condition and not through z; expected 0");
}
