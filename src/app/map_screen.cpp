#include "app/map_screen.h"

#include "app/label_bars.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace jmvae {

namespace {
constexpr int path_pictures = 9;
constexpr float grasp = 24;  // how near to the path's end a press takes hold of it

/// Whether z of a model of the map has more than two dimensions, so that a plane of it has to be chosen.
bool needs_plane(const State& state) { return state.map_model == map_deep && !state.map_beside; }

MapOrder asked_map(const State& state) {
  if (!needs_plane(state)) return {state.map_given, plane_axes, {0, 1}, {}};
  return {state.map_given,
          state.plane,
          {state.axis_across, state.axis_up},
          {state.corner_a, state.corner_b, state.corner_c}};
}

bool same(Point a, Point b) { return a.x == b.x && a.y == b.y; }

std::string number(float value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
  return text;
}

std::string in_words(Point place) { return "(" + number(place.x) + ", " + number(place.y) + ")"; }
}  // namespace

// ---- What is to be shown

void MapScreen::update(Desk& desk) {
  const State& state = desk.state;
  shown_ = state.map_beside ? sides_.size() : 1;
  const auto& keys = state_choices("map-model");
  const bool digits_there = digits_.use();
  FrameTime time;
  for (std::size_t i = 0; i < shown_; ++i) {
    Side& side = sides_[i];
    // Side by side stands what can't, then what can: JMVAE, JMVAE-h, JMVAE-kl.
    constexpr MapModel order[] = {map_plain, map_hierarchy, map_kl};
    const int row = find_model(keys[static_cast<std::size_t>(state.map_beside ? order[i] : state.map_model)]);
    // Points glide within one model; those of another are no place to come from.
    if (row != side.row) side.panel.update(nullptr, digits_, {}, time);
    side.row = row;
    const jmvae_model* model = row < 0 ? nullptr : desk.models.use(row);
    side.panel.update(digits_there ? model : nullptr, digits_, asked_map(state), time);
    decode(desk, side);
  }
  announce(desk);
}

/// What the model makes of the place that is looked at, and of the way from it.
void MapScreen::decode(const Desk& desk, Side& side) {
  const LatentPlane* plane = side.panel.map().plane();
  if (!plane) {
    if (side.panel.map().points().empty()) side.decoded.reset();
    side.problem.clear();
    return;
  }
  const State& state = desk.state;
  const Point here = pointer_.value_or(Point{state.map_x, state.map_y}), end = {state.path_x, state.path_y};
  const int version = side.panel.map().version();
  const bool fresh = side.version == version && same(side.here, here) && side.has_path == state.path &&
                     (!state.path || same(side.end, end));
  if (fresh) return;
  side.version = version;
  side.here = here;
  side.end = end;
  side.has_path = state.path;
  const jmvae_model* model = side.panel.model();
  const auto decoded = decode_digit(model, plane->z(here));
  side.problem = decoded ? "" : decoded.error().message;
  if (!decoded) return side.decoded.reset();
  side.decoded = *decoded;
  side.picture.set_digits(decoded->picture.data(), 1, digit_side, PictureSheet::Scaling::smooth);
  if (!state.path) return;
  std::vector<float> pictures;
  const Point begin = {state.map_x, state.map_y};
  for (int i = 0; i < path_pictures; ++i) {
    const float part = static_cast<float>(i) / (path_pictures - 1);
    const auto step = decode_digit(
        model, plane->z({begin.x + part * (end.x - begin.x), begin.y + part * (end.y - begin.y)}));
    if (!step) return;
    pictures.insert(pictures.end(), step->picture.begin(), step->picture.end());
  }
  side.path.set_digits(pictures.data(), path_pictures, digit_side, PictureSheet::Scaling::smooth);
}

void MapScreen::announce(Desk& desk) {
  const Point here = {desk.state.map_x, desk.state.map_y};
  const Side& side = sides_[shown_ - 1];
  if (!side.decoded || pointer_ || same(here, announced_)) return;
  announced_ = here;
  const auto& labels = side.decoded->labels;
  const int label = static_cast<int>(std::max_element(labels.begin(), labels.end()) - labels.begin());
  desk.announcement = say(words::decoded_at, in_words(here), with_article(label),
                          percent(labels[static_cast<std::size_t>(label)]));
}

