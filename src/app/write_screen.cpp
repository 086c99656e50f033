#include "app/write_screen.h"

#include "app/reading.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {
constexpr int pictures = 20;

WritingOrder order(const State& state) {
  const int label = state.source == source_label ? state.label : -1;
  return {label, state.spread, static_cast<std::uint32_t>(state.seed), 0, pictures, stand_in(state)};
}

WritingOrder held_order(const State& state, int label) {
  return {label,
          state.spread,
          static_cast<std::uint32_t>(state.held_seed),
          static_cast<std::uint32_t>(state.held),
          1,
          stand_in(state)};
}
}  // namespace

void WriteScreen::update(Desk& desk) {
  const State& state = desk.state;
  const jmvae_model* model = desk.models.use(state.model);
  grid_.update(model, order(state));
  if (state.held >= 0) {
    held_.update(model, held_order(state, order(state).label));
    for (int label = 0; label < digit_count; ++label)
      every_label_[label].update(model, held_order(state, label));
  }
  if (announced_ == grid_.version()) return;
  if (!grid_.problem().empty()) desk.announcement = grid_.problem();
  if (grid_.writing() || !grid_.problem().empty()) announced_ = grid_.version();
  if (!grid_.writing()) return;
  desk.announcement = state.source == source_label
                          ? say(words::written_from_label, pictures, with_article(state.label))
                          : say(words::written_from_prior, pictures);
}

float WriteScreen::show(Desk& desk, const Rectangle& place) {
  update(desk);
  if (place.width < measure::one_column) {
    float y = show_controls(desk, place) + measure::large;
    y = show_grid(desk, {place.x, y, place.width, 0}) + measure::large;
    return show_held(desk, {place.x, y, place.width, 0});
  }
  const bool three_columns = place.width >= 1080;
  const float controls = place.width < 900 ? 264 : 304, held = three_columns ? 232 : 0,
              gap = three_columns ? 48 : 40;
  const float x = place.x + controls + gap, width = place.right() - x;
  const float left_end = show_controls(desk, {place.x, place.y, controls, 0});
  float end = show_grid(desk, {x, place.y, width - (three_columns ? held + gap : 0), 0});
  if (three_columns) {
    end = std::max(end, show_held(desk, {place.right() - held, place.y, held, 0}));
  } else {
    end = show_held(desk, {x, end + measure::large, width, 0});
  }
  return std::max(left_end, end);
}

float WriteScreen::show_controls(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = place.y;
  y += ui.text(Type::heading, place.x, y, say(words::which_digit), ui.colours().ink) + measure::small;
  int label = state.label;
  const float keys = (place.width - 4 * measure::small) / 5;
  const Rectangle board = {place.x, y, place.width,
                           2 * std::max(measure::touch, std::min(keys, 56.0f)) + measure::small};
  if (ui.digits("label", board, 5, label, state.source == source_label)) choose_label(desk, label);
  y = board.bottom() + measure::small;
  const auto kind = state.source == source_prior ? ButtonKind::chosen : ButtonKind::choice;
  if (ui.button("prior", {place.x, y, place.width, measure::touch}, say(words::any_digit), kind)) {
    state.source = source_prior;
  }
  y += measure::touch + measure::large;
  if (!state.hide_spread) y = show_spread(desk, {place.x, y, place.width, 0}) + measure::medium;
  if (ui.button("again", {place.x, y, place.width, measure::touch + 4}, say(words::draw_again),
                ButtonKind::primary))
    draw_again(desk);
  y += measure::touch + 4 + measure::small;
  ui.toggle("keep-noise", {place.x, y, place.width, measure::touch}, say(words::same_noise),
            state.keep_noise);
  y += measure::touch;
  if (state.source == source_prior) return y;
  return show_fillings(desk, Given::label, {place.x, y + measure::small, place.width, 0});
}

float WriteScreen::show_grid(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  const bool prior = state.source == source_prior;
  float y = place.y;
  y += show_model_stage(desk, state.model, place.x, y, std::min(place.width, 420.0f));
  if (!grid_.problem().empty())
    return show_unable(desk, state.model, grid_.problem(), {place.x, y, place.width, 0});
  const GridLayout layout = {place.width < 520 ? 4 : 5, 118, prior ? 22.0f : 0.0f};
  const Rectangle extent = grid_.extent(place.x, y, place.width, layout);
  const auto caption = [&](int picture, const Rectangle& at) {
    if (state.held == picture && state.held_seed == state.seed) {
      ui.list().AddRect({at.x, at.y}, {at.right(), at.bottom()}, ui.colours().accent, measure::corner, 0,
                        2.5f);
    }
    if (!prior || grid_.writing()->labels.empty()) return;
    const int label = grid_.writing()->likeliest(picture);
    const float probability = grid_.writing()->probability(picture, label);
    const Rectangle line = {at.x, at.bottom() + 2, at.width, layout.caption - 2};
    const std::string likely = say(words::label_and_percentage, label, std::lround(100 * probability));
    ui.label(Type::caption, line, likely, probability < 0.75f ? ui.colours().doubt : ui.colours().soft);
  };
  const int pressed = grid_.show(ui, "picture", extent, layout, caption);
  if (pressed >= 0) {
    const bool again = state.held == pressed && state.held_seed == state.seed;
    state.held = again ? -1 : pressed;
    state.held_seed = state.seed;
    update(desk);
  }
  return extent.bottom();
}

