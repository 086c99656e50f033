#include "app/faces_screen.h"

#include "app/attribute_panel.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {

constexpr float time_a_frame = 0.05f;  // seconds for drawing faces
constexpr int many = 16, many_on_a_phone = 8, beside_one_another = 6;
constexpr int steps = 7, slides = 3, starts = 8;

struct DataWords {
  const char *key, *title, *about;
};

constexpr DataWords data_words[] = {
    {"celeba", "Photographs",
     "Trained on CelebA, photographs of celebrities that may be used for research that is not commercial; "
     "the terms hold for these faces too. Nobody looks like them: a network drew them. Its attributes are "
     "what annotators ticked, picture by picture. They are their words and carry their bias: "
     "\"attractive\", \"young\" or \"male\" tells how somebody was labelled, not who somebody is."},
    {"avatars", "Drawings",
     "Trained on drawings: \"Personas\" by Draftbit, CC BY 4.0, combined at random by DiceBear. Its "
     "attributes are the parts that were drawn, so nobody had to judge a face."},
};

const DataWords& words_of(const State& state) {
  const std::string key = face_data_sets()[static_cast<std::size_t>(state.data)];
  return *std::find_if(std::begin(data_words), std::end(data_words),
                       [&](const DataWords& words) { return key == words.key; });
}

/// Rows of the model table that are of the chosen data.
std::vector<int> rows_of_data(const State& state) {
  const auto& table = model_table();
  std::vector<int> rows;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].data == std::string(words_of(state).key)) rows.push_back(static_cast<int>(i));
  }
  return rows;
}

/// The chosen model, or the first of its data; -1 where there is none.
int chosen_row(const State& state) {
  const auto rows = rows_of_data(state);
  const std::string kind = state_choices("face-model")[static_cast<std::size_t>(state.face_model)];
  const int row = find_model(words_of(state).key + ("-" + kind));
  return row >= 0 || rows.empty() ? row : rows.front();
}

FaceNoise noise(int seed, int row) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(row)};
}

FaceNoise kept_noise(const State& state) {
  return state.kept < 0 ? noise(state.seed, 0) : noise(state.kept_seed, state.kept);
}

FaceNoise walk_noise(const State& state) {
  return state.walk_to < 0 ? noise(state.seed, 1) : noise(state.walk_seed, state.walk_to);
}

FaceOrder order(const State& state, const FaceModalities& modalities) {
  return {wishes(modalities, state), state.spread, {}};
}

FaceOrder grid_order(const State& state, const FaceModalities& modalities, int count) {
  FaceOrder faces = order(state, modalities);
  for (int i = 0; i < count; ++i) {
    const FaceNoise own = noise(state.seed, i);
    faces.places.push_back({own, own});
  }
  return faces;
}

/// The attribute that slides: the one that was chosen, or the first of those that come first.
int sliding(const State& state, const FaceModalities& modalities) {
  if (const int chosen = modalities.find(state.slide); chosen >= 0) return chosen;
  const auto& all = modalities.descriptions;
  if (const int smiling = modalities.find("Smiling"); smiling >= 0) return smiling;
  const auto first = std::find_if(all.begin(), all.end(), [](const Attribute& a) { return a.first; });
  return first == all.end() ? 0 : static_cast<int>(first - all.begin());
}

void ring(Ui& ui, const Rectangle& place) {
  ui.list().AddRect({place.x - 1, place.y - 1}, {place.right() + 1, place.bottom() + 1}, ui.colours().accent,
                    measure::corner + 1, 0, 3);
}

/// What tells a face from the others of its sheet, as many words as fit into a width.
std::string own_words(const Ui& ui, const FaceModalities& modalities, const FaceSheet& sheet, int face,
                      float width) {
  std::string words;
  for (const std::size_t i : outstanding(modalities, sheet.attributes(face), sheet.usual().data())) {
    const std::string longer = words + (words.empty() ? "" : ", ") + modalities.descriptions[i].words;
    if (ui.typeface.width(Type::caption, longer) > width) break;
    words = longer;
  }
  return words;
}

}  // namespace

