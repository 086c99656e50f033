#include "drawing.h"
#include "io/digits.h"
#include "io/plane.h"
#include "math/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

std::vector<PreparedDigit> find(const Canvas& canvas, bool single = false) {
  const auto digits = find_digits(canvas.rgba().data(), canvas.width, canvas.height, single);
  REQUIRE(digits);
  return *digits;
}

std::array<float, 784> prepare(const Canvas& canvas) {
  const auto digits = find(canvas);
  REQUIRE(digits.size() == 1);
  return digits[0].pixels;
}

/// Mean difference of pixels, moved by one at most: a centre of mass half way between two pixels may go to
/// either.
double difference(const std::array<float, 784>& a, const std::array<float, 784>& b) {
  double least = 1;
  for (const int shift : {0, 1, -1, 28, -28}) {
    double sum = 0;
    for (int i = 28; i < 784 - 28; ++i) {
      sum += static_cast<double>(
          std::abs(a[static_cast<std::size_t>(i)] - b[static_cast<std::size_t>(i + shift)]));
    }
    least = std::min(least, sum / 784);
  }
  return least;
}

Canvas drawn(const Drawing& drawing, double left, double top, double size, double pen, double paper,
             double ink) {
  Canvas canvas(400, 300, paper, ink);
  canvas.draw(drawing, left, top, size, pen);
  return canvas;
}

void add_noise(Canvas& canvas, Real deviation) {
  Random random(1, Purpose::test);
  for (double& shade : canvas.shades) shade += static_cast<double>(deviation * random.normal());
}

}  // namespace

TEST_CASE("the maximum in a square is that of all its pixels which lie inside") {
  Random random(5, Purpose::test);
  for (const auto& size : {std::pair(1, 1), std::pair(13, 8), std::pair(30, 31)}) {
    const int width = size.first, height = size.second;
    Plane plane(width, height);
    for (float& value : plane.values) value = static_cast<float>(random.normal());
    for (const int radius : {0, 1, 2, 5, 40}) {
      const Plane found = maximum_in_square(plane, radius);
      REQUIRE(found.width == width);
      REQUIRE(found.height == height);
      bool same = true;
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          float most = plane.at(x, y);
          for (int v = std::max(0, y - radius); v <= std::min(height - 1, y + radius); ++v) {
            for (int u = std::max(0, x - radius); u <= std::min(width - 1, x + radius); ++u)
              most = std::max(most, plane.at(u, v));
          }
          same = same && found.at(x, y) == most;
        }
      }
      CAPTURE(width);
      CAPTURE(radius);
      CHECK(same);
    }
  }
}

TEST_CASE("a prepared digit has MNIST's form") {
  for (const Drawing& drawing : {seven, four, one}) {
    const auto pixels = prepare(drawn(drawing, 100, 60, 150, 18, 1, 0));
    int left = 28, right = 0, top = 28, bottom = 0;
    double mass = 0, mass_x = 0, mass_y = 0;
    float most = 0;
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) {
        const float value = pixels[static_cast<std::size_t>(y * 28 + x)];
        CHECK(value >= 0);
        most = std::max(most, value);
        mass += static_cast<double>(value);
        mass_x += x * static_cast<double>(value);
        mass_y += y * static_cast<double>(value);
        if (value <= 0.2f) continue;
        left = std::min(left, x);
        right = std::max(right, x + 1);
        top = std::min(top, y);
        bottom = std::max(bottom, y + 1);
      }
    }
    CHECK(most == 1);
    CHECK(std::max(right - left, bottom - top) == 20);
    CHECK(std::abs(mass_x / mass - 14) <= 0.51);
    CHECK(std::abs(mass_y / mass - 14) <= 0.51);
  }
}

TEST_CASE("place, size and colour of a digit do not matter") {
  for (const Drawing& drawing : {seven, four}) {
    const auto reference = prepare(drawn(drawing, 100, 60, 150, 18, 1, 0));
    CHECK(difference(prepare(drawn(drawing, 20, 100, 150, 18, 1, 0)), reference) < 0.01);
    CHECK(difference(prepare(drawn(drawing, 180, 20, 250, 30, 1, 0)), reference) < 0.015);
    CHECK(difference(prepare(drawn(drawing, 300, 200, 40, 4.8, 1, 0)), reference) < 0.03);
    CHECK(difference(prepare(drawn(drawing, 100, 60, 150, 18, 0, 1)), reference) < 0.01);
    CHECK(difference(prepare(drawn(drawing, 100, 60, 150, 18, 0.7, 0.4)), reference) < 0.01);
    // A hair line and a broad marker come nearer to each other than they were drawn.
    CHECK(difference(prepare(drawn(drawing, 100, 60, 150, 3, 1, 0)), reference) < 0.06);
    CHECK(difference(prepare(drawn(drawing, 100, 60, 150, 40, 1, 0)), reference) < 0.09);
  }
}

TEST_CASE("noise and uneven light do not matter much") {
  const auto reference = prepare(drawn(four, 100, 60, 150, 18, 0.9, 0.2));
  Canvas noisy = drawn(four, 100, 60, 150, 18, 0.9, 0.2);
  add_noise(noisy, 0.1f);
  CHECK(difference(prepare(noisy), reference) < 0.02);

  // Light that falls to the half from one corner to the other, and a shadow over a third of the paper.
  Canvas uneven = drawn(four, 100, 60, 150, 18, 0.9, 0.2), shaded = uneven;
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 400; ++x) {
      uneven.shades[static_cast<std::size_t>(y * 400 + x)] *= 1 - 0.5 * (x / 800.0 + y / 600.0);
      shaded.shades[static_cast<std::size_t>(y * 400 + x)] *= 1 - 0.3 / (1 + std::exp((x - 270) / 10.0));
    }
  }
  CHECK(difference(prepare(uneven), reference) < 0.02);
  CHECK(difference(prepare(shaded), reference) < 0.03);
}

