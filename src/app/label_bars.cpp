#include "app/label_bars.h"

#include <algorithm>

namespace jmvae {

float show_label_bars(Ui& ui, const Rectangle& place, const LabelReading* reading, Certainty certainty) {
  constexpr float row = 32, thickness = 16, name = 26, number = 76;
  const auto& means = reading ? reading->probabilities : LabelProbabilities{};
  const int likeliest = static_cast<int>(std::max_element(means.begin(), means.end()) - means.begin());
  const float track = place.width - name - number;
  for (int label = 0; label < digit_count; ++label) {
    const auto at = static_cast<std::size_t>(label);
    const float probability = means[at];
    const bool best = reading && label == likeliest;
    const bool sure = certainty == Certainty::sure;
    const float y = place.y + static_cast<float>(label) * row, middle = y + row / 2;
    const float x = place.x + name, top = middle - thickness / 2, bottom = middle + thickness / 2;
    const ImU32 colour = !best  ? mixed(ui.colours().soft, ui.colours().sunken, 0.35f)
                         : sure ? ui.colours().accent
                                : ui.colours().doubt;
    ui.label(best ? Type::strong : Type::body, {place.x, y, name, row}, std::to_string(label),
             best ? ui.colours().ink : ui.colours().soft, Align::left);
    ui.list().AddRectFilled({x, top}, {x + track, bottom}, faded(ui.colours().sunken, 0.7f), measure::tight);
    const float eased = ui.ease("bar-" + std::to_string(label), probability);
    if (eased > 0.002f) {
      ui.list().AddRectFilled({x, top}, {x + std::max(3.0f, track * eased), bottom}, colour, measure::tight);
    }
    if (reading && reading->highest[at] - reading->lowest[at] > 0.04f) {
      const float from = x + track * reading->lowest[at], to = x + track * reading->highest[at];
      ui.list().AddLine({from, middle}, {to, middle}, faded(ui.colours().ink, 0.55f), 1.5f);
      ui.list().AddLine({to, middle - 4}, {to, middle + 4}, faded(ui.colours().ink, 0.55f), 1.5f);
      ui.list().AddLine({from, middle - 4}, {from, middle + 4}, faded(ui.colours().ink, 0.55f), 1.5f);
    }
    if (!reading) continue;
    ui.label(Type::body, {x + track, y, number, row}, percentage(probability),
             best ? ui.colours().ink : ui.colours().soft, Align::right);
  }
  return place.y + row * digit_count;
}

float show_bars_caption(Ui& ui, const Rectangle& place, int samples) {
  return place.y + ui.text(Type::caption, place.x, place.y, say(words::means_of_draws, samples),
                           ui.colours().soft, place.width);
}

}  // namespace jmvae