// ---- What is to be drawn

void FacesScreen::update(Desk& desk, int row) {
  State& state = desk.state;
  desk.models.use(row);
  const Models::Entry& entry = desk.models.entry(row);
  if (!entry.model) return;
  for (std::string& notice : leave_out_unknown(state, entry.faces)) desk.notices.push_back(std::move(notice));
  FrameTime time(time_a_frame);
  const FaceNoise from = kept_noise(state), to = walk_noise(state);
  switch (state.faces) {
    case faces_many: {
      if (!state.beside) {
        many_[0].update(entry, grid_order(state, entry.faces, count_), time);
      } else {
        std::size_t at = 0;
        for (const int other : rows_of_data(state)) {
          desk.models.use(other);
          const Models::Entry& beside = desk.models.entry(other);
          many_[at++].update(beside, grid_order(state, beside.faces, beside_one_another), time);
        }
      }
      if (state.kept < 0) break;
      FaceOrder kept = order(state, entry.faces);
      kept.places = {{from, from}};
      kept_.update(entry, kept, time);
      break;
    }
    case faces_slide: {
      const int slide = sliding(state, entry.faces);
      FaceOrder one = order(state, entry.faces);
      one.places = {{from, from, state.along, slide}};
      between_.update(entry, one, time);
      FaceOrder all = order(state, entry.faces);
      for (int r = 0; r < slides; ++r) {
        const FaceNoise own = r == 0 ? from : noise(state.seed, r + 1);
        for (int i = 0; i < steps; ++i)
          all.places.push_back({own, own, static_cast<float>(i) / (steps - 1), slide});
      }
      strip_.update(entry, all, time);
      break;
    }
    case faces_walk: {
      FaceOrder one = order(state, entry.faces), all = one;
      one.places = {{from, to, state.along}};
      between_.update(entry, one, time);
      for (int i = 0; i < steps; ++i) all.places.push_back({from, to, static_cast<float>(i) / (steps - 1)});
      strip_.update(entry, all, time);
      many_[0].update(entry, grid_order(state, entry.faces, starts), time);
      break;
    }
    case faces_own:
      own_.update(desk, entry);
      break;
  }
  announce(desk, row);
}

void FacesScreen::announce(Desk& desk, int row) {
  const FaceSheet& grid = many_[0];
  if (desk.state.faces != faces_many || grid.moving() || grid.version() == announced_) return;
  announced_ = grid.version();
  const FaceModalities& modalities = desk.models.entry(row).faces;
  const std::string words = in_words(modalities, wishes(modalities, desk.state));
  desk.announcement = !grid.problem().empty() ? grid.problem()
                      : words.empty()         ? std::to_string(grid.count()) + " faces from the prior."
                                              : std::to_string(grid.count()) + " faces: " + words + ".";
}

bool FacesScreen::moving() const {
  return std::any_of(many_.begin(), many_.end(), [](const FaceSheet& sheet) { return sheet.moving(); }) ||
         kept_.moving() || strip_.moving() || between_.moving();
}

// ---- The screen

