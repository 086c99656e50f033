#include "app/desk.h"

#include "app/reading.h"

#include <cmath>
#include <numeric>

namespace jmvae {

float show_model_stage(Desk& desk, int choice, float x, float y, float width) {
  Ui& ui = desk.ui;
  const Models::Entry& entry = desk.models.entry(choice);
  if (entry.stage == Stage::ready) return 0;
  const std::string name = entry.row.name;
  if (entry.stage == Stage::stopped) {
    const float height = ui.text(Type::body, x, y, std::string(entry.row.title) + " was not fetched.",
                                 ui.colours().soft, width);
    if (ui.button("retry-" + name, {x, y + height + measure::small, 120, measure::touch}, "Fetch it",
                  ButtonKind::primary))
      desk.models.retry(choice);
    return height + measure::small + measure::touch + measure::medium;
  }
  if (entry.stage != Stage::failed) {
    const int part = static_cast<int>(std::lround(entry.progress * 100));
    const std::string words = "Fetching " + std::string(entry.row.title) + ", " + std::to_string(part) + " %";
    const float height = ui.text(Type::body, x, y, words, ui.colours().soft, width);
    constexpr float button = 96;
    const float line = y + height + measure::small;
    ui.progress({x, line + (measure::touch - 6) / 2, width - button - measure::medium, 6},
                static_cast<float>(entry.progress));
    if (ui.button("stop-" + name, {x + width - button, line, button, measure::touch}, "Cancel"))
      desk.models.stop(choice);
    return height + measure::small + measure::touch + measure::medium;
  }
  float below = y;
  below += ui.text(Type::strong, x, below, std::string(entry.row.title) + " could not be loaded",
                   ui.colours().doubt, width);
  below += ui.text(Type::body, x, below, entry.sentence, ui.colours().soft, width) + measure::small;
  if (ui.button("retry-" + name, {x, below, 120, measure::touch}, "Try again", ButtonKind::primary))
    desk.models.retry(choice);
  return below + measure::touch + measure::medium - y;
}

StandIn stand_in(const State& state) {
  return {state_choices("filling")[static_cast<std::size_t>(state.filling)], state.sweeps};
}

float show_fillings(Desk& desk, Given given, const Rectangle& place) {
  const jmvae_model* model = desk.models.entry(desk.state.model).model.get();
  if (!model || desk.state.hide_fillings) return place.y;
  static const char* const words[] = {"its own", "zeros", "chain", "encoder", "product"};
  std::vector<Choice> possible;
  const auto& names = state_choices("filling");
  for (int filling = 0; filling < static_cast<int>(names.size()); ++filling) {
    const StandIn way = {names[static_cast<std::size_t>(filling)], desk.state.sweeps};
    const bool possible_now = given == Given::picture ? can_read(model, way) : can_fill_picture(model, way);
    if (possible_now) possible.push_back({words[filling], filling});
  }
  if (possible.empty()) return place.y;
  Ui& ui = desk.ui;
  float y = place.y;
  const char* missing = given == Given::picture ? "What stands in for the missing label"
                                                : "What stands in for the missing picture";
  y += ui.text(Type::caption, place.x, y, missing, ui.colours().soft, place.width) + measure::tight;
  const int pressed = ui.choices("filling", {place.x, y, place.width, 0}, possible, desk.state.filling, y);
  if (pressed >= 0) desk.state.filling = pressed;
  return desk.state.filling == filling_chain
             ? show_sweeps(desk, {place.x, y + measure::small, place.width, 0})
             : y;
}

float show_sweeps(Desk& desk, const Rectangle& place) {
  constexpr float height = measure::touch + 22;
  auto sweeps = static_cast<float>(desk.state.sweeps);
  if (desk.ui.slider("sweeps", {place.x, place.y, place.width, height}, "Sweeps of the chain", sweeps, 0,
                     most_sweeps, 1)) {
    desk.state.sweeps = static_cast<int>(std::lround(sweeps));
  }
  return place.y + height;
}

float show_unable(Desk& desk, int choice, const std::string& sentence, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  const std::string head = std::string(desk.models.entry(choice).row.title) + " can't do this";
  y += ui.text(Type::heading, place.x, y, head, ui.colours().doubt, place.width) + measure::tight;
  y += ui.text(Type::body, place.x, y, sentence, ui.colours().ink, place.width);
  return y + measure::medium;
}

void show_picture(Ui& ui, PictureSheet& sheet, int picture, const Rectangle& place) {
  ui.card(place);
  const float inset = place.width * 0.04f;
  sheet.draw(ui.list(), picture, {place.x + inset, place.y + inset},
             {place.right() - inset, place.bottom() - inset}, ui.colours().ink);
}

std::vector<float> mean_ink(const Writing& writing) {
  std::vector<float> means;
  for (auto at = writing.pictures.begin(); at != writing.pictures.end(); at += digit_size) {
    means.push_back(std::accumulate(at, at + digit_size, 0.0f) / digit_size);
  }
  return means;
}

Json to_json(const Rectangle& place) { return {place.x, place.y, place.width, place.height}; }

}  // namespace jmvae
