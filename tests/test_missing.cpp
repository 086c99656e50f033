// What stands in for what is missing: which way is taken, what it computes, and what is refused.

#include "models/generation.h"
#include "nn/arithmetic.h"
#include "untrained_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace jmvae;

namespace {

/// Models of left, right and label, of one layer each.
ModelSpec halves_spec(const std::string& kind, bool partial = false) {
  ModelSpec spec;
  spec.kind = kind;
  spec.latent = 3;
  spec.joint = {{6, Activation::relu}};
  for (const char* name : {"left", "right", "label"}) {
    ModalitySpec modality;
    modality.name = name;
    modality.shape = {4, 2, 1};
    modality.branch = modality.encoder = {{5, Activation::relu}};
    modality.decoder = {{5, Activation::relu}};
    modality.partial = partial;
    spec.modalities.push_back(modality);
  }
  spec.modalities[2].likelihood = LikelihoodKind::categorical;
  spec.modalities[2].shape = {3};
  if (kind == "jmvae-h") spec.upper = {{2, {{4, Activation::relu}}, {{4, Activation::relu}}}};
  if (kind == "vae") spec.modalities.resize(1);
  return spec;
}

/// A jmvae-kl of a picture and three attributes, which go together in some way.
ModelSpec attributes_spec() {
  ModelSpec spec = halves_spec("jmvae-kl");
  spec.modalities.erase(spec.modalities.begin() + 1);
  spec.modalities[0].name = "image";
  spec.modalities[1].name = "attributes";
  spec.modalities[1].likelihood = LikelihoodKind::bernoulli;
  spec.modalities[1].imputed = true;
  return spec;
}

struct Fixture : UntrainedModel {
  explicit Fixture(const ModelSpec& spec) : UntrainedModel(spec) {
    for (const ModalitySpec& modality : spec.modalities) values.push_back(Matrix::Zero(1, modality.size()));
    for (Matrix& x : values) x(0, 1) = 1;
  }
  Evidence given(std::initializer_list<std::size_t> modalities) const {
    Evidence evidence(values.size());
    for (const std::size_t m : modalities) evidence[m] = &values[m];
    return evidence;
  }
  Result<Matrix> draw(const Evidence& evidence, MissingRule rule = {}, Index count = 4) const {
    return draw_latents(latent, parameters, evidence, rule, 1, 9, 0, count);
  }

  std::vector<Matrix> values;
};

std::string failure(const Result<Matrix>& result) { return result ? "" : result.error().message; }

bool mentions(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every model generates every modality that it can from every subset, and says why not otherwise") {
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae", "cvae", "cmma", "vae"}) {
    const Fixture f(halves_spec(kind));
    const std::size_t modalities = f.values.size();
    const bool conditional = kind == std::string("cvae") || kind == std::string("cmma");
    std::size_t possible = 0;
    for (std::size_t subset = 0; subset < std::size_t{1} << modalities; ++subset) {
      Evidence given(modalities);
      for (std::size_t m = 0; m < modalities; ++m) {
        if (subset >> m & 1) given[m] = &f.values[m];
      }
      for (std::size_t target = 0; target < modalities; ++target) {
        CAPTURE(kind);
        CAPTURE(subset);
        CAPTURE(target);
        const bool can = !conditional || (target == 0 && given[1] && given[2]);
        if (!can) {
          // A prior of conditions needs them; others draw z, from which nothing can be decoded.
          if (kind == std::string("cmma") && !given[0]) CHECK(bool(f.draw(given)) == (given[1] && given[2]));
          CHECK_FALSE(
              decode(f.latent, f.parameters, target, Matrix::Zero(4, f.latent.spec().latent_size()), given));
          continue;
        }
        const auto z = f.draw(given);
        REQUIRE(z);
        const auto x = decode(f.latent, f.parameters, target, *z, given);
        REQUIRE(x);
        CHECK(x->rows() == 4);
        CHECK(x->allFinite());
        CHECK(x->minCoeff() >= 0);
        CHECK(x->maxCoeff() <= 1);
        ++possible;
      }
    }
    std::size_t listed = 0;
    for (const Direction& direction : directions(f.latent)) listed += direction.to.size();
    CHECK(listed == possible);
  }
}