float FacesScreen::show(Desk& desk, const Rectangle& place) {
  const int row = chosen_row(desk.state);
  Ui& ui = desk.ui;
  if (row < 0) {
    return place.y + ui.text(Type::heading, place.x, place.y, "This page was built without models of faces.",
                             ui.colours().soft, place.width);
  }
  const bool phone = place.width < measure::one_column;
  count_ = phone ? many_on_a_phone : many;
  update(desk, row);
  float y = show_head(desk, place) + measure::large;
  const Models::Entry& entry = desk.models.entry(row);
  if (!entry.model) {
    y += show_model_stage(desk, row, place.x, y, std::min(place.width, 420.0f)) + measure::large;
    return show_about(desk, {place.x, y, place.width, 0});
  }
  const bool own = desk.state.faces == faces_own;
  if (own && !own_.has_picture()) {
    y = show_invitation(desk, row, {place.x, y, place.width, 0});
    return show_about(desk, {place.x, y + measure::large, place.width, 0});
  }
  const auto panel = [&](const Rectangle& at) {
    return own ? own_.show_attributes(desk, entry, at) : show_attribute_panel(desk, entry.faces, at);
  };
  if (phone) {
    y = show_view(desk, row, {place.x, y, place.width, 0}) + measure::large;
    y = panel({place.x, y, place.width, 0});
  } else {
    const float left = place.width < 900 ? 264 : 320, gap = place.width < 900 ? 32 : 40;
    const float panel_end = panel({place.x, y, left, 0});
    y = std::max(panel_end, show_view(desk, row, {place.x + left + gap, y, place.width - left - gap, 0}));
  }
  return show_about(desk, {place.x, y + measure::large, place.width, 0});
}

/// What is shown, of which data, by which model.
float FacesScreen::show_head(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  static const std::vector<const char*> views = {"Many", "Slide", "Walk", "Your own"};
  const bool phone = place.width < measure::one_column;
  const float width = phone ? place.width : 376;
  ui.segments("faces", {place.x, place.y, width, measure::touch}, views, state.faces);
  float y = place.y + measure::touch, x = place.x + width + measure::large;
  if (phone) {
    y += measure::small;
    x = place.x;
  } else {
    y = place.y;
  }
  std::vector<Choice> data, models;
  const auto& sets = face_data_sets();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    State other = state;
    other.data = static_cast<int>(i);
    if (!rows_of_data(other).empty()) data.push_back({words_of(other).title, static_cast<int>(i)});
  }
  const auto rows = rows_of_data(state);
  for (const int row : rows) models.push_back({model_table()[static_cast<std::size_t>(row)].title, row});
  constexpr int all_models = -2;
  if (rows.size() > 1 && state.faces == faces_many) models.push_back({"Side by side", all_models});
  const bool choose_data = data.size() > 1, choose_model = rows.size() > 1 && !state.hide_models;
  float end = y;
  if (choose_data) {
    const int pressed = ui.choices("data", {x, y, place.right() - x, 0}, data, state.data, end);
    if (pressed >= 0) state.data = pressed;
    x += ui.choices_width(data) + measure::large;
  }
  if (choose_model) {
    if (x + ui.choices_width(models) > place.right()) {
      x = place.x;
      y = std::max(end, place.y + measure::touch) + measure::small;
    }
    const int chosen = state.beside && state.faces == faces_many ? all_models : chosen_row(state);
    const int pressed = ui.choices("face-model", {x, y, place.right() - x, 0}, models, chosen, end);
    if (pressed != -1) state.beside = pressed == all_models;
    if (pressed >= 0) {
      const auto& kinds = state_choices("face-model");
      const std::string key = model_table()[static_cast<std::size_t>(pressed)].key;
      for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (key == words_of(state).key + ("-" + std::string(kinds[i])))
          state.face_model = static_cast<int>(i);
      }
    }
  }
  return std::max(end, place.y + measure::touch);
}

float FacesScreen::show_view(Desk& desk, int row, const Rectangle& place) {
  switch (desk.state.faces) {
    case faces_slide:
      return show_slide(desk, row, place);
    case faces_walk:
      return show_walk(desk, row, place);
    case faces_own:
      return own_.show_pictures(desk, desk.models.entry(row), place);
    default:
      return show_many(desk, row, place);
  }
}

