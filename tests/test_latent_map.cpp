// Latent maps: where examples lie in z, how well labels separate there, and the picture of it.

#include "cli/map_picture.h"
#include "eval/latent_map.h"
#include "eval/nearest_neighbours.h"
#include "small_spec.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace jmvae;

namespace {

std::unique_ptr<Model> small_model(const std::string& kind) {
  auto model = make_model(small_spec(kind, {2, 2, 1}, 2, 8));
  REQUIRE(model);
  return std::move(*model);
}

Vector random_parameters(const Model& model) {
  Matrix values(1, model.layout().size());
  fill_normal(values, 5, Purpose::test, 0);
  return values.row(0).transpose();
}

Examples few_examples(Index count) {
  std::vector<std::uint8_t> pixels, labels;
  for (Index i = 0; i < count; ++i) {
    Random random(6, Purpose::test, 1, static_cast<std::uint32_t>(i));
    for (int pixel = 0; pixel < 4; ++pixel) pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
    labels.push_back(static_cast<std::uint8_t>(random.below(3)));
  }
  Examples examples;
  examples.count = count;
  examples.columns = {{"image", ExampleColumn::Coding::intensity, 4, std::move(pixels)},
                      {"label", ExampleColumn::Coding::category, 3, std::move(labels)}};
  return examples;
}

}  // namespace

TEST_CASE("the most frequent label among the neighbours counts, and an example is no neighbour of its own") {
  // Two groups on a line, 0 1 2 and 10 11 12; the middle one of the second group has a label of its own.
  Matrix points(6, 2);
  points << 0, 0, 1, 0, 2, 0, 10, 0, 11, 0, 12, 0;
  const std::vector<std::uint8_t> labels = {4, 4, 4, 7, 9, 7};
  for (const int threads : {1, 2}) {
    const Estimate two = nearest_neighbour_accuracy(points, points, labels, 2, threads);
    // The fours are right; 11 sees two sevens, and of a nine and a seven 10 and 12 meet the nine first.
    CHECK(two.value == doctest::Approx(3.0 / 6));
    CHECK(two.examples == 6);
  }
  CHECK(nearest_neighbour_accuracy(points, points, labels, 1, 1).value == doctest::Approx(3.0 / 6));
  // With all others as neighbours the three fours are outvoted for themselves: two fours, two sevens, one
  // nine.
  CHECK(nearest_neighbour_accuracy(points, points, labels, 99, 1).value == doctest::Approx(3.0 / 6));
}

TEST_CASE("neighbours are sought among the reference points") {
  Matrix points(4, 1), reference(4, 1);
  points << 0, 0.1f, 5, 5.1f;
  reference << 5, 5.1f, 0, 0.1f;  // each group lies where the other's points are looked for
  const std::vector<std::uint8_t> labels = {0, 0, 1, 1};
  CHECK(nearest_neighbour_accuracy(points, points, labels, 1, 1).value == 1);
  CHECK(nearest_neighbour_accuracy(points, reference, labels, 1, 1).value == 0);
  CHECK(nearest_neighbour_accuracy(points.topRows(1), reference.topRows(1), labels, 1, 1).value == 0);
}

TEST_CASE("z of two dimensions is its own plane, and the principal components of more are found") {
  CHECK(map_plane(Matrix::Random(5, 2)).isIdentity());
  Matrix z(200, 4);
  fill_normal(z, 1, Purpose::test, 0);
  z.col(0) *= Real(0.1);
  z.col(1) *= 5;
  z.col(3) *= 20;
  z.rowwise() += RowVector::Constant(4, 100);  // far from the origin, which must not count
  const Matrix plane = map_plane(z);
  CHECK((plane.transpose() * plane).isIdentity(Real(1e-4)));
  CHECK(plane(3, 0) > Real(0.99));
  CHECK(plane(1, 1) > Real(0.98));
}

