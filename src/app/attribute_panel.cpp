#include "app/attribute_panel.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {

ThreeWay three_way(Wish wish) {
  return wish == Wish::on ? ThreeWay::on : wish == Wish::off ? ThreeWay::off : ThreeWay::free;
}

const Phrase& news(Wish wish) {
  return wish == Wish::on ? words::is_on : wish == Wish::off ? words::is_off : words::is_free;
}

/// Buttons of presets in as many lines as they take. Returns where they end.
float show_presets(Desk& desk, const FaceModalities& modalities, const Rectangle& place) {
  const auto presets = attribute_presets(modalities.descriptions);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < presets.size(); ++i) choices.push_back({presets[i].words, static_cast<int>(i)});
  if (choices.empty()) return place.y;
  float y = place.y;
  y += desk.ui.text(Type::caption, place.x, y, say(words::some_to_try), desk.ui.colours().soft) +
       measure::tight;
  const int pressed = desk.ui.choices("preset", {place.x, y, place.width, 0}, choices, -1, y);
  if (pressed < 0) return y;
  choose_preset(desk.state, presets[static_cast<std::size_t>(pressed)]);
  return y;
}

}  // namespace

std::vector<int> shown_attributes(const State& state, const FaceModalities& modalities) {
  std::vector<int> shown;
  for (std::size_t i = 0; i < modalities.descriptions.size(); ++i) {
    const Attribute& attribute = modalities.descriptions[i];
    const bool in_view =
        attribute.first || state.every_attribute || wish(state, attribute.name) != Wish::free;
    if (state.find.empty() ? in_view : matches(attribute, state.find)) shown.push_back(static_cast<int>(i));
  }
  return shown;
}

float show_attribute_search(Desk& desk, const FaceModalities& modalities, const Rectangle& place) {
  Ui& ui = desk.ui;
  const std::string fewer_or_all = desk.state.every_attribute
                                       ? say(words::fewer)
                                       : say(words::all_attributes, modalities.descriptions.size());
  constexpr float button = 88;
  std::string sought = desk.state.find;
  const Rectangle field = {place.x, place.y, place.width - button - measure::small, measure::touch};
  if (ui.field("find", field, say(words::find_an_attribute), sought))
    desk.host.edit_text("find", field.x, field.y, field.width, field.height);
  if (sought.empty() || is_name(sought)) desk.state.find = sought;
  const Rectangle fold = {field.right() + measure::small, place.y, button, measure::touch};
  if (!desk.state.find.empty()) {
    if (ui.button("find-nothing", fold, say(words::clear))) desk.state.find.clear();
  } else if (ui.button("every-attribute", fold, fewer_or_all, ButtonKind::quiet, true,
                       say(words::attributes_shown, fewer_or_all))) {
    desk.state.every_attribute = !desk.state.every_attribute;
  }
  return fold.bottom();
}

float show_attribute_panel(Desk& desk, const FaceModalities& modalities, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  float y = show_attribute_search(desk, modalities, place) + measure::medium;
  const auto shown = shown_attributes(state, modalities);
  if (shown.empty()) {
    const std::string sentence = say(words::no_attribute_called, state.find);
    y += ui.text(Type::body, place.x, y, sentence, ui.colours().doubt, place.width) + measure::medium;
  }
  const bool phone = ui.width() < measure::one_column;
  const float height = phone ? measure::touch : 36, gap = phone ? measure::small : 6;
  for (const std::string& group : attribute_groups(modalities.descriptions)) {
    float x = place.x;
    bool any = false;
    for (const int i : shown) {
      const Attribute& attribute = modalities.descriptions[static_cast<std::size_t>(i)];
      if (attribute.group != group) continue;
      if (!any) y += ui.text(Type::caption, x, y, group, ui.colours().soft) + measure::tight;
      any = true;
      const float width = ui.three_way_width(attribute.words);
      if (x > place.x && x + width > place.right() + 0.5f) {
        x = place.x;
        y += height + gap;
      }
      const Wish now = wish(state, attribute.name);
      if (ui.three_way("attribute-" + attribute.name, {x, y, width, height}, attribute.words,
                       three_way(now))) {
        set_wish(state, attribute.name, next_wish(now));
        desk.announcement = say(news(next_wish(now)), attribute.words);
      }
      x += width + gap;
    }
    if (any) y += height + measure::small + measure::tight;
  }
  y += ui.text(Type::caption, place.x, y, say(words::press_once), ui.colours().soft, place.width) +
       measure::medium;
  const float width = (place.width - measure::small) / 2;
  const bool any = !state.on.empty() || !state.off.empty();
  if (ui.button("free-all", {place.x, y, width, measure::touch}, say(words::leave_all_free),
                ButtonKind::quiet, any)) {
    state.on.clear();
    state.off.clear();
  }
  if (ui.button("chance", {place.right() - width, y, width, measure::touch}, say(words::surprise_me)))
    wish_by_chance(state, modalities);
  y += measure::touch + measure::medium;
  return show_presets(desk, modalities, {place.x, y, place.width, 0});
}

void show_attribute_bar(Ui& ui, const Rectangle& place, const std::string& name, const std::string& words,
                        float probability, ImU32 colour) {
  constexpr float number = 44, thickness = 10;
  const float label = std::clamp(place.width * 0.5f, 94.0f, 150.0f), track = place.width - label - number;
  const float x = place.x + label, middle = place.y + place.height / 2;
  const bool likely = probability >= 0.5f;
  ui.label(Type::body, {place.x, place.y, label - measure::small, place.height}, words,
           likely ? ui.colours().ink : ui.colours().soft, Align::left);
  const float top = middle - thickness / 2, bottom = middle + thickness / 2;
  ui.list().AddRectFilled({x, top}, {x + track, bottom}, faded(ui.colours().sunken, 0.7f), measure::tight);
  const float eased = ui.ease(name + "/bar", probability);
  ui.list().AddRectFilled({x, top}, {x + std::max(3.0f, track * eased), bottom}, colour, measure::tight);
  ui.label(Type::caption, {x + track, place.y, number, place.height},
           say(words::percentage, std::lround(100 * probability)), ui.colours().soft, Align::right);
}

}  // namespace jmvae