float FacesScreen::show_many(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  const FaceModalities& modalities = desk.models.entry(row).faces;
  const std::string words = in_words(modalities, wishes(modalities, state));
  const bool prior = words.empty();
  float y = place.y;
  y += ui.text(Type::body, place.x, y,
               prior ? "Nothing is asked for: z comes from the prior, and says what it is."
                     : "Asked for: " + words + ".",
               ui.colours().ink, place.width) +
       measure::small;
  const bool kept_beside = place.width >= 680;
  const float kept = 176, gap = measure::large;
  float width = place.width - (kept_beside ? kept + gap : 0);
  const auto mark = [&](const FaceSheet& sheet, const Models::Entry& entry) {
    return [&](int face, const Rectangle& at) {
      if (state.kept == face && state.kept_seed == state.seed) ring(ui, at);
      if (!prior) return;
      const std::string own = own_words(ui, entry.faces, sheet, face, at.width);
      ui.label(Type::caption, {at.x, at.bottom() + 2, at.width, 18}, own, ui.colours().soft);
    };
  };
  const auto keep = [&](int pressed) {
    if (pressed < 0) return;
    const bool again = state.kept == pressed && state.kept_seed == state.seed;
    state.kept = again ? -1 : pressed;
    state.kept_seed = state.seed;
    desk.announcement = again ? "No face is kept." : "Face " + std::to_string(pressed + 1) + " is kept.";
  };
  float end = y;
  if (!state.beside) {
    if (!many_[0].problem().empty())
      return show_unable(desk, row, many_[0].problem(), {place.x, y, place.width, 0});
    const FaceSheet::Layout layout = {4, 148, prior ? 22.0f : 0.0f, width < 400 ? 8.0f : 10.0f};
    const Rectangle extent = many_[0].extent(place.x, y, width, layout);
    keep(many_[0].show(ui, "face", extent, layout, mark(many_[0], desk.models.entry(row))));
    end = extent.bottom();
    width = extent.width;
  } else {
    const auto rows = rows_of_data(state);
    const auto columns = static_cast<float>(rows.size());
    const bool stacked = width < 420;
    const float column = stacked ? width : (width - gap * (columns - 1)) / columns;
    float x = place.x;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Models::Entry& entry = desk.models.entry(rows[i]);
      float top = stacked ? end : y;
      top += ui.text(Type::strong, x, top, entry.row.title, ui.colours().ink, column) + measure::tight;
      if (!entry.model) {
        top += show_model_stage(desk, rows[i], x, top, column);
      } else if (!many_[i].problem().empty()) {
        top += ui.text(Type::body, x, top, many_[i].problem(), ui.colours().doubt, column);
      } else {
        const FaceSheet::Layout layout = {stacked ? 3 : 2, 148, prior ? 22.0f : 0.0f, 8};
        const Rectangle extent = many_[i].extent(x, top, column, layout);
        keep(many_[i].show(ui, "face-" + std::string(entry.row.key), extent, layout, mark(many_[i], entry)));
        top = extent.bottom();
      }
      end = std::max(end, top + (stacked ? measure::medium : 0));
      if (!stacked) x += column + gap;
    }
  }
  // Below the grid what draws others.
  float below = end + measure::medium;
  constexpr float slider = measure::touch + 22;
  const float again = std::min(width * 0.45f, 168.0f);
  if (!state.hide_spread) {
    ui.slider("spread", {place.x, below, width - again - gap, slider}, "Spread of z", state.spread, 0, 1.5f);
  }
  if (ui.button("again", {place.x + width - again, below + 18, again, measure::touch + 4}, "Other faces",
                ButtonKind::primary))
    state.seed = next_seed(state.seed);
  below += slider;
  const Rectangle rest = kept_beside ? Rectangle{place.right() - kept, y, kept, 0}
                                     : Rectangle{place.x, below + measure::medium, place.width, 0};
  return std::max(below, show_kept(desk, row, rest));
}

