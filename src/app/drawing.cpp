#include "app/drawing.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {
using Sheet = std::vector<std::uint8_t>;

/// White between two digits side by side, in parts of the sheet's edge. Open digits, such as a 4 of two
/// strokes, have smaller gaps.
constexpr float clear_gap = 0.05f;

/// Smallest height of a digit beside another, in parts of the tallest; a dot or a dash is none.
constexpr float least_height = 0.4f;

Point middle(Point a, Point b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

float length(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

/// Distance of p from the segment between a and b.
float distance(Point p, Point a, Point b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float squared = dx * dx + dy * dy;
  const float along = squared > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared : 0;
  const float t = std::clamp(along, 0.0f, 1.0f);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// One straight piece of a stroke. A pixel's ink falls from full to none over one pixel at the brush's edge.
void paint_line(Sheet& sheet, Point from, Point to) {
  constexpr int side = Drawing::side;
  constexpr float radius = Drawing::brush * side / 2;
  const Point a = {from.x * side, from.y * side}, b = {to.x * side, to.y * side};
  const auto first = [](float low) { return std::max(0, static_cast<int>(low - radius - 1)); };
  const auto last = [](float high) { return std::min(side - 1, static_cast<int>(high + radius + 1)); };
  for (int y = first(std::min(a.y, b.y)); y <= last(std::max(a.y, b.y)); ++y) {
    for (int x = first(std::min(a.x, b.x)); x <= last(std::max(a.x, b.x)); ++x) {
      const Point centre = {static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
      const float ink = std::clamp(radius + 0.5f - distance(centre, a, b), 0.0f, 1.0f);
      std::uint8_t& pixel = sheet[static_cast<std::size_t>(y * side + x)];
      pixel = std::max(pixel, static_cast<std::uint8_t>(std::lround(ink * 255)));
    }
  }
}

/// A quadratic curve from a to b, bent towards control.
void paint_curve(Sheet& sheet, Point a, Point control, Point b) {
  const float path = length(a, control) + length(control, b);
  const int pieces = std::clamp(static_cast<int>(path / (Drawing::brush / 4)) + 1, 1, 64);
  Point from = a;
  for (int i = 1; i <= pieces; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(pieces), s = 1 - t;
    const Point to = {s * s * a.x + 2 * s * t * control.x + t * t * b.x,
                      s * s * a.y + 2 * s * t * control.y + t * t * b.y};
    paint_line(sheet, from, to);
    from = to;
  }
}

Point on_sheet(Point point) { return {std::clamp(point.x, 0.0f, 1.0f), std::clamp(point.y, 0.0f, 1.0f)}; }
}  // namespace

void Drawing::begin_stroke(Point point) {
  settled_ = ink();
  strokes_.push_back({on_sheet(point)});
  ++version_;
}

void Drawing::continue_stroke(Point point) {
  if (strokes_.empty()) return begin_stroke(point);
  strokes_.back().push_back(on_sheet(point));
  settle_last_step();
  ++version_;
}

/// The curve that ends in the middle of the last step no longer depends on what follows.
void Drawing::settle_last_step() {
  const Stroke& stroke = strokes_.back();
  const std::size_t count = stroke.size();
  const Point end = middle(stroke[count - 2], stroke[count - 1]);
  if (count == 2) return paint_line(settled_, stroke[0], end);
  paint_curve(settled_, middle(stroke[count - 3], stroke[count - 2]), stroke[count - 2], end);
}

bool Drawing::undo() {
  if (strokes_.empty()) return false;
  std::vector<Stroke> kept(strokes_.begin(), strokes_.end() - 1);
  clear();
  for (const Stroke& stroke : kept) {
    begin_stroke(stroke[0]);
    for (std::size_t i = 1; i < stroke.size(); ++i) continue_stroke(stroke[i]);
  }
  return true;
}

void Drawing::clear() {
  strokes_.clear();
  std::fill(settled_.begin(), settled_.end(), std::uint8_t{0});
  ++version_;
}

std::vector<std::uint8_t> Drawing::ink() const {
  Sheet sheet = settled_;
  if (strokes_.empty()) return sheet;
  const Stroke& stroke = strokes_.back();
  const Point end = stroke.back();
  paint_line(sheet, stroke.size() > 1 ? middle(stroke[stroke.size() - 2], end) : end, end);
  return sheet;
}

std::vector<Drawing> Drawing::parts() const {
  struct Part {
    float left, right, top, bottom;
    std::vector<const Stroke*> strokes;
  };
  std::vector<Part> parts;
  for (const Stroke& stroke : strokes_) {
    const auto by_x = [](Point a, Point b) { return a.x < b.x; };
    const auto by_y = [](Point a, Point b) { return a.y < b.y; };
    const auto [left, right] = std::minmax_element(stroke.begin(), stroke.end(), by_x);
    const auto [top, bottom] = std::minmax_element(stroke.begin(), stroke.end(), by_y);
    parts.push_back({left->x, right->x, top->y, bottom->y, {&stroke}});
  }
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.left < b.left; });

  // Two parts without a gap between them are one.
  std::vector<Part> apart;
  for (const Part& part : parts) {
    if (apart.empty() || part.left - apart.back().right > brush + clear_gap) {
      apart.push_back(part);
      continue;
    }
    Part& last = apart.back();
    last = {last.left, std::max(last.right, part.right), std::min(last.top, part.top),
            std::max(last.bottom, part.bottom), last.strokes};
    last.strokes.insert(last.strokes.end(), part.strokes.begin(), part.strokes.end());
  }
  const auto height = [](const Part& part) { return part.bottom - part.top + brush; };
  const auto [low, tall] = std::minmax_element(
      apart.begin(), apart.end(), [&](const Part& a, const Part& b) { return height(a) < height(b); });
  if (apart.size() < 2 || height(*low) < least_height * height(*tall)) return {*this};

  std::vector<Drawing> drawings;
  for (const Part& part : apart) {
    Drawing drawing;
    for (const Stroke* stroke : part.strokes) {
      drawing.begin_stroke(stroke->front());
      for (std::size_t i = 1; i < stroke->size(); ++i) drawing.continue_stroke((*stroke)[i]);
    }
    drawings.push_back(drawing);
  }
  return drawings;
}

std::vector<std::uint8_t> Drawing::picture() const {
  const Sheet sheet = ink();
  std::vector<std::uint8_t> picture(std::size_t{4} * picture_side * picture_side, 255);
  for (int y = 0; y < side / picture_scale; ++y) {
    for (int x = 0; x < side / picture_scale; ++x) {
      int sum = 0;
      for (int v = 0; v < picture_scale; ++v) {
        for (int u = 0; u < picture_scale; ++u) {
          sum += sheet[static_cast<std::size_t>((y * picture_scale + v) * side + x * picture_scale + u)];
        }
      }
      const auto paper = static_cast<std::uint8_t>(255 - sum / (picture_scale * picture_scale));
      const auto at = static_cast<std::size_t>((y + picture_margin) * picture_side + x + picture_margin) * 4;
      std::fill_n(picture.begin() + static_cast<std::ptrdiff_t>(at), 3, paper);
    }
  }
  return picture;
}

void Replay::start(const std::vector<Stroke>& strokes) {
  strokes_ = strokes;
  stroke_ = step_ = 0;
  along_ = 0;
}

void Replay::advance(Drawing& drawing, float distance) {
  along_ += distance;
  while (playing()) {
    const Stroke& stroke = strokes_[stroke_];
    if (step_ == 0) {
      drawing.begin_stroke(stroke[0]);
      step_ = 1;
    } else if (step_ == stroke.size()) {
      step_ = 0;
      if (++stroke_ == strokes_.size()) stop();
    } else {
      const float step = length(stroke[step_ - 1], stroke[step_]);
      if (along_ < step) return;
      along_ -= step;
      drawing.continue_stroke(stroke[step_++]);
    }
  }
}

const std::vector<Stroke>& example_strokes(int digit) {
  // A point given twice keeps its corner sharp.
  static const std::vector<Stroke> digits[10] = {
      {{{.53f, .20f},
        {.40f, .22f},
        {.32f, .38f},
        {.31f, .60f},
        {.38f, .77f},
        {.50f, .80f},
        {.62f, .76f},
        {.69f, .60f},
        {.69f, .38f},
        {.61f, .22f},
        {.50f, .20f}}},
      {{{.56f, .19f}, {.53f, .40f}, {.49f, .60f}, {.46f, .81f}}},
      {{{.33f, .34f},
        {.37f, .22f},
        {.52f, .17f},
        {.67f, .25f},
        {.66f, .40f},
        {.56f, .54f},
        {.43f, .67f},
        {.31f, .79f},
        {.31f, .79f},
        {.50f, .78f},
        {.71f, .78f}}},
      {{{.34f, .26f},
        {.44f, .18f},
        {.62f, .20f},
        {.68f, .34f},
        {.59f, .45f},
        {.46f, .48f},
        {.46f, .48f},
        {.63f, .51f},
        {.71f, .64f},
        {.63f, .78f},
        {.47f, .82f},
        {.32f, .75f}}},
      {{{.42f, .20f}, {.36f, .38f}, {.30f, .56f}, {.30f, .56f}, {.50f, .56f}, {.72f, .54f}},
       {{.60f, .24f}, {.59f, .50f}, {.57f, .82f}}},
      {{{.66f, .20f},
        {.52f, .20f},
        {.40f, .21f},
        {.40f, .21f},
        {.38f, .34f},
        {.36f, .46f},
        {.36f, .46f},
        {.52f, .40f},
        {.67f, .48f},
        {.70f, .64f},
        {.60f, .79f},
        {.45f, .81f},
        {.32f, .74f}}},
      {{{.60f, .18f},
        {.46f, .30f},
        {.36f, .48f},
        {.32f, .66f},
        {.40f, .81f},
        {.57f, .82f},
        {.68f, .70f},
        {.63f, .56f},
        {.50f, .52f},
        {.36f, .64f}}},
      {{{.31f, .23f}, {.50f, .23f}, {.69f, .22f}, {.69f, .22f}, {.60f, .42f}, {.52f, .60f}, {.47f, .81f}}},
      {{{.63f, .27f},
        {.52f, .17f},
        {.37f, .23f},
        {.38f, .38f},
        {.52f, .49f},
        {.66f, .60f},
        {.66f, .77f},
        {.50f, .83f},
        {.34f, .77f},
        {.35f, .61f},
        {.50f, .49f},
        {.63f, .39f},
        {.64f, .28f}}},
      {{{.64f, .28f},
        {.52f, .18f},
        {.37f, .24f},
        {.34f, .40f},
        {.45f, .50f},
        {.60f, .44f},
        {.65f, .27f},
        {.65f, .27f},
        {.63f, .52f},
        {.57f, .82f}}},
  };
  return digits[std::clamp(digit, 0, 9)];
}

}  // namespace jmvae