bool MapScreen::moving() const {
  return std::any_of(sides_.begin(), sides_.begin() + static_cast<std::ptrdiff_t>(shown_),
                     [](const Side& side) { return side.panel.moving(); });
}

// ---- Drawing

float MapScreen::show(Desk& desk, const Rectangle& place) {
  update(desk);
  float y = show_controls(desk, place) + measure::large;
  y = show_stages(desk, {place.x, y, place.width, 0});
  pointer_.reset();
  const bool narrow = place.width < measure::one_column;
  if (shown_ == 1) {
    Side& side = sides_[0];
    const float width = narrow ? place.width : std::min(640.0f, place.width * 0.58f);
    const float map_end = show_map(desk, side, {place.x, y, width, 0});
    if (narrow) return show_decoded(desk, side, {place.x, map_end + measure::large, place.width, 0});
    const float x = place.x + width + measure::huge;
    return std::max(map_end, show_decoded(desk, side, {x, y, place.right() - x, 0}));
  }
  const auto count = static_cast<float>(shown_);
  const float width = narrow ? place.width : (place.width - (count - 1) * measure::large) / count;
  float end = y;
  for (std::size_t i = 0; i < shown_; ++i) {
    const float x = narrow ? place.x : place.x + static_cast<float>(i) * (width + measure::large);
    const float map_end = show_map(desk, sides_[i], {x, narrow ? end : y, width, 0});
    end = std::max(end, show_decoded_beside(desk, sides_[i], {x, map_end + measure::small, width, 0}) +
                            (narrow ? measure::large : 0));
  }
  return end;
}

float MapScreen::show_controls(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = place.y;
  y += ui.text(Type::body, place.x, y, say(words::map_explained), ui.colours().soft,
               std::min(place.width, 760.0f)) +
       measure::medium;
  if (!state.map_beside && !state.hide_models) {
    std::vector<Choice> choices;
    const auto& keys = state_choices("map-model");
    for (int i = 0; i < static_cast<int>(keys.size()); ++i) {
      const int row = find_model(keys[static_cast<std::size_t>(i)]);
      if (row < 0) continue;
      const Phrase& title = desk.models.entry(row).row.title;
      const std::string words = i == map_deep ? say(words::all_dimensions, say(title)) : say(title);
      choices.emplace_back(words, i, keys[static_cast<std::size_t>(i)]);
    }
    const int pressed = ui.choices("map-model", {place.x, y, place.width, 0}, choices, state.map_model, y);
    if (pressed >= 0) state.map_model = pressed;
    y += measure::medium;
  }
  const float width = std::min(place.width, 480.0f);
  const float given_end = show_given(desk, {place.x, y, width, 0});
  const bool below = place.width < measure::one_column + 2 * measure::huge;
  const float x = below ? place.x : place.x + width + measure::huge;
  y = below ? given_end + measure::small : given_end - measure::touch;
  // Side by side where they fit, else below one another.
  const bool stacked = place.width < 480;
  const float room = stacked ? place.width : (place.right() - x) / 3;
  const auto toggle = [&](int number, const char* name, const Phrase& words, bool& on) {
    const auto step = static_cast<float>(number);
    const Rectangle at = {stacked ? x : x + step * room, stacked ? y + step * measure::touch : y, room,
                          measure::touch};
    ui.toggle(name, at, say(words), on);
  };
  toggle(0, "map-pictures", words::pictures_under, state.map_pictures);
  toggle(1, "path", words::a_path, state.path);
  toggle(2, "map-beside", words::side_by_side, state.map_beside);
  y += stacked ? 3 * measure::touch : measure::touch;
  return needs_plane(state) ? show_plane(desk, {place.x, y + measure::medium, place.width, 0}) : y;
}