/// One face, large, whose noise stays whatever attributes are chosen.
float FacesScreen::show_kept(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  const bool column = place.width < 300;
  const float large = column ? place.width : std::min(place.width * 0.42f, 208.0f);
  const Rectangle picture = {place.x, place.y, large, large};
  if (state.kept < 0) {
    ui.list().AddRect({picture.x, picture.y}, {picture.right(), picture.bottom()}, ui.colours().line,
                      measure::corner);
    const float inset = measure::medium;
    ui.text(Type::caption, picture.x + inset, picture.y + large / 2 - 45,
            "Press a face to keep it here: its noise stays, and it follows the attributes you choose.",
            ui.colours().soft, large - 2 * inset, Align::centre);
    return picture.bottom();
  }
  kept_.show_one(ui, 0, picture);
  const Rectangle rest = column ? Rectangle{place.x, picture.bottom() + measure::small, place.width, 0}
                                : Rectangle{picture.right() + measure::medium, place.y,
                                            place.right() - picture.right() - measure::medium, 0};
  float y = rest.y;
  y += ui.text(Type::caption, rest.x, y, "What its z says of itself", ui.colours().soft, rest.width);
  const float* own = kept_.attributes(0);
  const FaceModalities& modalities = desk.models.entry(row).faces;
  if (own) {
    auto likely = outstanding(modalities, own, many_[0].usual().data());
    constexpr std::size_t bars = 5;
    likely.resize(std::min(likely.size(), bars));
    for (const std::size_t i : likely) {
      const std::string& words = modalities.descriptions[i].words;
      show_attribute_bar(ui, {rest.x, y, rest.width, 26}, "kept-" + words, words, own[i], ui.colours().ink);
      y += 26;
    }
  }
  y += measure::small;
  const float width = (rest.width - measure::small) / 2;
  const auto button = [&](int at, const char* name, const char* words) {
    const Rectangle key = {rest.x + static_cast<float>(at % 2) * (width + measure::small),
                           y + static_cast<float>(at / 2) * (measure::touch + measure::small), width,
                           measure::touch};
    return ui.button(name, key, words);
  };
  if (button(0, "save", "Save")) save(desk, kept_, modalities.side);
  if (button(1, "change", "Change it") && kept_.picture(0)) {
    own_.take_face(kept_.picture(0), modalities.side);
    state.faces = faces_own;
    state.on.clear();
    state.off.clear();
  }
  if (button(2, "walk", "Walk")) state.faces = faces_walk;
  if (button(3, "release", "Let go")) state.kept = -1;
  return std::max(picture.bottom(), y + 2 * measure::touch + measure::small);
}

/// One face between two ends, large, with a slider. Returns where it ends.
float FacesScreen::show_between(Desk& desk, const Rectangle& place, const std::string& title,
                                const std::string& explanation) {
  Ui& ui = desk.ui;
  const float large = std::min(place.width * 0.5f, 240.0f);
  between_.show_one(ui, 0, {place.x, place.y, large, large});
  const float x = place.x + large + measure::large, width = place.right() - x;
  constexpr float slider = measure::touch + 22;
  float y = place.y;
  y += ui.text(Type::heading, x, y, title, ui.colours().ink, width) + measure::tight;
  y += ui.text(Type::caption, x, y, explanation, ui.colours().soft, width) + measure::medium;
  ui.slider("along", {x, y, width, slider}, "How far", desk.state.along, 0, 1);
  y += slider + measure::small;
  if (ui.button("again", {x, y, std::min(width, 160.0f), measure::touch}, "Other faces",
                ButtonKind::primary)) {
    desk.state.seed = next_seed(desk.state.seed);
    desk.state.kept = desk.state.walk_to = -1;
  }
  return std::max(place.y + large, y + measure::touch);
}

