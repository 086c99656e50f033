#include "app/compare_screen.h"

#include "app/reading.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int pictures = 12;

}  // namespace

void CompareScreen::update(Desk& desk) {
  const State& state = desk.state;
  const WritingOrder order = {state.label, state.spread, static_cast<std::uint32_t>(state.seed), 0, pictures};
  // JMVAE-kl reads what both have written: its encoder for pictures alone is the better reader.
  const jmvae_model* reader = desk.models.entry(model_kl).model.get();
  bool news = false;
  for (Side& side : sides_) {
    side.grid.update(desk.models.use(side.model), order);
    if (!side.grid.writing() || !reader || (side.checked == side.grid.version() && reader == reader_))
      continue;
    side.checked = side.grid.version();
    side.agreeing = read_back(reader, *side.grid.writing(), state.label, side.read).value_or(0);
    news = true;
  }
  reader_ = reader;
  if (!news || !sides_[0].grid.writing() || !sides_[1].grid.writing()) return;
  const auto score = [&](const Side& side) {
    return say(words::readable, say(desk.models.entry(side.model).row.title), side.agreeing, pictures);
  };
  desk.announcement = say(words::written_as, with_article(state.label), score(sides_[0]), score(sides_[1]));
}

float CompareScreen::show(Desk& desk, const Rectangle& place) {
  update(desk);
  Ui& ui = desk.ui;
  float y = show_controls(desk, place) + measure::large;
  y += ui.text(Type::body, place.x, y, say(words::both_from_the_label), ui.colours().soft,
               std::min(place.width, 760.0f)) +
       measure::large;
  if (place.width < measure::one_column) {
    for (Side& side : sides_) y = show_side(desk, side, {place.x, y, place.width, 0}) + measure::large;
    return y - measure::large;
  }
  const float gap = 56, width = (place.width - gap) / 2;
  const float middle = place.x + width + gap / 2;
  float end = y;
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    const float x = place.x + static_cast<float>(i) * (width + gap);
    end = std::max(end, show_side(desk, sides_[i], {x, y, width, 0}));
  }
  ui.list().AddLine({middle, y}, {middle, end}, ui.colours().line);
  return end;
}

float CompareScreen::show_controls(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  int label = desk.state.label;
  constexpr float again = 148, spread = 220;
  if (place.width < 980) {
    const bool narrow = place.width < measure::one_column;
    const Rectangle board = {place.x, place.y, place.width, narrow ? 2 * measure::touch + 20 : 52};
    if (ui.digits("label", board, narrow ? 5 : 10, label)) choose_label(desk, label);
    float y = board.bottom() + measure::medium;
    if (!desk.state.hide_spread) show_spread(desk, {place.x, y, place.width - again - measure::large, 0});
    if (ui.button("again", {place.right() - again, y + 22, again, measure::touch}, say(words::draw_again),
                  ButtonKind::primary))
      draw_again(desk);
    return y + 22 + measure::touch;
  }
  const float board = place.width - again - spread - 2 * measure::huge;
  if (ui.digits("label", {place.x, place.y + 14, board, 52}, 10, label)) choose_label(desk, label);
  if (!desk.state.hide_spread) show_spread(desk, {place.x + board + measure::huge, place.y, spread, 0});
  const Rectangle button = {place.right() - again, place.y + 16, again, measure::touch + 4};
  if (ui.button("again", button, say(words::draw_again), ButtonKind::primary)) draw_again(desk);
  return place.y + 66;
}

float CompareScreen::show_side(Desk& desk, Side& side, const Rectangle& place) {
  Ui& ui = desk.ui;
  const Models::Entry& entry = desk.models.entry(side.model);
  float y = place.y;
  const bool checked = side.grid.writing() && side.checked == side.grid.version();
  ui.text(Type::heading, place.x, y, say(entry.row.title), ui.colours().ink);
  if (checked) {
    const std::string score = say(words::read_as, side.agreeing, pictures, desk.state.label);
    const bool good = side.agreeing > pictures * 3 / 4;
    ui.label(Type::strong, {place.x, y, place.width, 28}, score,
             good ? ui.colours().ink : ui.colours().accent, Align::right);
  }
  y += 30;
  y += std::max(2 * Typeface::line(Type::body),
                ui.text(Type::body, place.x, y, say(entry.row.sentence), ui.colours().soft, place.width)) +
       measure::medium;
  y += show_model_stage(desk, side.model, place.x, y, std::min(place.width, 360.0f));
  if (!side.grid.problem().empty()) {
    y += ui.text(Type::body, place.x, y, side.grid.problem(), ui.colours().doubt, place.width) +
         measure::small;
  }
  const GridLayout layout = {4, 132, 0};
  const Rectangle extent = side.grid.extent(place.x, y, place.width, layout);
  const auto tag = [&](int picture, const Rectangle& at) {
    const auto i = static_cast<std::size_t>(picture);
    if (!checked || i >= side.read.size() || side.read[i] == desk.state.label) return;
    const Rectangle corner = {at.right() - 24, at.bottom() - 24, 20, 20};
    ui.list().AddRectFilled({corner.x, corner.y}, {corner.right(), corner.bottom()}, ui.colours().accent,
                            measure::tight);
    ui.label(Type::caption, corner, std::to_string(side.read[i]), ui.colours().on_accent);
  };
  side.grid.show(ui, std::string(side.model == model_kl ? "kl" : "plain"), extent, layout, tag);
  return extent.bottom();
}

void CompareScreen::graphics_lost() {
  for (Side& side : sides_) side.grid.graphics_lost();
}

Json CompareScreen::result(const Desk& desk) const {
  Json models = Json::object();
  for (const Side& side : sides_) {
    const auto& writing = side.grid.writing();
    models[desk.models.entry(side.model).row.name] = {
        {"pictures", writing ? writing->count : 0},
        {"ink", writing ? mean_ink(*writing) : std::vector<float>{}},
        {"read", side.read},
        {"agreeing", side.agreeing},
        {"problem", side.grid.problem()}};
  }
  return {{"label", desk.state.label},
          {"seed", desk.state.seed},
          {"spread", desk.state.spread},
          {"models", models}};
}

}  // namespace jmvae