/// The plane of a z that has more than two dimensions.
float MapScreen::show_plane(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = place.y;
  const std::vector<Phrase> planes = {words::plane_main, words::plane_axes, words::plane_corners};
  const float width = std::min(place.width, 560.0f);
  const float height = measure::touch * static_cast<float>(ui.segment_rows(width, planes));
  ui.segments("plane", {place.x, y, width, height}, planes, state.plane);
  y += height + measure::small;
  const float half = (std::min(place.width, 560.0f) - measure::large) / 2;
  if (state.plane == plane_axes) {
    const jmvae_model* model = sides_[0].panel.model();
    if (!model) return y;
    const auto last = static_cast<float>(jmvae_latent_size(model) - 1);
    const auto axis = [&](const char* name, float x, const Phrase& words, int& chosen) {
      auto value = static_cast<float>(chosen);
      if (ui.slider(name, {x, y, half, measure::slider}, say(words), value, 0, last, 1))
        chosen = static_cast<int>(std::lround(value));
    };
    axis("axis-across", place.x, words::axis_across, state.axis_across);
    axis("axis-up", place.x + half + measure::large, words::axis_up, state.axis_up);
    return y + measure::slider;
  }
  if (state.plane == plane_corners) {
    const float board = std::min(place.width, 560.0f);
    const bool narrow = place.width < measure::one_column;
    const float rows = narrow ? 2 * measure::touch + measure::small : measure::touch;
    const auto corner = [&](const char* name, int& chosen) {
      ui.digits(name, {place.x, y, board, rows}, narrow ? 5 : 10, chosen);
      y += rows + measure::small;
    };
    corner("corner-a", state.corner_a);
    corner("corner-b", state.corner_b);
    corner("corner-c", state.corner_c);
  }
  return y;
}

float MapScreen::show_stages(Desk& desk, const Rectangle& place) {
  float y = place.y;
  for (std::size_t i = 0; i < shown_; ++i) {
    if (sides_[i].row >= 0)
      y += show_model_stage(desk, sides_[i].row, place.x, y, std::min(place.width, 360.0f));
  }
  return show_digits_problem(desk.ui, digits_, {place.x, y, place.width, 0});
}

float MapScreen::show_map(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = place.y;
  if (side.row >= 0) {
    const ModelRow& row = desk.models.entry(side.row).row;
    if (state.map_beside) y += ui.text(Type::heading, place.x, y, say(row.title), ui.colours().ink);
    y += ui.text(Type::caption, place.x, y, say(row.sentence), ui.colours().soft, place.width) +
         measure::small;
  }
  const Rectangle square = {place.x, y, place.width, place.width};
  MapMarks marks = {Point{state.map_x, state.map_y}, {}};
  if (state.path) marks.end = Point{state.path_x, state.path_y};
  const std::string name = "map-" + std::to_string(&side - sides_.data());
  const MapTouch touch = side.panel.show(ui, name, square, state.map_pictures, marks);
  if (touch.dragged) {
    const float scale = square.width / 2 / side.panel.map().reach();
    if (ImGui::IsMouseClicked(0)) {
      const float x = (touch.place.x - state.path_x) * scale,
                  towards = (touch.place.y - state.path_y) * scale;
      drags_end_ = state.path && x * x + towards * towards < grasp * grasp;
    }
    const float reach = side.panel.map().reach();
    const auto rounded = [&](float value) {
      return std::round(std::clamp(value, -reach, reach) * 100) / 100;
    };
    (drags_end_ ? state.path_x : state.map_x) = rounded(touch.place.x);
    (drags_end_ ? state.path_y : state.map_y) = rounded(touch.place.y);
  } else if (touch.hovered && !ImGui::IsMouseDown(0)) {
    pointer_ = touch.place;
  }
  y = square.bottom() + measure::small;
  const std::string problem = !side.panel.map().problem().empty() ? side.panel.map().problem() : side.problem;
  if (!problem.empty()) return y + ui.text(Type::body, place.x, y, problem, ui.colours().doubt, place.width);
  return show_agreement(ui, side.panel.map().agreement(), {place.x, y, place.width, 0});
}