float FacesScreen::show_slide(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  const FaceModalities& modalities = desk.models.entry(row).faces;
  if (!strip_.problem().empty()) return show_unable(desk, row, strip_.problem(), place);
  const int slide = sliding(state, modalities);
  const Attribute& attribute = modalities.descriptions[static_cast<std::size_t>(slide)];
  float y =
      show_between(desk, place, attribute.words + ", off to on",
                   "The same noise; z goes straight from where the attribute is off to where it is on.") +
      measure::medium;
  const FaceSheet::Layout layout = {steps, 120, 0, 6};
  const Rectangle extent = strip_.extent(place.x, y, place.width, layout);
  const int pressed = strip_.show(ui, "step", extent, layout, [](int, const Rectangle&) {});
  if (pressed >= 0) state.along = static_cast<float>(pressed % steps) / (steps - 1);
  y = extent.bottom() + measure::medium;
  y += ui.text(Type::caption, place.x, y, "Which attribute slides, the others being as they are chosen",
               ui.colours().soft, place.width) +
       measure::tight;
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < modalities.descriptions.size(); ++i) {
    const Attribute& candidate = modalities.descriptions[i];
    if (candidate.first || static_cast<int>(i) == slide)
      choices.push_back({candidate.words.c_str(), static_cast<int>(i)});
  }
  const int chosen = ui.choices("slide", {place.x, y, place.width, 0}, choices, slide, y);
  if (chosen >= 0) state.slide = modalities.descriptions[static_cast<std::size_t>(chosen)].name;
  return y;
}

float FacesScreen::show_walk(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  State& state = desk.state;
  if (!strip_.problem().empty()) return show_unable(desk, row, strip_.problem(), place);
  float y = show_between(desk, place, "From face to face",
                         "z goes straight from one to the other; what is asked for holds for both.") +
            measure::medium;
  const FaceSheet::Layout layout = {steps, 120, 0, 6};
  const Rectangle extent = strip_.extent(place.x, y, place.width, layout);
  const int pressed = strip_.show(ui, "step", extent, layout, [](int, const Rectangle&) {});
  if (pressed >= 0) state.along = static_cast<float>(pressed) / (steps - 1);
  y = extent.bottom() + measure::medium;
  struct End {
    const char *name, *title;
    FaceNoise noise;
    int &row, &seed;
  };
  End ends[] = {{"from", "From", kept_noise(state), state.kept, state.kept_seed},
                {"to", "To", walk_noise(state), state.walk_to, state.walk_seed}};
  for (End& end : ends) {
    y += ui.text(Type::caption, place.x, y, end.title, ui.colours().soft) + measure::tight;
    const FaceSheet::Layout thumbs = {starts, 72, 0, 6};
    const Rectangle row_of_faces = many_[0].extent(place.x, y, place.width, thumbs);
    const int chosen = many_[0].show(ui, end.name, row_of_faces, thumbs, [&](int face, const Rectangle& at) {
      if (noise(state.seed, face) == end.noise) ring(ui, at);
    });
    if (chosen >= 0) {
      end.row = chosen;
      end.seed = state.seed;
    }
    y = row_of_faces.bottom() + measure::small;
  }
  return y;
}

float FacesScreen::show_about(Desk& desk, const Rectangle& place) {
  const float width = std::min(place.width, 720.0f);
  return place.y + desk.ui.text(Type::caption, place.x, place.y, words_of(desk.state).about,
                                desk.ui.colours().soft, width);
}

/// Where a face is to be brought from.
float FacesScreen::show_invitation(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  const Rectangle sheet = {place.x, place.y, place.width, 320};
  ui.card(sheet, measure::medium);
  const float inset = measure::large, width = sheet.width - 2 * inset;
  float y = sheet.y + 64;
  y += ui.text(Type::headline, sheet.x + inset, y, "Bring a face", ui.colours().ink, width, Align::centre) +
       measure::small;
  y += ui.text(
           Type::body, sheet.x + inset, y,
           "Open a picture, or drop or paste one: its attributes are read, and you can change them. It never "
           "leaves this tab.",
           ui.colours().soft, width, Align::centre) +
       measure::large;
  const float button = std::min(220.0f, (width - measure::small) / 2);
  const Rectangle open = {sheet.x + sheet.width / 2 - button - measure::tight, y, button, measure::touch + 4};
  if (ui.button("open", open, "Open a picture", ButtonKind::primary, !desk.state.hide_open))
    desk.host.open_picture();
  const Rectangle drawn = {open.right() + measure::small, y, button, open.height};
  if (ui.button("borrow", drawn, "Take a drawn one")) borrow(desk, row);
  return own_.show_problem(desk, {place.x, sheet.bottom(), place.width, 0});
}