TEST_CASE("transparency and colour") {
  const Canvas canvas = drawn(seven, 100, 60, 150, 18, 0, 1);
  const auto reference = prepare(canvas);
  const std::size_t count = canvas.shades.size();
  // Dark and light ink on nothing; yellow on white; a card with rounded corners.
  for (const int ink : {0, 255}) {
    std::vector<std::uint8_t> rgba(4 * count, static_cast<std::uint8_t>(ink));
    for (std::size_t i = 0; i < count; ++i)
      rgba[4 * i + 3] = static_cast<std::uint8_t>(255 * canvas.shades[i]);
    const auto digits = find_digits(rgba.data(), 400, 300, false);
    REQUIRE(digits);
    REQUIRE(digits->size() == 1);
    CHECK(difference(digits->front().pixels, reference) < 0.01);
  }
  std::vector<std::uint8_t> yellow(4 * count, 255);
  for (std::size_t i = 0; i < count; ++i)
    yellow[4 * i + 2] = static_cast<std::uint8_t>(255 - 200 * canvas.shades[i]);
  CHECK(difference(find_digits(yellow.data(), 400, 300, false)->at(0).pixels, reference) < 0.02);

  std::vector<std::uint8_t> card = drawn(seven, 100, 60, 150, 18, 1, 0).rgba();
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 400; ++x) {
      const bool outside = std::min(x, 399 - x) + std::min(y, 299 - y) < 60;
      if (outside) card[4 * static_cast<std::size_t>(y * 400 + x) + 3] = 0;
    }
  }
  CHECK(difference(find_digits(card.data(), 400, 300, false)->at(0).pixels, reference) < 0.02);
}

TEST_CASE("several digits come in reading order, with their boxes") {
  Canvas canvas(400, 300, 1, 0);
  canvas.draw(four, 250, 30, 80, 9);
  canvas.draw(seven, 30, 40, 80, 9);
  canvas.draw(one, 150, 25, 80, 9);
  canvas.draw(broken_five, 60, 180, 80, 9);
  canvas.draw(seven, 200, 175, 80, 9);
  const auto digits = find(canvas);
  REQUIRE(digits.size() == 5);
  const int lefts[] = {30, 150, 250, 60, 200}, tops[] = {40, 25, 30, 180, 175};
  for (std::size_t i = 0; i < 5; ++i) {
    CAPTURE(i);
    CHECK(std::abs(digits[i].box.x - (lefts[i] - 4)) <= 3);
    CHECK(std::abs(digits[i].box.y - (tops[i] - 4)) <= 3);
    CHECK(std::abs(digits[i].box.height - 89) <= 4);
  }
  CHECK(find(canvas, true).size() == 1);
}

TEST_CASE("a row may slope, and its digits may dance") {
  Canvas canvas(700, 400, 1, 0);
  const double lefts[] = {20, 130, 240, 350, 460, 570}, tops[] = {20, 70, 45, 110, 80, 130};
  for (int i = 0; i < 6; ++i) {
    canvas.draw(i % 2 ? one : seven, lefts[i], tops[i], 80, 9);
    canvas.draw(four, lefts[i], tops[i] + 150, 80, 9);
  }
  const auto digits = find(canvas);
  REQUIRE(digits.size() == 12);
  for (std::size_t i = 0; i < 6; ++i) {
    CAPTURE(i);
    CHECK(std::abs(digits[i].box.y - (tops[i] - 4)) <= 4);
    CHECK(std::abs(digits[6 + i].box.y - (tops[i] + 146)) <= 4);
  }
}

TEST_CASE("specks are left out, and broken strokes belong together") {
  Canvas canvas = drawn(four, 100, 60, 150, 12, 1, 0);
  canvas.draw(one, 20, 20, 3, 3);
  canvas.draw(one, 350, 250, 5, 4);
  REQUIRE(find(canvas).size() == 1);
  CHECK(find(canvas)[0].box.x > 90);
  CHECK(find(drawn(broken_five, 100, 60, 150, 12, 1, 0)).size() == 1);
}

TEST_CASE("pictures without a digit") {
  CHECK(find(Canvas(400, 300, 1, 0)).empty());
  CHECK(find(Canvas(1, 1, 1, 0), true).empty());
  Canvas noise(200, 200, 0.5, 0);
  add_noise(noise, 0.1f);
  CHECK(find(noise).empty());
  Canvas slope(200, 200, 0, 0);
  for (int i = 0; i < 200 * 200; ++i) slope.shades[static_cast<std::size_t>(i)] = i % 200 / 200.0;
  CHECK(find(slope).empty());
  const std::vector<std::uint8_t> transparent(4 * 100, 0);
  CHECK(find_digits(transparent.data(), 10, 10, true)->empty());

  CHECK(find_digits(nullptr, 0, 10, true).error().message ==
        "picture: expected at least one pixel, found 0 x 10");
  CHECK(find_digits(nullptr, 10000, 10000, true).error().message.find("at most 64000000") !=
        std::string::npos);
}

TEST_CASE("long and large pictures") {
  std::vector<std::uint8_t> line(20000 * 4, 255);
  CHECK(find_digits(line.data(), 20000, 1, false)->empty());
  Canvas large(3000, 200, 1, 0);
  large.draw(four, 2000, 20, 150, 18);
  const auto digits = find(large);
  REQUIRE(digits.size() == 1);
  CHECK(std::abs(digits[0].box.x - 1991) <= 6);
  CHECK(difference(digits[0].pixels, prepare(drawn(four, 100, 60, 150, 18, 1, 0))) < 0.02);
}
