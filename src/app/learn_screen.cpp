#include "app/learn_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace jmvae {

namespace {
constexpr int announced_every = 5;  // epochs

/// A term of the objective, as it is logged and as it is told.
struct Term {
  const char* name;
  Phrase words;
};

constexpr std::array<Term, 6> terms = {{{"objective", words::term_objective},
                                        {"log p(image|z)", words::term_image},
                                        {"log p(label|z)", words::term_label},
                                        {"KL(q||p)", words::term_prior},
                                        {"KL(q||q_image)", words::term_image_encoder},
                                        {"KL(q||q_label)", words::term_label_encoder}}};
}  // namespace

void LearnScreen::update(Desk& desk) {
  const State& state = desk.state;
  learning_.follow(state);
  const bool digits_there = learning_.stage() != Learning::Stage::absent && digits_.use();
  FrameTime time;
  // A map is finished before it takes a newer model, or there would be none where reports come faster.
  if (!learning_.model() || !panel_.map().moving()) mapped_ = learning_.model();
  panel_.update(digits_there ? mapped_.get() : nullptr, digits_, {state.map_given, plane_axes, {0, 1}, {}},
                time);
  if (!learning_.model() || panel_.map().agreement()) agreement_ = panel_.map().agreement();
  if (learning_.version() != written_version_) write_labels();

  const bool done = learning_.stage() == Learning::Stage::done;
  if (!learning_.model() || learning_.epoch() == announced_ ||
      (learning_.epoch() % announced_every != 0 && !done))
    return;
  announced_ = learning_.epoch();
  desk.announcement = say(words::learnt_so_far, learning_.epoch(), learning_.epochs());
  if (agreement_) desk.announcement += " " + say(words::neighbours_agree, percent(*agreement_));
}

/// What the model makes of each label alone, without noise.
void LearnScreen::write_labels() {
  written_version_ = learning_.version();
  written_ = false;
  if (!learning_.model()) return;
  std::vector<float> pictures;
  for (int label = 0; label < digit_count; ++label) {
    const auto writing = write_digits(learning_.model().get(), {label, 0, 1, 0, 1, {}});
    if (!writing) return;
    pictures.insert(pictures.end(), writing->pictures.begin(), writing->pictures.end());
  }
  sheet_.set_digits(pictures.data(), digit_count, digit_side, PictureSheet::Scaling::smooth);
  written_ = true;
}

float LearnScreen::show(Desk& desk, const Rectangle& place) {
  update(desk);
  Ui& ui = desk.ui;
  float y = show_controls(desk, place) + measure::large;
  const bool narrow = place.width < measure::one_column;
  const float map = narrow ? place.width : std::min(520.0f, place.width * 0.48f);
  const Rectangle square = {place.x, y, map, map};
  panel_.show(ui, "learn-map", square, desk.state.map_pictures, {});
  if (!learning_.model()) {
    const Phrase& words = learning_.stage() == Learning::Stage::fetching ? words::learning_is_fetched
                                                                         : words::learning_to_start;
    ui.text(Type::body, square.x + measure::large, square.y + measure::large, say(words), ui.colours().soft,
            square.width - 2 * measure::large);
  }
  const Rectangle below = {place.x, square.bottom() + measure::small, map, 0};
  const float left = show_agreement(ui, agreement_, below);
  const float x = narrow ? place.x : place.x + map + measure::huge;
  const float width = place.right() - x;
  float right = narrow ? left + measure::large : y;
  right = show_written(desk, {x, right, width, 0}) + measure::large;
  right = show_curves(desk, {x, right, width, 0});
  return std::max(left, right);
}

float LearnScreen::show_controls(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  using Phase = Learning::Stage;
  float y = place.y;
  y += ui.text(Type::body, place.x, y, say(words::learn_explained), ui.colours().soft,
               std::min(place.width, 760.0f)) +
       measure::medium;

  const std::vector<Choice> models = {{"JMVAE-kl", learn_kl, "JMVAE-kl"}, {"JMVAE", learn_plain, "JMVAE"}};
  const bool narrow = place.width < measure::one_column;
  const Phase stage = learning_.stage();
  const bool goes_on = stage == Phase::running || stage == Phase::fetching;
  const Phrase& words = goes_on                  ? words::pause
                        : stage == Phase::paused ? words::resume
                        : stage == Phase::absent ? words::start_learning
                                                 : words::start_over;
  constexpr float button = 148;
  if (ui.button("learn", {place.x, y, button, measure::touch}, say(words), ButtonKind::primary)) {
    if (goes_on)
      learning_.pause();
    else if (stage == Phase::paused)
      learning_.resume();
    else
      learning_.start(state);
  }
  const bool begun = stage == Phase::paused || goes_on;
  if (begun && ui.button("learn-again", {place.x + button + measure::small, y, button, measure::touch},
                         say(words::start_over)))
    learning_.start(state);
  const float x = place.x + 2 * (button + measure::small);
  if (learning_.model() && !narrow) {
    ui.label(Type::body, {x + measure::medium, y, place.right() - x, measure::touch},
             say(words::learnt_so_far, learning_.epoch(), learning_.epochs()), ui.colours().soft,
             Align::left);
  }
  y += measure::touch + measure::medium;
  if (stage == Phase::failed)
    y += ui.text(Type::body, place.x, y, learning_.sentence(), ui.colours().doubt, place.width) +
         measure::small;

  if (!state.hide_models) {
    const int pressed = ui.choices("learn-model", {place.x, y, place.width, 0}, models, state.learn_model, y);
    if (pressed >= 0) state.learn_model = pressed;
    y += measure::medium;
  }
  const float column = narrow ? place.width : (std::min(place.width, 600.0f) - measure::large) / 2;
  auto warmup = static_cast<float>(state.warmup);
  if (ui.slider("warm-up", {place.x, y, column, measure::slider}, say(words::warmup_epochs), warmup, 0,
                most_warmup, 1))
    state.warmup = static_cast<int>(std::lround(warmup));
  const float beside = narrow ? place.x : place.x + column + measure::large;
  if (state.learn_model == learn_kl) {
    if (narrow) y += measure::slider;
    ui.slider("alpha", {beside, y, column, measure::slider}, say(words::alpha), state.alpha, 0, most_alpha);
  }
  y += measure::slider + measure::small;
  y = show_given(desk, {place.x, y, std::min(place.width, 480.0f), 0});
  return show_digits_problem(ui, digits_, {place.x, y + measure::small, place.width, 0});
}