/// One that the model draws from the prior, for who has no picture at hand.
void FacesScreen::borrow(Desk& desk, int row) {
  const Models::Entry& entry = desk.models.entry(row);
  FaceOrder order = {Wishes(entry.faces.descriptions.size()), 1, {{kept_noise(desk.state), {}}}};
  const auto faces = draw_faces(entry.model.get(), entry.faces, order, 0, 1);
  if (!faces) return own_.picture_failed(faces.error().message);
  own_.take_face(faces->pictures.data(), entry.faces.side);
}

/// Enlarged as on the screen.
void FacesScreen::save(Desk& desk, const FaceSheet& sheet, int side) const {
  const float* picture = sheet.picture(0);
  if (!picture) return;
  constexpr int factor = 8;
  const std::size_t pixels = static_cast<std::size_t>(side * side), large = pixels * factor * factor;
  std::vector<std::uint8_t> rgba(4 * large, 255);
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<float> plane(pixels);
    for (std::size_t i = 0; i < pixels; ++i) plane[i] = picture[3 * i + c];
    const std::vector<float> enlarged = enlarge(plane.data(), side, factor);
    for (std::size_t i = 0; i < large; ++i) {
      rgba[4 * i + c] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(enlarged[i], 0.0f, 1.0f)));
    }
  }
  desk.host.save_picture("face", rgba.data(), side * factor, side * factor);
}

// ---- Answers of the host, and what is told

void FacesScreen::take_picture(State& state, const std::uint8_t* rgba, int width, int height) {
  state.faces = faces_own;
  own_.take_picture(rgba, width, height);
}

void FacesScreen::picture_failed(State& state, const std::string& sentence) {
  state.faces = faces_own;
  own_.picture_failed(sentence);
}

void FacesScreen::graphics_lost() {
  for (FaceSheet* sheet : sheets()) sheet->graphics_lost();
  own_.graphics_lost();
}

Json FacesScreen::result(const Desk& desk) const {
  const State& state = desk.state;
  const int row = chosen_row(state);
  if (row < 0) return {{"model", ""}};
  const Models::Entry& entry = desk.models.entry(row);
  Json names = Json::array(), attributes = Json::array(), beside = Json::object();
  for (const Attribute& attribute : entry.faces.descriptions) names.push_back(attribute.name);
  for (int face = 0; face < many_[0].drawn(); ++face) {
    const float* own = many_[0].attributes(face);
    attributes.push_back(std::vector<float>(own, own + entry.faces.descriptions.size()));
  }
  const auto rows = rows_of_data(state);
  for (std::size_t i = 0; state.beside && i < rows.size(); ++i)
    beside[model_table()[static_cast<std::size_t>(rows[i])].key] = many_[i].colours();
  Json result = Json::object();
  result["view"] = state_choices("faces")[static_cast<std::size_t>(state.faces)];
  result["data"] = words_of(state).key;
  result["model"] = entry.row.name;
  result["names"] = std::move(names);
  result["on"] = state.on;
  result["off"] = state.off;
  result["count"] = many_[0].count();
  result["drawn"] = many_[0].drawn();
  result["seconds"] = many_[0].seconds();
  result["colours"] = many_[0].colours();
  result["attributes"] = std::move(attributes);
  result["beside"] = std::move(beside);
  result["kept"] = state.kept < 0 ? Json() : kept_.colours();
  result["strip"] = strip_.colours();
  result["between"] = between_.colours();
  result["own"] = own_.result();
  result["problem"] = many_[0].problem();
  return result;
}

}  // namespace jmvae
