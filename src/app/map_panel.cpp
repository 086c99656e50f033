#include "app/map_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace jmvae {

namespace {
constexpr int decoded_side = 13;  // pictures in a row
constexpr int encoded_at_once = 8;
constexpr float glide_rate = 9;    // of the way that is left, a second
constexpr float arrived = 0.002f;  // of the reach: nearer than can be seen
constexpr float letter = 13;       // height of a point

/// Ten colours that can be told apart on paper and in the dark; the digit itself says it again.
ImU32 label_colour(const Palette& colours, int label) {
  constexpr ImU32 hues[digit_count] = {IM_COL32(206, 73, 52, 255),   IM_COL32(55, 126, 184, 255),
                                       IM_COL32(64, 150, 74, 255),   IM_COL32(142, 86, 176, 255),
                                       IM_COL32(214, 128, 16, 255),  IM_COL32(0, 148, 153, 255),
                                       IM_COL32(171, 98, 50, 255),   IM_COL32(212, 80, 142, 255),
                                       IM_COL32(122, 122, 112, 255), IM_COL32(148, 142, 14, 255)};
  return mixed(hues[label], colours.ink, 0.12f);
}
}  // namespace

void MapPanel::update(const jmvae_model* model, const KnownDigits& digits, const MapOrder& order,
                      FrameTime& time) {
  model_ = model;
  digits_ = &digits;
  map_.begin(model, digits, order);
  while (map_.moving() && !time.is_up()) time.spend([&] { map_.encode(encoded_at_once); });
  if (map_.plane() && (map_.version() != decoded_version_ || map_.reach() != decoded_reach_))
    time.spend([&] { decode(); });
}

/// The pictures of a grid of places, each in the middle of its square.
void MapPanel::decode() {
  const auto modalities = digit_modalities(model_);
  if (!modalities) return;
  decoded_version_ = map_.version();
  decoded_reach_ = map_.reach();
  std::vector<float> z;
  for (int row = 0; row < decoded_side; ++row) {
    for (int column = 0; column < decoded_side; ++column) {
      const auto at = [&](int i) {
        return decoded_reach_ * (2 * (static_cast<float>(i) + 0.5f) / decoded_side - 1);
      };
      const std::vector<float> place = map_.plane()->z({at(column), -at(row)});
      z.insert(z.end(), place.begin(), place.end());
    }
  }
  constexpr int count = decoded_side * decoded_side;
  std::vector<float> pictures(static_cast<std::size_t>(count) * digit_size);
  if (jmvae_decode(model_, modalities->image, z.data(), count, pictures.data()) != 0) return;
  decoded_.set_digits(pictures.data(), count, digit_side, PictureSheet::Scaling::pixels);
}

/// Points that were there before walk to their new places, so that the eye can follow each.
void MapPanel::glide(const Ui& ui) {
  const auto& points = map_.points();
  if (shown_.size() != points.size() || ui.reduced_motion()) {
    shown_ = points;
    reach_ = map_.reach();
    gliding_ = false;
    return;
  }
  const float part = 1 - std::exp(-glide_rate * ui.seconds());
  float farthest = std::fabs(map_.reach() - reach_);
  reach_ += part * (map_.reach() - reach_);
  for (std::size_t i = 0; i < points.size(); ++i) {
    Point& shown = shown_[i];
    farthest = std::max({farthest, std::fabs(points[i].x - shown.x), std::fabs(points[i].y - shown.y)});
    shown.x += part * (points[i].x - shown.x);
    shown.y += part * (points[i].y - shown.y);
  }
  gliding_ = farthest > arrived * map_.reach();
}