float LearnScreen::show_written(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  y += ui.text(Type::strong, place.x, y, say(words::written_from_labels), ui.colours().ink, place.width) +
       measure::small;
  const int columns = place.width < 460 ? 5 : digit_count;
  const float gap = measure::tight;
  const float cell =
      std::min(64.0f, (place.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  for (int label = 0; label < digit_count; ++label) {
    const Rectangle card = {place.x + static_cast<float>(label % columns) * (cell + gap),
                            y + static_cast<float>(label / columns) * (cell + gap), cell, cell};
    if (written_)
      show_picture(ui, sheet_, label, card);
    else
      ui.card(card);
  }
  return y + static_cast<float>(digit_count / columns) * (cell + gap);
}

float LearnScreen::show_curves(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const bool two = place.width >= 420;
  const float width = two ? (place.width - measure::large) / 2 : place.width;
  float y = place.y, end = y;
  int column = 0;
  for (const Term& term : terms) {
    const auto curve = std::find_if(learning_.curves().begin(), learning_.curves().end(),
                                    [&](const LearningCurve& one) { return one.name == term.name; });
    if (curve == learning_.curves().end()) continue;
    const float x = place.x + static_cast<float>(column) * (width + measure::large);
    const Rectangle head = {x, y, width, Typeface::line(Type::caption)};
    char value[32];
    std::snprintf(value, sizeof value, "%.2f", static_cast<double>(curve->values.back()));
    ui.label(Type::caption, head, say(term.words), ui.colours().soft, Align::left);
    ui.label(Type::caption, head, value, ui.colours().ink, Align::right);
    end = std::max(end, show_curve(ui, *curve, {x, head.bottom() + measure::tight, width, 64}));
    column = two ? 1 - column : 0;
    if (column == 0) y = end + measure::medium;
  }
  return end;
}

/// One curve in a frame that holds all but its first, steepest part.
float LearnScreen::show_curve(Ui& ui, const LearningCurve& curve, const Rectangle& place) {
  ui.card(place, measure::small);
  const auto& values = curve.values;
  const auto settled = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 10);
  const auto extremes = std::minmax_element(settled, values.end());
  const float least = *extremes.first, room = std::max(*extremes.second - least, 1e-3f);
  const auto at = [&](std::size_t i) {
    const float along = values.size() > 1 ? static_cast<float>(i) / static_cast<float>(values.size() - 1) : 1;
    const float up = std::clamp((values[i] - least) / room, 0.0f, 1.0f);
    return ImVec2{place.x + 6 + along * (place.width - 12), place.bottom() - 8 - up * (place.height - 16)};
  };
  // No more points than pixels.
  const std::size_t step = 1 + values.size() / static_cast<std::size_t>(place.width);
  std::vector<ImVec2> line;
  for (std::size_t i = 0; i < values.size(); i += step) line.push_back(at(i));
  line.push_back(at(values.size() - 1));
  ui.list().AddPolyline(line.data(), static_cast<int>(line.size()), ui.colours().accent, 0, 2);
  return place.bottom();
}

void LearnScreen::graphics_lost() {
  panel_.graphics_lost();
  sheet_.graphics_lost();
}

Json LearnScreen::result(const Desk&) const {
  const char* stages[] = {"absent", "fetching", "running", "paused", "done", "failed"};
  Json curves = Json::object();
  for (const LearningCurve& curve : learning_.curves()) {
    if (!curve.values.empty()) curves[curve.name] = curve.values.back();
  }
  Json shown = {{"stage", stages[static_cast<int>(learning_.stage())]},
                {"sentence", learning_.sentence()},
                {"epoch", learning_.epoch()},
                {"epochs", learning_.epochs()},
                {"seen", learning_.examples_seen()},
                {"beta", learning_.beta()},
                {"reports", learning_.curves().empty() ? 0 : learning_.curves()[0].values.size()},
                {"terms", curves},
                {"written", written_}};
  if (agreement_) shown["agreement"] = *agreement_;
  return shown;
}

}  // namespace jmvae
