#include "app/chain_screen.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jmvae {

namespace {
constexpr float pace = 0.25f;  // seconds from sweep to sweep
}

ChainScreen::ChainScreen() {
  for (const char* key : {"jmvae", "jmvae-h", "jmvae-kl"}) {
    const int model = find_model(key);
    if (model >= 0) sides_.emplace_back().model = model;
  }
}

void ChainScreen::update(Desk& desk) {
  const State& state = desk.state;
  order_ = {state.label, static_cast<std::uint32_t>(state.seed), state.spread};
  since_step_ += desk.ui.seconds();
  for (Side& side : sides_) {
    if (side.chain.begin(desk.models.use(side.model), order_)) side.read.clear();
  }
  // All chains go on together, so that pictures below one another have made the same number of sweeps. They
  // wait for a model that is on its way, but not for one that failed or was stopped.
  const bool waiting = std::any_of(sides_.begin(), sides_.end(), [&](const Side& side) {
    return desk.models.entry(side.model).stage == Stage::loading;
  });
  bool any_able = false;
  int fewest = waiting ? 0 : most_sweeps + 1;
  for (const Side& side : sides_) {
    if (!takes_part(desk, side)) continue;
    any_able = true;
    fewest = std::min(fewest, side.chain.steps());
  }
  const bool unfinished = fewest <= state.sweeps;
  const bool due =
      fewest == 0 || stepping_ || (playing_ && (desk.ui.reduced_motion() || since_step_ >= pace));
  bool advanced = false;
  for (Side& side : sides_) {
    if (unfinished && due && takes_part(desk, side) && side.chain.steps() == fewest) {
      advance(side);
      advanced = true;
    }
    read(desk, side);
  }
  if (advanced) {
    since_step_ = 0;
    if (stepping_ || fewest == state.sweeps) announce(desk, fewest);
  }
  stepping_ = false;
  finished_ = any_able && !unfinished;
  running_ = playing_ && !waiting && any_able && unfinished;
}

/// Whether a side's model is there and can take a chain.
bool ChainScreen::takes_part(const Desk& desk, const Side& side) const {
  return desk.models.entry(side.model).model && side.chain.problem().empty();
}

void ChainScreen::advance(Side& side) {
  side.chain.advance();
  const int last = side.chain.steps() - 1;
  if (last < 0) return;
  if (last == 0) side.sheet.make_digit_room(most_sweeps + 1, digit_side);
  side.sheet.set_digit(last, side.chain.pictures().data() + last * digit_size);
}

void ChainScreen::announce(Desk& desk, int sweeps) const {
  std::string drawn;
  for (const Side& side : sides_) {
    if (static_cast<int>(side.read.size()) <= sweeps) continue;
    const std::string title = say(desk.models.entry(side.model).row.title);
    drawn += say(words::has_drawn, title, with_article(side.read[static_cast<std::size_t>(sweeps)]));
  }
  desk.announcement = say(sweeps == 1 ? words::after_one_sweep : words::after_sweeps, sweeps, drawn);
}

/// Has new pictures read by JMVAE-kl, which reads best from pictures alone.
void ChainScreen::read(Desk& desk, Side& side) {
  const jmvae_model* reader = desk.models.entry(model_kl).model.get();
  while (reader && static_cast<int>(side.read.size()) < side.chain.steps()) {
    const auto begin = side.chain.pictures().begin() + static_cast<int>(side.read.size()) * digit_size;
    std::vector<int> label;
    if (!read_back(reader, {1, {begin, begin + digit_size}, {}}, order_.label, label)) return;
    side.read.push_back(label[0]);
  }
}

float ChainScreen::show(Desk& desk, const Rectangle& place) {
  update(desk);
  Ui& ui = desk.ui;
  float y = show_controls(desk, place) + measure::large;
  const std::string explanation = say(words::chain_explained, desk.state.label);
  y += ui.text(Type::body, place.x, y, explanation, ui.colours().soft, std::min(place.width, 760.0f)) +
       measure::large;
  for (Side& side : sides_) y = show_side(desk, side, {place.x, y, place.width, 0}) + measure::large;
  return y - measure::large;
}