TEST_CASE("directions name the way: the joint encoder, one encoder, a product, zeros, a chain, the prior") {
  const auto by = [](const char* kind, std::size_t given) {
    const Fixture f(halves_spec(kind));
    for (const Direction& direction : directions(f.latent)) {
      if (direction.from.size() == given) return direction.by;
    }
    return std::string();
  };
  CHECK(by("jmvae-kl", 0) == "prior");
  CHECK(by("jmvae-kl", 1) == "encoder");
  CHECK(by("jmvae-kl", 2) == "product");
  CHECK(by("jmvae-kl", 3) == "joint encoder");
  CHECK(by("jmvae", 2) == "zero");
  CHECK(by("jmvae-h", 1) == "chain");
  CHECK(by("mvae", 3) == "product");
  CHECK(by("cvae", 2) == "prior");
}

TEST_CASE("a chain without sweeps is zero filling, and a longer chain begins like a shorter one") {
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h"}) {
    const Fixture f(halves_spec(kind));
    const Evidence given = f.given({2});
    const Matrix zero = *f.draw(given, {Filling::zero, 0});
    CHECK(*f.draw(given, {Filling::chain, 0}) == zero);
    const Matrix one = *f.draw(given, {Filling::chain, 1}), two = *f.draw(given, {Filling::chain, 2});
    CHECK(one != zero);
    CHECK(two != one);
    CHECK(*f.draw(given, {Filling::chain, 2}) == two);
    // A row depends on its own address, not on how many rows are asked for.
    CHECK(f.draw(given, {Filling::chain, 2}, 7)->topRows(4).isApprox(two, Real(1e-4)));
  }
}

TEST_CASE("a chain keeps what is known and leaves nothing else of where it began") {
  // Far along the chain, the mean of what is missing is the same from zeros and from the truth: the joint
  // encoder of this model looks at nothing (all its weights are zero), so that q is the prior whatever is
  // given.
  Fixture f(halves_spec("jmvae"));
  for (const Tensor& tensor : f.model->layout().tensors()) {
    if (tensor.name.rfind("joint", 0) == 0) f.parameters.segment(tensor.offset, tensor.size).setZero();
  }
  const Matrix given = *f.draw(f.given({0, 1, 2})), chained = *f.draw(f.given({2}), {Filling::chain, 3});
  CHECK(given == chained);
}

TEST_CASE("the product of experts is the encoder itself for one modality, and counts precisions for more") {
  const Fixture f(halves_spec("jmvae-kl")), m(halves_spec("mvae"));
  const auto left = *encode(f.latent, f.parameters, f.given({0}));
  const auto right = *encode(f.latent, f.parameters, f.given({1}));
  const auto both = *encode(f.latent, f.parameters, f.given({0, 1}));
  CHECK(encode(f.latent, f.parameters, f.given({0}), {Filling::encoder, 0})->mean == left.mean);
  const Matrix precision = left.variance.cwiseInverse() + right.variance.cwiseInverse();
  CHECK(both.variance.isApprox(precision.cwiseInverse(), Real(1e-5)));
  // MVAE's product has the prior as one more expert, so it is never wider than that.
  CHECK(encode(m.latent, m.parameters, m.given({0}))->variance.maxCoeff() <= 1);
}

TEST_CASE("an encoder that can see a part ignores what is hidden and uses what is known") {
  Fixture f(halves_spec("jmvae-kl", true));
  Matrix known = Matrix::Ones(1, 8);
  known(0, 3) = 0;
  const auto masked = [&] {
    Evidence given(3);
    given[0] = {&f.values[0], &known};
    return encode(f.latent, f.parameters, given)->mean;
  };
  const Matrix before = masked();
  f.values[0](0, 3) = 1;
  CHECK(masked() == before);
  f.values[0](0, 2) = 1;
  CHECK(masked() != before);
  CHECK(masked() != encode(f.latent, f.parameters, f.given({0}))->mean);
}

