// Attributes that are drawn from those that go together, beside exact probabilities.

#include "gradient_check.h"
#include "models/imputer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace jmvae;

namespace {

/// An imputer of three attributes: the second nearly excludes the first, the third mostly follows the second.
struct Fixture {
  Fixture() {
    ModalitySpec attributes;
    attributes.name = "attributes";
    attributes.shape = {3};
    imputer.emplace(layout, attributes);
    parameters = layout.initialize(1);
    CHECK(parameters.isZero(0));
    // What is on or above the diagonal is no part of it.
    const Real weight[9] = {7, -7, 7, -4, 7, -7, Real(0.5), 3, 7}, bias[3] = {Real(0.3), 1, -1};
    std::copy_n(weight, 9, parameters.data() + layout.tensors()[0].offset);
    std::copy_n(bias, 3, parameters.data() + layout.tensors()[1].offset);
  }

  double probability(const Matrix& w) const {
    Tape tape(parameters);
    return std::exp(static_cast<double>(imputer->log_prob(tape, w).value()(0, 0)));
  }

  ParameterLayout layout;
  std::optional<Imputer> imputer;
  Vector parameters;
};

/// The values 0 ... 7 as three attributes.
Matrix row_of(int number) {
  Matrix w(1, 3);
  w << Real(number & 1), Real(number >> 1 & 1), Real(number >> 2 & 1);
  return w;
}

}  // namespace

TEST_CASE("an imputer's probabilities are those of its regressions, and sum up to one") {
  const Fixture f;
  double sum = 0;
  for (int number = 0; number < 8; ++number) sum += f.probability(row_of(number));
  CHECK(sum == doctest::Approx(1));
  const auto on = [](double logit) { return 1 / (1 + std::exp(-logit)); };
  CHECK(f.probability(row_of(0b101)) == doctest::Approx(on(0.3) * (1 - on(1 - 4)) * on(-1 + 0.5)));
}

TEST_CASE("an imputer draws what is unknown as often as it is probable given what is known") {
  const Fixture f;
  constexpr Index draws = 4000;
  for (int mask = 0; mask < 8; ++mask) {
    for (int known = 0; known < 8; ++known) {
      if ((known & ~mask) != 0) continue;
      CAPTURE(mask);
      CAPTURE(known);
      const Matrix values = row_of(known).replicate(draws, 1), seen = row_of(mask).replicate(draws, 1);
      const Observation w = mask ? Observation(&values, &seen) : Observation();
      std::vector<Random> randoms = random_rows(5, Purpose::test, 0, 0, draws);
      const Matrix drawn = f.imputer->impute(Tape(f.parameters), w, randoms);
      std::map<int, double> share;
      for (Index row = 0; row < draws; ++row) {
        share[static_cast<int>(drawn(row, 0) + 2 * drawn(row, 1) + 4 * drawn(row, 2))] += 1.0 / draws;
      }
      double of_known = 0;
      for (int number = 0; number < 8; ++number) {
        if ((number & mask) == known) of_known += f.probability(row_of(number));
      }
      for (int number = 0; number < 8; ++number) {
        CAPTURE(number);
        const double expected = (number & mask) == known ? f.probability(row_of(number)) / of_known : 0;
        CHECK(share[number] == doctest::Approx(expected).epsilon(0.035).scale(1));
      }
    }
  }
}

TEST_CASE("one row's draw depends on its own numbers alone, and mostly stays where one more value is known") {
  const Fixture f;
  constexpr Index rows = 400;
  const auto impute = [&](const Observation& w, std::uint32_t first, Index count) {
    std::vector<Random> randoms = random_rows(5, Purpose::test, 0, first, count);
    return f.imputer->impute(Tape(f.parameters), w, randoms);
  };
  const Matrix free = impute({}, 0, rows);
  CHECK(impute({}, 30, 10) == free.middleRows(30, 10));
  // The third is known as it was drawn, or turned round: the first hardly depends on it.
  for (const bool turned : {false, true}) {
    Matrix values = free, known = Matrix::Zero(rows, 3);
    known.col(2).setOnes();
    if (turned) values.col(2) = 1 - values.col(2).array();
    const Matrix changed = impute({&values, &known}, 0, rows);
    CHECK(changed.col(2) == values.col(2));
    CHECK((changed.col(0).array() == free.col(0).array()).count() > (turned ? 0.6 : 0.75) * rows);
  }
}

TEST_CASE("an imputer that learns alone has the gradient of log p(w), and nothing else has any") {
  ModelSpec spec = tiny_model("jmvae-kl", 2);
  ModalitySpec& attributes = spec.modalities[1];
  attributes.likelihood = LikelihoodKind::bernoulli;
  attributes.imputed = true;
  const auto made = make_model(spec);
  REQUIRE(made);
  const LatentModel& model = *(*made)->latent();
  const Matrix w = one_hot(5, attributes.size());
  const Evidence batch = {{}, &w};
  Vector parameters = model.layout().initialize(3);
  parameters.array() += Real(0.2);
  check_gradient([&](Tape& tape) { return imputer_objective(model, 1, tape, batch).value; }, model.layout(),
                 parameters);
  Tape tape(parameters);
  CHECK(imputer_objective(model, 1, tape, {&w, {}}).terms.empty());
}