float ChainScreen::show_controls(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const bool narrow = place.width < measure::one_column;
  int label = desk.state.label;
  const Rectangle board = {place.x, place.y, narrow ? place.width : std::min(place.width, 680.0f),
                           narrow ? 2 * measure::touch + measure::small : 52};
  if (ui.digits("label", board, narrow ? 5 : 10, label)) choose_label(desk, label);
  float y = board.bottom() + measure::medium;

  constexpr float least = 96;
  const float width = narrow ? (place.width - 2 * measure::small) / 3 : least + 24;
  const auto at = [&](float i) {
    return Rectangle{place.x + i * (width + measure::small), y + (narrow ? 0.0f : 22.0f), width,
                     measure::touch};
  };
  const Phrase& playing = finished_ ? words::replay : playing_ ? words::pause : words::play;
  if (ui.button("play", at(0), say(playing))) {
    playing_ = finished_ || !playing_;
    for (Side& side : sides_) {
      if (finished_) side.chain = {};
    }
  }
  if (ui.button("step", at(1), say(words::one_sweep))) {
    playing_ = false;
    stepping_ = true;
    if (finished_) desk.state.sweeps = std::min(desk.state.sweeps + 1, most_sweeps);
  }
  if (ui.button("again", at(2), say(words::draw_again), ButtonKind::primary)) draw_again(desk);
  if (narrow) y += measure::touch + measure::medium;
  const float x = narrow ? place.x : at(3).x + measure::large;
  return show_sweeps(desk, {x, y, narrow ? place.width : std::min(260.0f, place.right() - x), 0});
}

float ChainScreen::show_side(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  const Models::Entry& entry = desk.models.entry(side.model);
  float y = place.y;
  y += ui.text(Type::heading, place.x, y, say(entry.row.title), ui.colours().ink);
  y += ui.text(Type::caption, place.x, y, say(entry.row.sentence), ui.colours().soft, place.width) +
       measure::small;
  y += show_model_stage(desk, side.model, place.x, y, std::min(place.width, 360.0f));
  if (!side.chain.problem().empty())
    return show_unable(desk, side.model, side.chain.problem(), {place.x, y, place.width, 0});

  const bool narrow = place.width < measure::one_column;
  constexpr float gap = measure::small, caption = 18;
  const float large = narrow ? 112 : 136;
  const Rectangle latest = {place.x, y, large, large};
  const int steps = side.chain.steps();
  if (steps > 0) {
    show_picture(ui, side.sheet, std::min(steps - 1, desk.state.sweeps), latest);
  } else {
    ui.card(latest);
  }
  const float x = latest.right() + measure::medium, width = place.right() - x;
  const float columns = std::floor((width + gap) / ((narrow ? 44 : 64) + gap));
  const float size = (width - gap * (columns - 1)) / columns;
  float end = latest.bottom();
  for (int step = 0; step <= desk.state.sweeps; ++step) {
    const auto across = static_cast<int>(columns);
    const Rectangle picture = {x + static_cast<float>(step % across) * (size + gap),
                               y + static_cast<float>(step / across) * (size + caption + gap), size, size};
    if (step < steps) {
      show_picture(ui, side.sheet, step, picture);
      const auto at = static_cast<std::size_t>(step);
      if (at < side.read.size()) {
        const ImU32 colour = side.read[at] == desk.state.label ? ui.colours().soft : ui.colours().accent;
        ui.label(Type::caption, {picture.x, picture.bottom(), size, caption}, std::to_string(side.read[at]),
                 colour);
      }
    } else {
      ui.list().AddRect({picture.x, picture.y}, {picture.right(), picture.bottom()},
                        faded(ui.colours().line, 0.6f), measure::corner);
    }
    end = std::max(end, picture.bottom() + caption);
  }
  return end;
}

void ChainScreen::graphics_lost() {
  for (Side& side : sides_) side.sheet.graphics_lost();
}

Json ChainScreen::result(const Desk& desk) const {
  Json models = Json::object();
  for (const Side& side : sides_) {
    Json ink = Json::array();
    for (int step = 0; step < side.chain.steps(); ++step) {
      const auto begin = side.chain.pictures().begin() + step * digit_size;
      ink.push_back(std::accumulate(begin, begin + digit_size, 0.0f) / digit_size);
    }
    models[desk.models.entry(side.model).row.name] = {
        {"steps", side.chain.steps()}, {"ink", ink}, {"read", side.read}, {"problem", side.chain.problem()}};
  }
  return {{"label", desk.state.label}, {"seed", desk.state.seed}, {"playing", playing_}, {"models", models}};
}

}  // namespace jmvae