float MapScreen::show_decoded(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = place.y;
  const Point here = side.here;
  y += ui.text(Type::strong, place.x, y, say(words::decoded_here, in_words(here)), ui.colours().ink) +
       measure::small;
  const float picture = std::min(place.width, 208.0f);
  const Rectangle card = {place.x, y, picture, picture};
  if (side.decoded)
    show_picture(ui, side.picture, 0, card);
  else
    ui.card(card);
  y += picture + measure::medium;
  std::optional<LabelReading> reading;
  if (side.decoded) reading = LabelReading{side.decoded->labels, side.decoded->labels, side.decoded->labels};
  y = show_label_bars(ui, {place.x, y, std::min(place.width, 420.0f), 0}, reading ? &*reading : nullptr,
                      Certainty::sure) +
      measure::medium;
  // A place from a link may lie beyond the digits, or come before they are there.
  const float reach = std::max({side.panel.map().reach(), std::fabs(state.map_x), std::fabs(state.map_y)});
  const float half = (std::min(place.width, 420.0f) - measure::large) / 2;
  constexpr float step = 0.05f;
  ui.slider("map-x", {place.x, y, half, measure::slider}, say(words::across), state.map_x, -reach, reach,
            step);
  ui.slider("map-y", {place.x + half + measure::large, y, half, measure::slider}, say(words::up), state.map_y,
            -reach, reach, step);
  y += measure::slider;
  return state.path ? show_path(desk, side, {place.x, y + measure::medium, place.width, 0}) : y;
}

float MapScreen::show_decoded_beside(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  const float picture = 112;
  const Rectangle card = {place.x, place.y, picture, picture};
  if (!side.decoded) {
    ui.card(card);
    return card.bottom();
  }
  show_picture(ui, side.picture, 0, card);
  const auto& labels = side.decoded->labels;
  const auto label = std::max_element(labels.begin(), labels.end()) - labels.begin();
  const float x = card.right() + measure::medium;
  float y = place.y + measure::small;
  y += ui.text(Type::heading, x, y, std::to_string(label), ui.colours().ink);
  ui.text(Type::body, x, y, percent(labels[static_cast<std::size_t>(label)]), ui.colours().soft);
  return desk.state.path ? show_path(desk, side, {place.x, card.bottom() + measure::small, place.width, 0})
                         : card.bottom();
}

float MapScreen::show_path(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  y += ui.text(Type::caption, place.x, y, say(words::along_the_path), ui.colours().soft, place.width) +
       measure::tight;
  if (!side.decoded || side.path.count() < path_pictures) return y;
  const float gap = measure::tight;
  const float cell = std::min(72.0f, (place.width - gap * (path_pictures - 1)) / path_pictures);
  for (int i = 0; i < path_pictures; ++i)
    show_picture(ui, side.path, i, {place.x + static_cast<float>(i) * (cell + gap), y, cell, cell});
  return y + cell;
}

void MapScreen::graphics_lost() {
  for (Side& side : sides_) {
    side.panel.graphics_lost();
    side.picture.graphics_lost();
    side.path.graphics_lost();
  }
}

Json MapScreen::result(const Desk& desk) const {
  Json maps = Json::array();
  for (std::size_t i = 0; i < shown_; ++i) {
    const Side& side = sides_[i];
    const DigitMap& map = side.panel.map();
    Json one = {{"model", side.row >= 0 ? desk.models.entry(side.row).row.name : ""},
                {"points", map.points().size()},
                {"reach", map.reach()},
                {"problem", map.problem()}};
    if (map.agreement()) one["agreement"] = *map.agreement();
    if (side.decoded) {
      const auto& decoded = *side.decoded;
      float ink = 0;
      for (const float pixel : decoded.picture) ink += pixel / digit_size;
      one["labels"] = std::vector<float>(decoded.labels.begin(), decoded.labels.end());
      one["ink"] = ink;
      one["here"] = std::vector<float>{side.here.x, side.here.y};
    }
    maps.push_back(std::move(one));
  }
  return {{"digits", digits_.count()}, {"maps", maps}, {"path", desk.state.path}};
}

}  // namespace jmvae
