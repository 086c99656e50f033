// The map of z, with the committed weights.

#include "app/digit_map.h"
#include "io/file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace jmvae;

namespace {
class SilentHost : public Host {
 public:
  void request_file(const std::string& path) override { requested = path; }
  void cancel_file(const std::string&) override {}
  void learn(const std::string&) override {}
  void open_picture() override {}
  void edit_text(const std::string&, float, float, float, float) override {}
  void save_picture(const std::string&, const std::uint8_t*, int, int) override {}
  void announce(const std::string&) override {}
  void state_changed(const std::string&) override {}
  std::string requested;
};

struct Fixture {
  SilentHost host;
  KnownDigits digits{host, "data/digits-test.safetensors"};
  std::unique_ptr<jmvae_model, void (*)(jmvae_model*)> model{nullptr, jmvae_free};

  explicit Fixture(const std::string& name) {
    const auto bytes = read_file(JMVAE_DIGITS_FILE);
    REQUIRE_MESSAGE(bytes, "tools/get_mnist makes the file");
    digits.use();
    digits.loaded(host.requested, bytes->data(), bytes->size());
    REQUIRE(digits.use());
    const auto weights = read_file(std::string(JMVAE_WEIGHTS_FOLDER) + "/" + name + ".safetensors");
    REQUIRE(weights);
    model.reset(jmvae_load(weights->data(), weights->size()));
    REQUIRE(model);
  }

  float agreement(int given) {
    DigitMap map;
    map.begin(model.get(), digits, {given, plane_axes, {0, 1}, {}});
    while (map.moving()) map.encode(100);
    REQUIRE(map.problem() == "");
    REQUIRE(map.points().size() == static_cast<std::size_t>(digits.count()));
    return map.agreement().value();
  }
};
}  // namespace

TEST_CASE("digits come in equal numbers, and a file that does not hold them is a sentence") {
  Fixture fixture("mnist-jmvae-kl-2d-small");
  std::vector<int> counts(10);
  for (int digit = 0; digit < fixture.digits.count(); ++digit)
    ++counts[static_cast<std::size_t>(fixture.digits.label(digit))];
  CHECK(*std::min_element(counts.begin(), counts.end()) == *std::max_element(counts.begin(), counts.end()));

  KnownDigits other(fixture.host, "other.safetensors");
  other.use();
  other.loaded("data/digits-test.safetensors", "", 0);  // somebody else's file
  CHECK(other.stage() == Stage::loading);
  const auto weights = read_file(std::string(JMVAE_WEIGHTS_FOLDER) + "/mnist-vae-small.safetensors");
  REQUIRE(weights);
  other.loaded("other.safetensors", weights->data(), weights->size());
  CHECK(other.stage() == Stage::failed);
  CHECK(other.sentence().find("other.safetensors") != std::string::npos);
  other.retry();
  CHECK(other.stage() == Stage::loading);
}

TEST_CASE(
    "the map shows what the paper's does: a missing label scatters JMVAE and leaves JMVAE-kl in order") {
  Fixture plain("mnist-jmvae-2d-small"), kl("mnist-jmvae-kl-2d-small");
  CHECK(plain.agreement(map_both) > 0.7f);
  CHECK(kl.agreement(map_both) > 0.7f);
  CHECK(plain.agreement(map_image) < 0.6f);
  CHECK(kl.agreement(map_image) > 0.7f);
}

TEST_CASE("a plane through three labels holds their means, and what is decoded there is of these labels") {
  Fixture fixture("mnist-jmvae-kl-small");
  DigitMap map;
  MapOrder order = {map_both, plane_corners, {0, 1}, {0, 1, 7}};
  map.begin(fixture.model.get(), fixture.digits, order);
  while (map.moving()) map.encode(100);
  REQUIRE(map.plane());
  for (const int label : order.corners) {
    Point middle{};
    float count = 0;
    for (int digit = 0; digit < fixture.digits.count(); ++digit) {
      if (fixture.digits.label(digit) != label) continue;
      middle.x += map.points()[static_cast<std::size_t>(digit)].x;
      middle.y += map.points()[static_cast<std::size_t>(digit)].y;
      ++count;
    }
    const auto decoded =
        decode_digit(fixture.model.get(), map.plane()->z({middle.x / count, middle.y / count}));
    REQUIRE(decoded);
    const auto& labels = decoded->labels;
    CHECK(std::max_element(labels.begin(), labels.end()) - labels.begin() == label);
  }
  const Point place = {1.25f, -0.5f};
  const Point again = map.plane()->place(map.plane()->z(place).data());
  CHECK(again.x == doctest::Approx(place.x).epsilon(1e-4));
  CHECK(again.y == doctest::Approx(place.y).epsilon(1e-4));

  order.corners = {3, 3, 7};
  map.begin(fixture.model.get(), fixture.digits, order);
  map.encode(100);
  CHECK_FALSE(map.moving());
  CHECK(map.problem() == "A plane goes through three different digits.");
}
