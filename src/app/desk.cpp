#include "app/desk.h"

#include "app/reading.h"

#include <cmath>
#include <numeric>

namespace jmvae {

float show_model_stage(Desk& desk, int choice, float x, float y, float width) {
  Ui& ui = desk.ui;
  const Models::Entry& entry = desk.models.entry(choice);
  if (entry.stage == Stage::ready) return 0;
  if (entry.stage != Stage::failed) {
    const int part = static_cast<int>(std::lround(entry.progress * 100));
    const std::string words = "Fetching " + std::string(entry.title) + ", " + std::to_string(part) + " %";
    const float height = ui.text(Type::body, x, y, words, ui.colours().soft, width);
    ui.progress({x, y + height + measure::small, width, 6}, static_cast<float>(entry.progress));
    return height + measure::large;
  }
  float below = y;
  below += ui.text(Type::strong, x, below, std::string(entry.title) + " could not be loaded",
                   ui.colours().doubt, width);
  below += ui.text(Type::body, x, below, entry.sentence, ui.colours().soft, width) + measure::small;
  if (ui.button("retry-" + std::string(entry.name), {x, below, 120, measure::touch}, "Try again",
                ButtonKind::primary))
    desk.models.retry(choice);
  return below + measure::touch + measure::medium - y;
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