TEST_CASE("a label whose encoder is a mixture is drawn from its components, which others can't have") {
  ModelSpec spec = halves_spec("jmvae-kl");
  spec.modalities[2].components = 2;
  Fixture f(spec);
  for (const Tensor& tensor : f.model->layout().tensors()) {  // both components weigh the same
    if (tensor.name.rfind("encoder.label.component", 0) == 0)
      f.parameters.segment(tensor.offset, tensor.size).setZero();
  }
  CHECK(f.latent.encodes_as_mixture(f.given({2})));
  CHECK_FALSE(f.latent.encodes_as_mixture(f.given({0, 2})));
  constexpr Index count = 64;
  const Matrix z = *f.draw(f.given({2}), {}, count);
  CHECK((z - *f.draw(f.given({2}), {Filling::encoder, 0}, count)).isZero());

  // Without spread what is left are the components' means: two, whose mixture encode() sums up.
  const Matrix means = *draw_latents(f.latent, f.parameters, f.given({2}), {}, 0, 9, 0, count);
  const RowVector one = means.row(0);
  Index other = 0;
  while (other < count && (means.row(other) - one).isZero()) ++other;
  REQUIRE(other < count);
  for (Index row = 0; row < count; ++row) {
    CHECK(((means.row(row) - one).isZero() || (means.row(row) - means.row(other)).isZero()));
  }
  Tape tape(f.parameters);
  const GaussianMixture mixture = f.latent.mixture_posterior(tape, f.given({2}));
  const Posterior whole = *encode(f.latent, f.parameters, f.given({2}));
  CHECK((whole.mean - moment_match(mixture).mean.value()).isZero());
  CHECK((whole.variance.array() > 0).all());

  spec.kind = "telbo";
  CHECK(make_model(spec).error().message ==
        "only a jmvae-kl has encoders that are mixtures; in this telbo that of label has 2 components");
  CHECK(model_spec_from_json(to_json(halves_spec("jmvae-kl")), "spec")->modalities[2].components == 1);
  spec.kind = "jmvae-kl";
  CHECK(model_spec_from_json(to_json(spec), "spec")->modalities[2].components == 2);
}

TEST_CASE("fillings that a model does not have are refused with a sentence that names those it has") {
  const Fixture jmvae(halves_spec("jmvae")), mvae(halves_spec("mvae")), kl(halves_spec("jmvae-kl"));
  CHECK(mentions(failure(jmvae.draw(jmvae.given({0}), {Filling::encoder, 0})), "zero and chain"));
  CHECK(mentions(failure(jmvae.draw(jmvae.given({0}), {Filling::product, 0})), "jmvae"));
  CHECK(mentions(failure(mvae.draw(mvae.given({0}), {Filling::chain, 5})), "encoder and product"));
  CHECK(mentions(failure(kl.draw(kl.given({0, 1}), {Filling::encoder, 0})), "product"));
  const auto unknown = filling_from_name("chian");
  REQUIRE(!unknown);
  CHECK(mentions(unknown.error().message, "\"chain\""));
  for (const std::string& name : filling_names()) CHECK(name_of(*filling_from_name(name)) == name);
}

TEST_CASE("a mask that hides everything, or one that no encoder understands, is refused") {
  const Fixture plain(halves_spec("jmvae-kl")), partial(halves_spec("jmvae-kl", true));
  Matrix nothing = Matrix::Zero(1, 8), half = nothing;
  half.leftCols(4).setOnes();
  const auto with = [](const Fixture& f, const Matrix& known, Filling filling) {
    Evidence given(3);
    given[0] = {&f.values[0], &known};
    return failure(f.draw(given, {filling, 2}));
  };
  CHECK(mentions(with(partial, nothing, Filling::automatic), "hides all 8 numbers"));
  CHECK(mentions(with(plain, half, Filling::automatic), "zero or chain"));
  CHECK(with(plain, half, Filling::zero).empty());
  CHECK(with(plain, half, Filling::chain).empty());
  CHECK(with(partial, half, Filling::automatic).empty());
}

