#include "app/face_path.h"

#include "app/face_choice.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int steps = 7;   // faces of a strip
constexpr int slides = 3;  // strips of a slide
constexpr int ends = 8;    // faces to choose a walk's ends from
}  // namespace

bool FacePath::update_slide(const State& state, const Models::Entry& entry, FrameTime& time) {
  const int slide = sliding_attribute(state, entry.faces);
  const FaceNoise from = kept_noise(state);
  FaceOrder one = asked_faces(state, entry.faces), all = one;
  one.places = {{from, from, state.along, slide}};
  for (int row = 0; row < slides; ++row) {
    const FaceNoise own = row == 0 ? from : face_noise(state.seed, row + 1);
    for (int i = 0; i < steps; ++i)
      all.places.push_back({own, own, static_cast<float>(i) / (steps - 1), slide});
  }
  const bool between = between_.update(entry, one, time), strip = strip_.update(entry, all, time);
  return between || strip;
}

bool FacePath::update_walk(const State& state, const Models::Entry& entry, FrameTime& time) {
  const FaceNoise from = kept_noise(state), to = walk_noise(state);
  FaceOrder one = asked_faces(state, entry.faces), all = one;
  one.places = {{from, to, state.along}};
  for (int i = 0; i < steps; ++i) all.places.push_back({from, to, static_cast<float>(i) / (steps - 1)});
  const bool between = between_.update(entry, one, time), strip = strip_.update(entry, all, time);
  const bool choice = ends_.update(entry, asked_grid(state, entry.faces, ends), time);
  return between || strip || choice;
}

/// One face between two ends, large, with a slider. Returns where it ends.
float FacePath::show_between(Desk& desk, const Rectangle& place, const std::string& title,
                             const std::string& explanation) {
  Ui& ui = desk.ui;
  const float large = std::min(place.width * 0.5f, 240.0f);
  between_.show_one(ui, 0, {place.x, place.y, large, large});
  const float x = place.x + large + measure::large, width = place.right() - x;
  float y = place.y;
  y += ui.text(Type::heading, x, y, title, ui.colours().ink, width) + measure::tight;
  y += ui.text(Type::caption, x, y, explanation, ui.colours().soft, width) + measure::medium;
  ui.slider("along", {x, y, width, measure::slider}, say(words::how_far), desk.state.along, 0, 1);
  y += measure::slider + measure::small;
  if (ui.button("again", {x, y, std::min(width, 160.0f), measure::touch}, say(words::other_faces),
                ButtonKind::primary)) {
    draw_again(desk);
    desk.state.kept = desk.state.walk_to = -1;
  }
  return std::max(place.y + large, y + measure::touch);
}

void FacePath::graphics_lost() {
  for (FaceSheet* sheet : {&between_, &strip_, &ends_}) sheet->graphics_lost();
}

float FacePath::show_slide(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  const FaceModalities& modalities = desk.models.entry(row).faces;
  if (!strip_.problem().empty()) return show_unable(desk, row, strip_.problem(), place);
  const int slide = sliding_attribute(state, modalities);
  const Attribute& attribute = modalities.descriptions[static_cast<std::size_t>(slide)];
  float y = show_between(desk, place, say(words::off_to_on, attribute.words), say(words::slide_explained)) +
            measure::medium;
  const GridLayout layout = {steps, 120, 0, 6};
  const Rectangle extent = strip_.extent(place.x, y, place.width, layout);
  const int pressed = strip_.show(ui, "step", extent, layout, [](int, const Rectangle&) {});
  if (pressed >= 0) state.along = static_cast<float>(pressed % steps) / (steps - 1);
  y = extent.bottom() + measure::medium;
  y += ui.text(Type::caption, place.x, y, say(words::which_slides), ui.colours().soft, place.width) +
       measure::tight;
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < modalities.descriptions.size(); ++i) {
    const Attribute& candidate = modalities.descriptions[i];
    if (candidate.first || static_cast<int>(i) == slide)
      choices.push_back({candidate.words, static_cast<int>(i), candidate.name});
  }
  const int chosen = ui.choices("slide", {place.x, y, place.width, 0}, choices, slide, y);
  if (chosen >= 0) state.slide = modalities.descriptions[static_cast<std::size_t>(chosen)].name;
  return y;
}

float FacePath::show_walk(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  if (!strip_.problem().empty()) return show_unable(desk, row, strip_.problem(), place);
  float y = show_between(desk, place, say(words::face_to_face), say(words::walk_explained)) + measure::medium;
  const GridLayout layout = {steps, 120, 0, 6};
  const Rectangle extent = strip_.extent(place.x, y, place.width, layout);
  const int pressed = strip_.show(ui, "step", extent, layout, [](int, const Rectangle&) {});
  if (pressed >= 0) state.along = static_cast<float>(pressed) / (steps - 1);
  y = extent.bottom() + measure::medium;
  struct End {
    const char* name;
    const Phrase& title;
    FaceNoise noise;
    int &row, &seed;
  };
  End chosen_ends[] = {{"from", words::from, kept_noise(state), state.kept, state.kept_seed},
                       {"to", words::to, walk_noise(state), state.walk_to, state.walk_seed}};
  for (End& end : chosen_ends) {
    y += ui.text(Type::caption, place.x, y, say(end.title), ui.colours().soft) + measure::tight;
    const GridLayout thumbs = {ends, 72, 0, 6};
    const Rectangle row_of_faces = ends_.extent(place.x, y, place.width, thumbs);
    const int chosen = ends_.show(ui, end.name, row_of_faces, thumbs, [&](int face, const Rectangle& at) {
      if (face_noise(state.seed, face) == end.noise) draw_ring(ui, at);
    });
    if (chosen >= 0) {
      end.row = chosen;
      end.seed = state.seed;
    }
    y = row_of_faces.bottom() + measure::small;
  }
  return y;
}

}  // namespace jmvae