MapTouch MapPanel::show(Ui& ui, const std::string& name, const Rectangle& square, bool pictures,
                        const MapMarks& marks) {
  ui.card(square);
  glide(ui);
  const float scale = square.width / 2 / std::max(reach_, 0.1f);
  const ImVec2 middle = {square.x + square.width / 2, square.y + square.height / 2};
  const auto on_screen = [&](Point place) {
    return ImVec2{middle.x + place.x * scale, middle.y - place.y * scale};
  };
  ImDrawList& list = ui.list();
  list.PushClipRect({square.x + 1, square.y + 1}, {square.right() - 1, square.bottom() - 1}, true);

  if (pictures && !shown_.empty()) {
    const float cell = 2 * decoded_reach_ * scale / decoded_side;
    const ImVec2 corner = on_screen({-decoded_reach_, decoded_reach_});
    for (int i = 0; i < decoded_side * decoded_side; ++i) {
      const ImVec2 at = {corner.x + static_cast<float>(i % decoded_side) * cell,
                         corner.y + static_cast<float>(i / decoded_side) * cell};
      decoded_.draw(list, i, {at.x + 2, at.y + 2}, {at.x + cell - 2, at.y + cell - 2},
                    faded(ui.colours().ink, 0.3f));
    }
  }
  // The prior's standard deviations, one and two; the lower layer of a hierarchy has none of its own.
  const bool standard_prior = model_ && jmvae_kind(model_) != std::string("jmvae-h");
  for (const float deviation : {1.0f, 2.0f})
    if (standard_prior) list.AddCircle(middle, deviation * scale, faded(ui.colours().soft, 0.5f), 64);

  ImFont* font = ui.typeface.font(Type::strong);
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const int label = digits_->label(static_cast<int>(i));
    const char text[] = {static_cast<char>('0' + label), '\0'};
    const ImVec2 at = on_screen(shown_[i]);
    list.AddText(font, letter, {at.x - letter * 0.28f, at.y - letter / 2}, label_colour(ui.colours(), label),
                 text);
  }

  if (marks.here && marks.end) {
    const ImVec2 end = on_screen(*marks.end);
    list.AddLine(on_screen(*marks.here), end, ui.colours().accent, 2);
    list.AddCircleFilled(end, 7, ui.colours().card);
    list.AddCircle(end, 7, ui.colours().accent, 0, 3);
  }
  if (marks.here) {
    list.AddCircleFilled(on_screen(*marks.here), 8, ui.colours().accent);
    list.AddCircle(on_screen(*marks.here), 8, ui.colours().card, 0, 2);
  }
  list.PopClipRect();

  const Touch touch = ui.touch(name, square, say(words::map), Role::area);
  const ImVec2 mouse = ImGui::GetMousePos();
  return {touch.hovered, touch.dragged(), {(mouse.x - middle.x) / scale, (middle.y - mouse.y) / scale}};
}

float show_given(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const std::vector<Phrase> given = {words::given_both, words::given_picture, words::given_label};
  const float y = place.y + measure::tight +
                  ui.text(Type::caption, place.x, place.y, say(words::encoded_from), ui.colours().soft);
  const float height = measure::touch * static_cast<float>(ui.segment_rows(place.width, given));
  ui.segments("map-given", {place.x, y, place.width, height}, given, desk.state.map_given);
  return y + height;
}

float show_digits_problem(Ui& ui, KnownDigits& digits, const Rectangle& place) {
  if (digits.stage() != Stage::failed) return place.y;
  const float y = place.y + measure::small +
                  ui.text(Type::body, place.x, place.y, digits.sentence(), ui.colours().doubt, place.width);
  const Rectangle button = {place.x, y, 120, measure::touch};
  if (ui.button("retry-digits", button, say(words::try_again), ButtonKind::primary)) digits.retry();
  return button.bottom() + measure::medium;
}

float show_agreement(Ui& ui, const std::optional<float>& agreement, const Rectangle& place) {
  if (!agreement) return place.y;
  return place.y + ui.text(Type::caption, place.x, place.y, say(words::neighbours_agree, percent(*agreement)),
                           ui.colours().soft, place.width);
}

}  // namespace jmvae