TEST_CASE("a CVAE and a CMMA refuse a part of what they always see whole, whatever the way") {
  for (const char* kind : {"cvae", "cmma"}) {
    CAPTURE(kind);
    const Fixture f(halves_spec(kind));
    Matrix part = Matrix::Zero(1, 3), half = Matrix::Ones(1, 8);
    part(0, 0) = 1;
    half(0, 0) = 0;
    Evidence given = f.given({1, 2});
    given[2].known = &part;
    const std::string sentence = std::string("a ") + kind + " takes label only wholly, not a part of it";
    CHECK(failure(f.draw(given)) == sentence);
    CHECK(failure(decode(f.latent, f.parameters, 0, Matrix::Zero(1, 3), given)) == sentence);
    given[0] = {&f.values[0], &half};
    CHECK(failure(f.draw(given, {Filling::chain, 2})) == sentence);
    CHECK_FALSE(encode(f.latent, f.parameters, given));

    // Of the picture itself a part may be given: the chain draws the rest, and nothing of the conditions.
    given[2].known = nullptr;
    CHECK(f.draw(given, {Filling::chain, 2}));
  }
}

TEST_CASE("a mask that hides nothing is no mask") {
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "cvae", "cmma"}) {
    CAPTURE(kind);
    const Fixture f(halves_spec(kind));
    const Matrix all = Matrix::Ones(1, 3);
    Evidence given = f.given({0, 1, 2});
    given[2].known = &all;
    CHECK(*f.draw(given) == *f.draw(f.given({0, 1, 2})));
  }
}

TEST_CASE("a chain draws a label that is known not to be one of its values from the others") {
  Fixture f(halves_spec("jmvae"));
  for (const Tensor& tensor : f.model->layout().tensors()) {  // whatever z, nothing but the second value
    if (tensor.name == "decoder.label.logits.weight")
      f.parameters.segment(tensor.offset, tensor.size).setZero();
    if (tensor.name == "decoder.label.logits.bias") f.parameters[tensor.offset + 1] = 30;
  }
  f.values[2].setZero();
  Matrix not_the_second = Matrix::Zero(1, 3), not_the_others = Matrix::Ones(1, 3);
  not_the_second(0, 1) = 1;
  not_the_others(0, 1) = 0;
  const auto chain = [&](const Matrix& label, const Matrix* known) {
    f.values[2] = label;
    Evidence given = f.given({0, 1, 2});
    given[2].known = known;
    return *f.draw(given, {Filling::chain, 1});
  };
  Matrix second = Matrix::Zero(1, 3);
  second(0, 1) = 1;
  const Matrix none = Matrix::Zero(1, 3);
  CHECK(chain(none, &not_the_others) == chain(second, nullptr));
  // It is one of the two others, never none of all, which would be a label that is missing.
  const Matrix drawn = chain(none, &not_the_second), missing = chain(none, nullptr);
  for (Index row = 0; row < drawn.rows(); ++row) CHECK((drawn.row(row) - missing.row(row)).norm() > 1e-4);
}

TEST_CASE("without a picture a CVAE's z is N(0, 1), and a CMMA's is drawn") {
  const Fixture cvae(halves_spec("cvae")), cmma(halves_spec("cmma"));
  const auto q = encode(cvae.latent, cvae.parameters, cvae.given({1, 2}));
  REQUIRE(q);
  CHECK(q->mean.isZero());
  CHECK(q->variance.isOnes());
  CHECK_FALSE(encode(cmma.latent, cmma.parameters, cmma.given({1, 2})));
}

TEST_CASE("the way in z from one evidence to another is between means, of mixtures too") {
  ModelSpec spec = halves_spec("jmvae-kl");
  spec.modalities[2].components = 3;
  const Fixture f(spec);
  Fixture other(spec);
  other.values[2] << 0, 0, 1;
  const Matrix step = *latent_step(f.latent, f.parameters, f.given({2}), other.given({2}), {});
  const Matrix expected = encode(f.latent, f.parameters, other.given({2}))->mean -
                          encode(f.latent, f.parameters, f.given({2}))->mean;
  CHECK(step == expected);
}

