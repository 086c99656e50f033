// Digits of MNIST's test set as people draw them: anywhere on a canvas of 400 x 300, small or large, thin or
// thick, dark on light or light on dark, with noise. The page's model must still read them.

#include "api/jmvae.h"
#include "io/file.h"
#include "io/mnist.h"
#include "math/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace jmvae;

namespace {

constexpr int canvas_width = 400, canvas_height = 300;

/// A grey picture, 0 background ... 1 ink.
struct Plane {
  int width, height;
  std::vector<float> values;
  float at(int x, int y) const {
    return x >= 0 && x < width && y >= 0 && y < height ? values[static_cast<std::size_t>(y * width + x)]
                                                       : 0.0f;
  }
};

Plane enlarge(const std::uint8_t* digit, int size) {
  const Plane source = {28, 28, std::vector<float>(digit, digit + 784)};
  Plane result = {size, size, {}};
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const float u = (static_cast<float>(x) + 0.5f) * 28 / static_cast<float>(size) - 0.5f;
      const float v = (static_cast<float>(y) + 0.5f) * 28 / static_cast<float>(size) - 0.5f;
      const int left = static_cast<int>(std::floor(u)), top = static_cast<int>(std::floor(v));
      const float right = u - static_cast<float>(left), lower = v - static_cast<float>(top);
      result.values.push_back(
          ((1 - lower) * ((1 - right) * source.at(left, top) + right * source.at(left + 1, top)) +
           lower * ((1 - right) * source.at(left, top + 1) + right * source.at(left + 1, top + 1))) /
          255);
    }
  }
  return result;
}

Plane thicken(const Plane& plane, int radius) {
  Plane result = plane;
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      float& value = result.values[static_cast<std::size_t>(y * plane.width + x)];
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          if (dx * dx + dy * dy <= radius * radius) value = std::max(value, plane.at(x + dx, y + dy));
        }
      }
    }
  }
  return result;
}

/// One digit drawn at random on the canvas: [height, width, 4].
std::vector<std::uint8_t> paste(const std::uint8_t* digit, std::uint32_t number) {
  Random random(2026, Purpose::test, 0, number);
  const auto between = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random.uniform());
  };
  const int size = static_cast<int>(between(36, 280));
  Plane ink = enlarge(digit, size);
  const bool thick = random.below(3) == 0;
  if (thick) ink = thicken(ink, std::max(1, size / 40));
  const int x0 = static_cast<int>(random.below(static_cast<std::uint32_t>(canvas_width - size)));
  const int y0 = static_cast<int>(random.below(static_cast<std::uint32_t>(canvas_height - size)));
  const bool dark_on_light = random.below(2) == 0;
  const double background = dark_on_light ? between(0.75, 1) : between(0, 0.25);
  const double foreground = dark_on_light ? between(0, 0.3) : between(0.7, 1);
  const double noise = between(0, 0.06);

  std::vector<std::uint8_t> rgba;
  for (int y = 0; y < canvas_height; ++y) {
    for (int x = 0; x < canvas_width; ++x) {
      const double share = static_cast<double>(ink.at(x - x0, y - y0));
      const double value =
          background + (foreground - background) * share + noise * static_cast<double>(random.normal());
      const auto byte = static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
      rgba.insert(rgba.end(), {byte, byte, byte, 255});
    }
  }
  return rgba;
}

}  // namespace

TEST_CASE("the page's JMVAE-kl reads at least 95 % of digits drawn anywhere, at any size, in any polarity") {
  const auto test = read_mnist(JMVAE_MNIST, Split::test);
  if (!test) FAIL(test.error().message);
  const auto bytes = read_file(JMVAE_WEIGHTS "/mnist-jmvae-kl-small.safetensors");
  if (!bytes) FAIL(bytes.error().message);
  jmvae_model* model = jmvae_load(bytes->data(), bytes->size());
  REQUIRE_MESSAGE(model, jmvae_error());

  constexpr int count = 1000;
  int right = 0, found_one = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::vector<std::uint8_t> canvas = paste(test->pixels.data() + i * 784, i);
    jmvae_digit digit, digits[8];
    REQUIRE(jmvae_prepare_digit(canvas.data(), canvas_width, canvas_height, &digit) == 1);
    const float* given[2] = {digit.pixels, nullptr};
    float probabilities[10];
    REQUIRE(jmvae_infer(model, given, 1, 16, 1, probabilities) == 0);
    right += std::max_element(probabilities, probabilities + 10) - probabilities == test->labels[i];
    found_one += jmvae_find_digits(canvas.data(), canvas_width, canvas_height, digits, 8) == 1;
  }
  jmvae_free(model);
  MESSAGE("read " << right << " of " << count << "; found as one digit: " << found_one);
  CHECK(right >= 0.95 * count);
  CHECK(found_one >= 0.9 * count);
}
