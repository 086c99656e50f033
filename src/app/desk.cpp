#include "app/desk.h"

#include "app/reading.h"
#include "app/shade.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jmvae {

float show_model_stage(Desk& desk, int choice, float x, float y, float width) {
  Ui& ui = desk.ui;
  const Models::Entry& entry = desk.models.entry(choice);
  if (entry.stage == Stage::ready) return 0;
  const std::string name = entry.row.name, title = say(entry.row.title);
  if (entry.stage == Stage::stopped) {
    const float height = ui.text(Type::body, x, y, say(words::not_fetched, title), ui.colours().soft, width);
    if (ui.button("retry-" + name, {x, y + height + measure::small, 120, measure::touch},
                  say(words::fetch_it), ButtonKind::primary))
      desk.models.retry(choice);
    return height + measure::small + measure::touch + measure::medium;
  }
  if (entry.stage != Stage::failed) {
    const int part = static_cast<int>(std::lround(entry.progress * 100));
    const float height =
        ui.text(Type::body, x, y, say(words::fetching, title, part), ui.colours().soft, width);
    constexpr float button = 96;
    const float line = y + height + measure::small;
    ui.progress(name, {x, line + (measure::touch - 6) / 2, width - button - measure::medium, 6},
                static_cast<float>(entry.progress));
    if (ui.button("stop-" + name, {x + width - button, line, button, measure::touch}, say(words::cancel)))
      desk.models.stop(choice);
    return height + measure::small + measure::touch + measure::medium;
  }
  float below = y;
  below += ui.text(Type::strong, x, below, say(words::not_loaded, title), ui.colours().doubt, width);
  below += ui.text(Type::body, x, below, entry.sentence, ui.colours().soft, width) + measure::small;
  if (ui.button("retry-" + name, {x, below, 120, measure::touch}, say(words::try_again), ButtonKind::primary))
    desk.models.retry(choice);
  return below + measure::touch + measure::medium - y;
}

float show_fillings(Desk& desk, Given given, const Rectangle& place) {
  const jmvae_model* model = desk.models.entry(desk.state.model).model.get();
  if (!model || desk.state.hide_fillings) return place.y;
  static constexpr Phrase titles[] = {words::filling_its_own, words::filling_zeros, words::filling_chain,
                                      words::filling_encoder, words::filling_product};
  std::vector<Choice> possible;
  const auto& names = state_choices("filling");
  for (int filling = 0; filling < static_cast<int>(names.size()); ++filling) {
    const StandIn way = {names[static_cast<std::size_t>(filling)], desk.state.sweeps};
    const bool possible_now = given == Given::picture ? can_read(model, way) : can_fill_picture(model, way);
    if (possible_now) possible.push_back({titles[filling], filling});
  }
  if (possible.empty()) return place.y;
  Ui& ui = desk.ui;
  float y = place.y;
  const Phrase& missing = given == Given::picture ? words::for_the_label : words::for_the_picture;
  y += ui.text(Type::caption, place.x, y, say(missing), ui.colours().soft, place.width) + measure::tight;
  const int pressed = ui.choices("filling", {place.x, y, place.width, 0}, possible, desk.state.filling, y);
  if (pressed >= 0) desk.state.filling = pressed;
  return desk.state.filling == filling_chain
             ? show_sweeps(desk, {place.x, y + measure::small, place.width, 0})
             : y;
}

float show_sweeps(Desk& desk, const Rectangle& place) {
  auto sweeps = static_cast<float>(desk.state.sweeps);
  if (desk.ui.slider("sweeps", {place.x, place.y, place.width, measure::slider},
                     say(words::sweeps_of_the_chain), sweeps, 0, most_sweeps, 1)) {
    desk.state.sweeps = static_cast<int>(std::lround(sweeps));
  }
  return place.y + measure::slider;
}

float show_spread(Desk& desk, const Rectangle& place) {
  desk.ui.slider("spread", {place.x, place.y, place.width, measure::slider}, say(words::spread_of_z),
                 desk.state.spread, 0, 1.5f);
  return place.y + measure::slider;
}

void draw_again(Desk& desk) { desk.state.seed = next_seed(desk.state.seed); }

void choose_label(Desk& desk, int label) {
  if (label != desk.state.label && !desk.state.keep_noise) draw_again(desk);
  desk.state.label = label;
  desk.state.source = source_label;
}

float show_unable(Desk& desk, int choice, const std::string& sentence, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  const std::string head = say(words::unable, say(desk.models.entry(choice).row.title));
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

void save_enlarged(Host& host, const std::string& name, const std::vector<std::vector<float>>& planes,
                   int side) {
  constexpr int factor = 8;
  const int large = side * factor;
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(large * large) * 4, 255);
  for (std::size_t c = 0; c < 3; ++c) {
    const std::vector<float> plane = enlarge(planes[std::min(c, planes.size() - 1)].data(), side, factor);
    for (std::size_t i = 0; i < plane.size(); ++i) rgba[4 * i + c] = to_byte(plane[i]);
  }
  host.save_picture(name, rgba.data(), large, large);
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