TEST_CASE("imputation draws what is unknown, then z from the encoder of the whole") {
  for (const Index components : {1, 3}) {
    CAPTURE(components);
    ModelSpec spec = attributes_spec();
    spec.modalities[1].components = components;
    const Fixture f(spec);
    const MissingRule rule = {Filling::imputation, 0};
    constexpr Index count = 300;  // more than are taken at once
    Matrix known = Matrix::Zero(1, 3);
    known(0, 1) = 1;
    for (const bool nothing : {true, false}) {
      Evidence given(2);
      if (!nothing) given[1] = {&f.values[1], &known};
      const auto draw = [&](Real spread, std::uint32_t first, Index rows) {
        return *draw_latents(f.latent, f.parameters, given, rule, spread, 9, first, rows);
      };
      // Without noise these are means of the encoder for one of the sets of attributes that have what is
      // known.
      std::vector<Matrix> means;
      for (int set = 0; set < 8; ++set) {
        Matrix w(1, 3);
        w << Real(set & 1), Real(set >> 1 & 1), Real(set >> 2 & 1);
        if (!nothing && w(0, 1) != f.values[1](0, 1)) continue;
        Tape tape(f.parameters);
        if (components == 1) {
          means.push_back(f.latent.product_posterior(tape, {{}, &w}).mean.value());
          continue;
        }
        const Matrix centres = f.latent.mixture_posterior(tape, {{}, &w}).components.mean.value();
        for (Index k = 0; k < components; ++k)
          means.push_back(centres.middleCols(k * spec.latent, spec.latent));
      }
      const Matrix still = draw(0, 0, count);
      std::vector<int> taken(means.size());
      for (Index row = 0; row < count; ++row) {
        const auto mean = std::find_if(means.begin(), means.end(),
                                       [&](const Matrix& m) { return (m - still.row(row)).norm() < 1e-4; });
        REQUIRE(mean != means.end());
        ++taken[static_cast<std::size_t>(mean - means.begin())];
      }
      CHECK(*std::max_element(taken.begin(), taken.end()) < count / 2);

      const Matrix drawn = draw(1, 0, count);
      CHECK((draw(1, 260, 7) - drawn.middleRows(260, 7)).isZero(1e-4f));
      CHECK((draw(0.5, 0, count) - (drawn + still) / 2).isZero(1e-4f));
      CHECK((drawn - still).norm() > 1);
    }
    CHECK(mentions(failure(f.draw({&f.values[0], {}}, rule)), "image is given"));
    CHECK_FALSE(encode(f.latent, f.parameters, Evidence(2), rule));
  }
  const Fixture other(halves_spec("jmvae-kl"));
  CHECK(mentions(failure(other.draw(Evidence(3), {Filling::imputation, 0})),
                 "has not learnt which attributes"));
}

TEST_CASE("only attributes are imputed, and only beside encoders") {
  const auto refusal = [](const std::string& kind, std::size_t modality) {
    ModelSpec spec = attributes_spec();
    spec.kind = kind;
    spec.modalities[1].imputed = false;
    spec.modalities[modality].imputed = true;
    const auto made = make_model(spec);
    return made ? "" : made.error().message;
  };
  for (const char* kind : {"jmvae-kl", "telbo", "mvae"}) CHECK(refusal(kind, 1).empty());
  for (const char* kind : {"jmvae", "jmvae-h", "cvae", "cmma"})
    CHECK(mentions(refusal(kind, 1), "only attributes are imputed"));
  CHECK(mentions(refusal("jmvae-kl", 0), "image would be"));
}

TEST_CASE("the prior of a hierarchy is sampled from the top") {
  const Fixture f(halves_spec("jmvae-h"));
  CHECK_FALSE(encode(f.latent, f.parameters, Evidence(3)));
  const auto z = f.draw(Evidence(3), {}, 4000);
  REQUIRE(z);
  // z_2 is standard normal; z_1 is not, with these weights.
  const Matrix upper = z->rightCols(2), lower = z->leftCols(3);
  CHECK(std::abs(upper.mean()) < 0.05);
  CHECK(upper.array().square().mean() == doctest::Approx(1).epsilon(0.05));
  CHECK(std::abs(lower.array().square().mean() - 1) > 0.2);
}
