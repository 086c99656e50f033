#include "app/drawing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace jmvae;

namespace {
constexpr int side = Drawing::side;

int ink_at(const Drawing& drawing, float x, float y) {
  const auto row = static_cast<std::size_t>(y * side), column = static_cast<std::size_t>(x * side);
  return drawing.ink()[row * side + column];
}

double total(const Drawing& drawing) {
  const auto ink = drawing.ink();
  return std::accumulate(ink.begin(), ink.end(), 0.0) / 255;
}

void draw(Drawing& drawing, const Stroke& stroke) {
  drawing.begin_stroke(stroke[0]);
  for (std::size_t i = 1; i < stroke.size(); ++i) drawing.continue_stroke(stroke[i]);
}
}  // namespace

TEST_CASE("a single touch leaves a round dot of the brush's size") {
  Drawing drawing;
  drawing.begin_stroke({0.5f, 0.5f});
  const double radius = Drawing::brush * side / 2;
  CHECK(total(drawing) == doctest::Approx(3.14159265 * radius * radius).epsilon(0.01));
  CHECK(ink_at(drawing, 0.5f, 0.5f) == 255);
}

TEST_CASE("a stroke is covered from its first to its last point, and smooth at its edges") {
  Drawing drawing;
  draw(drawing, {{0.2f, 0.2f}, {0.5f, 0.2f}, {0.8f, 0.2f}, {0.8f, 0.5f}, {0.8f, 0.8f}});
  for (const auto& [x, y] : {Point{0.2f, 0.2f}, {0.35f, 0.2f}, {0.5f, 0.2f}, {0.8f, 0.6f}, {0.8f, 0.8f}}) {
    CHECK(ink_at(drawing, x, y) == 255);
  }
  CHECK(ink_at(drawing, 0.3f, 0.5f) == 0);
  const auto ink = drawing.ink();
  CHECK(std::any_of(ink.begin(), ink.end(), [](int pixel) { return pixel > 0 && pixel < 255; }));
}

TEST_CASE("undo takes strokes away one by one and gives the same sheet as before") {
  Drawing drawing;
  draw(drawing, {{0.2f, 0.2f}, {0.4f, 0.6f}, {0.3f, 0.8f}});
  const auto before = drawing.ink();
  draw(drawing, {{0.7f, 0.2f}, {0.6f, 0.5f}, {0.7f, 0.9f}});
  CHECK(drawing.ink() != before);
  CHECK(drawing.undo());
  CHECK(drawing.ink() == before);
  CHECK(drawing.undo());
  CHECK(drawing.empty());
  CHECK(total(drawing) == 0);
  CHECK_FALSE(drawing.undo());
}

TEST_CASE("points off the sheet are brought to its edge") {
  Drawing drawing;
  draw(drawing, {{-3, 0.5f}, {9, 0.5f}, {0.5f, -7}});
  for (const Stroke& stroke : drawing.strokes()) {
    for (const Point& point : stroke) {
      CHECK(point.x == std::clamp(point.x, 0.0f, 1.0f));
      CHECK(point.y == std::clamp(point.y, 0.0f, 1.0f));
    }
  }
}

TEST_CASE("each change is a new version, and the picture is dark on white") {
  Drawing drawing;
  const auto first = drawing.version();
  drawing.begin_stroke({0.5f, 0.5f});
  const auto second = drawing.version();
  drawing.continue_stroke({0.6f, 0.5f});
  CHECK(first < second);
  CHECK(second < drawing.version());
  constexpr std::size_t edge = Drawing::picture_side;
  const auto picture = drawing.picture();
  CHECK(picture.size() == 4 * edge * edge);
  CHECK(picture[0] == 255);
  CHECK(picture[(edge / 2 * edge + edge / 2) * 4] == 0);
}

TEST_CASE("a replay draws every example, in one go or in many steps") {
  for (int digit = 0; digit < 10; ++digit) {
    Drawing at_once, in_steps;
    Replay replay;
    replay.start(example_strokes(digit));
    replay.advance(at_once, 1000);
    CHECK_FALSE(replay.playing());
    CHECK(at_once.strokes().size() == example_strokes(digit).size());
    replay.start(example_strokes(digit));
    int steps = 0;
    for (; replay.playing() && steps < 1000; ++steps) replay.advance(in_steps, 0.03f);
    CHECK(steps > 10);
    CHECK(in_steps.ink() == at_once.ink());
  }
}

TEST_CASE("strokes that stand clearly side by side are parts, from left to right") {
  Drawing drawing;
  draw(drawing, {{0.7f, 0.2f}, {0.7f, 0.8f}});
  draw(drawing, {{0.2f, 0.2f}, {0.3f, 0.8f}});
  draw(drawing, {{0.15f, 0.5f}, {0.35f, 0.5f}});
  const auto parts = drawing.parts();
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].strokes().size() == 2);
  CHECK(parts[1].strokes().size() == 1);
  CHECK(total(parts[0]) + total(parts[1]) == doctest::Approx(total(drawing)));
}

TEST_CASE("open digits, dots and dashes stay in one part") {
  for (int digit = 0; digit < 10; ++digit) {
    Drawing drawing;
    for (const Stroke& stroke : example_strokes(digit)) draw(drawing, stroke);
    CHECK(drawing.parts().size() == 1);
  }
  Drawing dotted;
  draw(dotted, {{0.4f, 0.2f}, {0.4f, 0.8f}});
  dotted.begin_stroke({0.8f, 0.8f});
  CHECK(dotted.parts().size() == 1);
  CHECK(Drawing().parts().size() == 1);
}