TEST_CASE("each kind of model shows the ways to encode that it has") {
  using Ways = std::vector<std::vector<bool>>;
  const Ways all = {{true, true}, {true, false}, {false, true}};
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae"}) {
    CAPTURE(kind);
    CHECK(ways_to_encode(*small_model(kind)->latent()) == all);
  }
  CHECK(ways_to_encode(*small_model("vae")->latent()) == Ways{{true}});
  CHECK(ways_to_encode(*small_model("cvae")->latent()) == Ways{{true, true}});
  CHECK(ways_to_encode(*small_model("cmma")->latent()) == Ways{{true, true}, {false, true}});
}

TEST_CASE("examples are encoded as the model does it, in means or draws, in any layer, by any threads") {
  const auto model = small_model("jmvae-h");
  const LatentModel& latent = *model->latent();
  const Vector parameters = random_parameters(*model);
  const Examples examples = few_examples(250);
  const Matrix x = gather(examples.columns[0], in_order(250), 0, 250);
  const Matrix w = gather(examples.columns[1], in_order(250), 0, 250);
  Tape tape(parameters);
  const Gaussian q = latent.joint_posterior(tape, {&x, &w});

  const auto test_set = make_test_set(model->spec(), examples);
  REQUIRE(test_set);

  EvalSettings settings;
  const auto encode = [&](bool image, bool label, std::size_t layer) {
    return encode_examples(latent, parameters, *test_set, {image, label}, layer, false, settings);
  };
  const auto joint = encode(true, true, 0);
  REQUIRE(joint);
  CHECK(!joint->samples);
  CHECK(joint->proposal.filling_in_words == "none");
  CHECK(joint->z.isApprox(q.mean.value().leftCols(2), Real(1e-4)));
  const auto upper = encode(true, true, 1);
  REQUIRE(upper);
  CHECK(upper->z.isApprox(q.mean.value().rightCols(2), Real(1e-4)));
  CHECK(!encode(true, true, 2));

  const auto label = encode(false, true, 0);
  REQUIRE(label);
  CHECK(label->samples);
  CHECK(label->proposal.way.filling == Filling::chain);
  settings.threads = 2;
  CHECK(encode(false, true, 0)->z == label->z);
  settings.seed = 2;
  CHECK(encode(false, true, 0)->z != label->z);
}

TEST_CASE("a map has a panel each and symbols in the labels' colours") {
  Matrix points(3, 2);
  points << -1, -1, 0, 0, 1, 1;
  const std::vector<std::uint8_t> labels = {1, 2, 3};
  Plane symbol(28, 28, 1.0f);
  const Image map = draw_map({points, points}, labels, std::vector<Plane>(10, symbol));
  CHECK(map.width == 2 * 480 + 3 * 20);
  CHECK(map.height == 480 + 44 + 3 * 20);
  CHECK(map.channels == 3);

  const auto count = [&](const Colour& colour) {
    int found = 0;
    for (std::size_t i = 0; i < map.pixels.size(); i += 3)
      found += std::equal(colour.begin(), colour.end(), map.pixels.begin() + static_cast<std::ptrdiff_t>(i));
    return found;
  };
  for (std::size_t label = 0; label < 10; ++label) CHECK(count(label_colour(label)) == 44 * 44);
  CHECK(label_colour(11) == label_colour(1));

  // The point of label 1 is the lower left one of both panels: its blend with white stands there and nowhere
  // else.
  const auto is_orange = [&](int x, int y) {
    const std::uint8_t* pixel = &map.pixels[3 * static_cast<std::size_t>(y * map.width + x)];
    return pixel[0] > pixel[1] && pixel[1] > pixel[2] + 40;
  };
  for (const int left : {20, 20 + 500}) {
    int inside = 0, lower_left = 0;
    for (int y = 20; y < 500; ++y) {
      for (int x = left; x < left + 480; ++x) {
        inside += is_orange(x, y);
        lower_left += is_orange(x, y) && y > 400 && x < left + 80;
      }
    }
    CHECK(lower_left > 8);
    CHECK(inside == lower_left);
  }
  CHECK(draw_map({points}, labels, {}).height == 480 + 2 * 20);
}