/// One picture, large, and the noise it was made from under every label. Stands in a column or lies in a row.
float WriteScreen::show_held(Desk& desk, const Rectangle& place) {
  if (!grid_.problem().empty()) return place.y;
  Ui& ui = desk.ui;
  State& state = desk.state;
  const bool column = place.width < 300;
  const float large = column ? place.width : std::min(place.width * 0.38f, 190.0f), gap = measure::small;
  const Rectangle picture = {place.x, place.y, large, large};
  if (state.held < 0) {
    ui.list().AddRect({picture.x, picture.y}, {picture.right(), picture.bottom()}, ui.colours().line,
                      measure::corner);
    const float inset = measure::medium;
    ui.text(Type::caption, picture.x + inset, picture.y + large / 2 - 36, say(words::press_to_hold),
            ui.colours().soft, large - 2 * inset, Align::centre);
    return picture.bottom();
  }
  held_.show_one(ui, 0, picture);

  const float x = picture.right() + measure::medium, beside = place.right() - x;
  const bool below = column || beside < 260;
  const Rectangle all = {below ? place.x : x, below ? picture.bottom() + measure::medium : place.y,
                         below ? place.width : beside, 0};
  const bool takes_labels = every_label_[0].problem().empty();
  const float y = takes_labels ? show_every_label(desk, all) : all.y;

  // The buttons stand where there is room: beside the picture on a phone, else at the end.
  const bool stacked = below && !column;
  const float width = stacked ? beside : (all.width - gap) / 2;
  const Rectangle release = {stacked ? x : all.x + width + gap,
                             stacked ? picture.bottom() - measure::touch : y, width, measure::touch};
  const Rectangle save = {stacked ? x : all.x, stacked ? release.y - measure::touch - gap : y, width,
                          measure::touch};
  if (ui.button("save", save, say(words::save_picture))) save_held(desk);
  if (ui.button("release", release, say(words::let_go))) state.held = -1;
  return std::max(stacked ? y : release.bottom(), picture.bottom());
}

/// The held noise as each of the ten digits. Returns where what follows begins.
float WriteScreen::show_every_label(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  y += ui.text(Type::caption, place.x, y, say(words::noise_as_every_digit), ui.colours().soft) +
       measure::tight;
  constexpr int columns = 5;
  constexpr float gap = measure::small;
  const float size = std::min((place.width - gap * (columns - 1)) / columns, 72.0f);
  for (int label = 0; label < digit_count; ++label) {
    const Rectangle small = {place.x + static_cast<float>(label % columns) * (size + gap),
                             y + static_cast<float>(label / columns) * (size + gap), size, size};
    const std::string called = say(words::the_digit, label);
    if (ui.touch("every-" + std::to_string(label), small, called).clicked) choose_label(desk, label);
    every_label_[label].show_one(ui, 0, small);
  }
  return y + 2 * (size + gap) + measure::tight;
}

/// As a picture of its own: dark ink on white.
void WriteScreen::save_held(Desk& desk) const {
  const auto& writing = held_.writing();
  if (!writing) return;
  std::vector<float> paper;
  for (const float ink : writing->pictures) paper.push_back(1 - ink);
  const std::string name =
      writing->labels.empty() ? "digit" : "digit-" + std::to_string(writing->likeliest(0));
  save_enlarged(desk.host, name, {paper}, digit_side);
}

void WriteScreen::graphics_lost() {
  grid_.graphics_lost();
  held_.graphics_lost();
  for (WrittenGrid& grid : every_label_) grid.graphics_lost();
}

Json WriteScreen::result(const Desk& desk) const {
  Json labels = Json::array(), ink = Json::array();
  if (const auto& writing = grid_.writing()) {
    ink = mean_ink(*writing);
    for (int i = 0; !writing->labels.empty() && i < writing->count; ++i) {
      const int label = writing->likeliest(i);
      labels.push_back({{"label", label}, {"probability", writing->probability(i, label)}});
    }
  }
  return {{"source", desk.state.source == source_label ? "label" : "prior"},
          {"label", desk.state.label},
          {"seed", desk.state.seed},
          {"spread", desk.state.spread},
          {"held", desk.state.held},
          {"pictures", grid_.writing() ? grid_.writing()->count : 0},
          {"ink", ink},
          {"labels", labels},
          {"problem", grid_.problem()}};
}

}  // namespace jmvae
