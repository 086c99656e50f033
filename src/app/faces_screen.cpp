#include "app/faces_screen.h"

#include "app/attribute_panel.h"
#include "app/face_choice.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {

constexpr int many = 16, many_on_a_phone = 8, beside_one_another = 6;
constexpr float narrowest_slider = 176;

/// What tells a face from the others of its sheet, as many words as fit into a width.
std::string own_words(const Ui& ui, const FaceSheet& sheet, int face, float width) {
  std::string list;
  for (const std::size_t i : outstanding(sheet.modalities(), sheet.attributes(face), sheet.usual())) {
    const std::string longer =
        list + (list.empty() ? "" : say(words::comma)) + sheet.modalities().descriptions[i].words;
    if (ui.typeface.width(Type::caption, longer) > width) break;
    list = longer;
  }
  return list;
}

}  // namespace

// ---- What is to be drawn

void FacesScreen::update(Desk& desk, int row) {
  State& state = desk.state;
  desk.models.use(row);
  const Models::Entry& entry = desk.models.entry(row);
  moving_ = false;
  if (!entry.model) return;
  for (std::string& notice : leave_out_unknown(state, entry.faces)) desk.notices.push_back(std::move(notice));
  if (greets_) ask_for_something(state, entry.faces);
  FrameTime time(ImGui::IsAnyMouseDown() ? time_a_frame : time_at_rest);
  switch (state.faces) {
    case faces_many: {
      if (!state.beside) {
        moving_ = many_[0].update(entry, asked_grid(state, entry.faces, count_), time);
      } else {
        std::size_t at = 0;
        for (const int other : rows_of_data(state)) {
          desk.models.use(other);
          const Models::Entry& beside = desk.models.entry(other);
          moving_ |= many_[at++].update(beside, asked_grid(state, beside.faces, beside_one_another), time);
        }
      }
      if (state.kept < 0) break;
      FaceOrder kept = asked_faces(state, entry.faces);
      kept.places = {{kept_noise(state), kept_noise(state)}};
      moving_ |= kept_.update(entry, kept, time);
      break;
    }
    case faces_slide:
      moving_ = path_.update_slide(state, entry, time);
      break;
    case faces_walk:
      moving_ = path_.update_walk(state, entry, time);
      break;
    case faces_own:
      own_.update(desk, entry);
      break;
  }
  announce(desk, row);
}

void FacesScreen::ask_for_something(State& state, const FaceModalities& modalities) {
  greets_ = false;
  const auto presets = attribute_presets(modalities.descriptions);
  if (presets.empty() || state.faces != faces_many || !state.on.empty() || !state.off.empty()) return;
  choose_preset(state, presets.front());
}

void FacesScreen::announce(Desk& desk, int row) {
  const State& state = desk.state;
  if (state.faces == faces_own) return;
  const FaceSheet& sheet = state.faces == faces_many ? many_[0] : path_.between();
  const std::pair now = {state.faces, sheet.version()};
  if (sheet.moving() || now == announced_) return;
  announced_ = now;
  const FaceModalities& modalities = desk.models.entry(row).faces;
  const long percent = std::lround(100 * state.along);
  const std::string asked = in_words(modalities, wishes(modalities, state));
  if (!sheet.problem().empty()) {
    desk.announcement = sheet.problem();
  } else if (state.faces == faces_walk) {
    desk.announcement = say(words::on_the_walk, percent);
  } else if (state.faces == faces_slide) {
    const int slide = sliding_attribute(state, modalities);
    desk.announcement =
        say(words::on_the_slide, modalities.descriptions[static_cast<std::size_t>(slide)].words, percent);
  } else {
    desk.announcement = asked.empty() ? say(words::faces_of_any_kind, sheet.count())
                                      : say(words::faces_with, sheet.count(), asked);
  }
}

// ---- The screen

float FacesScreen::show(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  if (chosen_row(desk.state) < 0) {
    return place.y + ui.text(Type::heading, place.x, place.y, say(words::no_models_of_faces),
                             ui.colours().soft, place.width);
  }
  const bool phone = place.width < measure::one_column;
  count_ = phone ? many_on_a_phone : many;
  float y = show_head(desk, place) + measure::large;
  const int row = chosen_row(desk.state);
  update(desk, row);
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
  static const std::vector<Phrase> views = {words::many, words::slide, words::walk, words::your_own};
  const bool phone = place.width < measure::one_column;
  const float width = phone ? place.width : 376;
  const float height = measure::touch * static_cast<float>(ui.segment_rows(width, views));
  ui.segments("faces", {place.x, place.y, width, height}, views, state.faces);
  float x = phone ? place.x : place.x + width + measure::large;
  float y = phone ? place.y + height + measure::small : place.y;
  std::vector<Choice> data, models;
  const auto& sets = face_data_sets();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    State other = state;
    other.data = static_cast<int>(i);
    if (!rows_of_data(other).empty()) data.push_back({chosen_data(other).title, static_cast<int>(i)});
  }
  const auto rows = rows_of_data(state);
  for (const int row : rows) models.push_back({model_table()[static_cast<std::size_t>(row)].title, row});
  constexpr int all_models = -2;
  if (rows.size() > 1 && state.faces == faces_many) models.push_back({words::side_by_side, all_models});
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
      y = std::max(end, place.y + height) + measure::small;
    }
    const int chosen = state.beside && state.faces == faces_many ? all_models : chosen_row(state);
    const int pressed = ui.choices("face-model", {x, y, place.right() - x, 0}, models, chosen, end);
    if (pressed != -1) state.beside = pressed == all_models;
    if (pressed >= 0) {
      const auto& kinds = state_choices("face-model");
      const std::string key = model_table()[static_cast<std::size_t>(pressed)].key;
      for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (key == chosen_data(state).key + ("-" + std::string(kinds[i])))
          state.face_model = static_cast<int>(i);
      }
    }
  }
  return std::max(end, place.y + height);
}

float FacesScreen::show_view(Desk& desk, int row, const Rectangle& place) {
  switch (desk.state.faces) {
    case faces_slide:
      return path_.show_slide(desk, row, place);
    case faces_walk:
      return path_.show_walk(desk, row, place);
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
  const std::string asked = in_words(modalities, wishes(modalities, state));
  const bool prior = asked.empty();
  float y = place.y;
  y += ui.text(Type::body, place.x, y, prior ? say(words::nothing_asked_for) : say(words::asked_for, asked),
               ui.colours().ink, place.width) +
       measure::small;
  const bool kept_beside = place.width >= 680;
  const float kept = 176, gap = measure::large;
  float width = place.width - (kept_beside ? kept + gap : 0);
  const auto mark = [&](const FaceSheet& sheet) {
    return [&](int face, const Rectangle& at) {
      if (state.kept == face && state.kept_seed == state.seed) draw_ring(ui, at);
      if (!prior) return;
      const std::string own = own_words(ui, sheet, face, at.width);
      ui.label(Type::caption, {at.x, at.bottom() + 2, at.width, 18}, own, ui.colours().soft);
    };
  };
  const auto keep = [&](int pressed) {
    if (pressed < 0) return;
    const bool again = state.kept == pressed && state.kept_seed == state.seed;
    state.kept = again ? -1 : pressed;
    state.kept_seed = state.seed;
    desk.announcement = again ? say(words::no_face_kept) : say(words::face_kept, pressed + 1);
  };
  float end = y;
  if (!state.beside) {
    if (!many_[0].problem().empty())
      return show_unable(desk, row, many_[0].problem(), {place.x, y, place.width, 0});
    const GridLayout layout = {4, 148, prior ? 22.0f : 0.0f, width < 400 ? 8.0f : 10.0f};
    const Rectangle extent = many_[0].extent(place.x, y, width, layout);
    keep(many_[0].show(ui, "face", extent, layout, mark(many_[0])));
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
      top += ui.text(Type::strong, x, top, say(entry.row.title), ui.colours().ink, column) + measure::tight;
      if (!entry.model) {
        top += show_model_stage(desk, rows[i], x, top, column);
      } else if (!many_[i].problem().empty()) {
        top += ui.text(Type::body, x, top, many_[i].problem(), ui.colours().doubt, column);
      } else {
        const GridLayout layout = {stacked ? 3 : 2, 148, prior ? 22.0f : 0.0f, 8};
        const Rectangle extent = many_[i].extent(x, top, column, layout);
        keep(many_[i].show(ui, "face-" + std::string(entry.row.key), extent, layout, mark(many_[i])));
        top = extent.bottom();
      }
      end = std::max(end, top + (stacked ? measure::medium : 0));
      if (!stacked) x += column + gap;
    }
  }
  // Below the grid what draws others.
  float below = end + measure::medium;
  const float again = std::min(width * 0.45f, 168.0f);
  const float sliders_end = show_sliders(desk, {place.x, below, width - again - gap, 0});
  if (ui.button("again", {place.x + width - again, below + 18, again, measure::touch + 4},
                say(words::other_faces), ButtonKind::primary))
    draw_again(desk);
  below = sliders_end;
  const Rectangle rest = kept_beside ? Rectangle{place.right() - kept, y, kept, 0}
                                     : Rectangle{place.x, below + measure::medium, place.width, 0};
  return std::max(below, show_kept(desk, row, rest));
}

/// Side by side where there is room for both.
float FacesScreen::show_sliders(Desk& desk, const Rectangle& place) {
  const State& state = desk.state;
  const float gap = measure::large, half = (place.width - gap) / 2;
  const bool both = !state.hide_spread && !state.hide_emphasis, beside = both && half >= narrowest_slider;
  const float width = beside ? half : place.width;
  float y = place.y;
  if (!state.hide_emphasis) {
    desk.ui.slider("emphasis", {place.x, y, width, measure::slider}, say(words::emphasis),
                   desk.state.emphasis, 0, 1.5f);
    if (both && !beside) y += measure::slider;
  }
  if (!state.hide_spread) show_spread(desk, {place.right() - width, y, width, 0});
  return y + measure::slider;
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
    ui.text(Type::caption, picture.x + inset, picture.y + large / 2 - 45, say(words::press_to_keep),
            ui.colours().soft, large - 2 * inset, Align::centre);
    return picture.bottom();
  }
  kept_.show_one(ui, 0, picture);
  const Rectangle rest = column ? Rectangle{place.x, picture.bottom() + measure::small, place.width, 0}
                                : Rectangle{picture.right() + measure::medium, place.y,
                                            place.right() - picture.right() - measure::medium, 0};
  float y = rest.y;
  y += ui.text(Type::caption, rest.x, y, say(words::what_z_says), ui.colours().soft, rest.width);
  if (const std::vector<float> own = kept_.attributes(0); !own.empty()) {
    const auto same_model = [&](const FaceSheet& sheet) { return sheet.is_of(desk.models.entry(row)); };
    const auto all = std::find_if(many_.begin(), many_.end(), same_model);
    auto likely =
        outstanding(kept_.modalities(), own, all == many_.end() ? std::vector<float>{} : all->usual());
    constexpr std::size_t bars = 5;
    likely.resize(std::min(likely.size(), bars));
    for (const std::size_t i : likely) {
      const Attribute& attribute = kept_.modalities().descriptions[i];
      show_attribute_bar(ui, {rest.x, y, rest.width, 26}, "kept-" + attribute.name, attribute.words, own[i],
                         ui.colours().ink);
      y += 26;
    }
  }
  y += measure::small;
  const float width = (rest.width - measure::small) / 2;
  const auto button = [&](int at, const char* name, const Phrase& phrase) {
    const Rectangle key = {rest.x + static_cast<float>(at % 2) * (width + measure::small),
                           y + static_cast<float>(at / 2) * (measure::touch + measure::small), width,
                           measure::touch};
    return ui.button(name, key, say(phrase));
  };
  if (button(0, "save", words::save)) save(desk, kept_);
  if (button(1, "change", words::change_it) && kept_.has(0)) {
    own_.take_face(kept_.picture(0), kept_.modalities().side);
    state.faces = faces_own;
    state.on.clear();
    state.off.clear();
  }
  if (button(2, "walk", words::walk)) state.faces = faces_walk;
  if (button(3, "release", words::let_go)) state.kept = -1;
  return std::max(picture.bottom(), y + 2 * measure::touch + measure::small);
}

float FacesScreen::show_about(Desk& desk, const Rectangle& place) {
  const float width = std::min(place.width, 720.0f);
  return place.y + desk.ui.text(Type::caption, place.x, place.y, say(chosen_data(desk.state).about),
                                desk.ui.colours().soft, width);
}

/// Where a face is to be brought from.
float FacesScreen::show_invitation(Desk& desk, int row, const Rectangle& place) {
  Ui& ui = desk.ui;
  constexpr float widest = 220, high = measure::touch + 4;
  const bool stacked = place.width < 2 * widest;  // the buttons
  const Rectangle sheet = {place.x, place.y, place.width, stacked ? 320 + high + measure::small : 320};
  ui.card(sheet, measure::medium);
  const float inset = measure::large, width = sheet.width - 2 * inset;
  float y = sheet.y + 64;
  y += ui.text(Type::headline, sheet.x + inset, y, say(words::bring_a_face), ui.colours().ink, width,
               Align::centre) +
       measure::small;
  y += ui.text(Type::body, sheet.x + inset, y, say(words::bring_how), ui.colours().soft, width,
               Align::centre) +
       measure::large;
  const float button = stacked ? width : std::min(widest, (width - measure::small) / 2);
  const float middle = sheet.x + sheet.width / 2;
  const Rectangle open = {stacked ? sheet.x + inset : middle - button - measure::tight, y, button, high};
  if (ui.button("open", open, say(words::open_a_picture), ButtonKind::primary, !desk.state.hide_open))
    desk.host.open_picture();
  const Rectangle drawn = {stacked ? open.x : open.right() + measure::small,
                           stacked ? open.bottom() + measure::small : y, button, high};
  if (ui.button("borrow", drawn, say(words::take_a_drawn_one))) borrow(desk, row);
  return own_.show_problem(desk, {place.x, sheet.bottom(), place.width, 0});
}

/// One that the model draws from the prior, for who has no picture at hand.
void FacesScreen::borrow(Desk& desk, int row) {
  const Models::Entry& entry = desk.models.entry(row);
  FaceOrder order = {Wishes(entry.faces.descriptions.size()), 1, 0, {{kept_noise(desk.state), {}}}};
  const auto faces = draw_faces(entry.model.get(), entry.faces, order, 0, 1);
  if (!faces) return own_.picture_failed(faces.error().message);
  own_.take_face(faces->pictures, entry.faces.side);
}

void FacesScreen::save(Desk& desk, const FaceSheet& sheet) const {
  const std::vector<float> picture = sheet.picture(0);
  if (picture.empty()) return;
  std::vector<std::vector<float>> planes(3);
  for (std::size_t i = 0; i < picture.size(); ++i) planes[i % 3].push_back(picture[i]);
  save_enlarged(desk.host, "face", planes, sheet.modalities().side);
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
  for (FaceSheet& sheet : many_) sheet.graphics_lost();
  kept_.graphics_lost();
  path_.graphics_lost();
  own_.graphics_lost();
}

/// Of the view that is shown, and of the model that the state names: other sheets hold what was drawn before.
Json FacesScreen::result(const Desk& desk) const {
  const State& state = desk.state;
  if (chosen_row(state) < 0) return {{"model", ""}};
  static const FaceSheet nothing;
  const auto of = [&](int row, const FaceSheet& sheet) -> const FaceSheet& {
    return sheet.is_of(desk.models.entry(row)) ? sheet : nothing;
  };
  const auto rows = rows_of_data(state);
  const int row = chosen_row(state);
  const bool is_many = state.faces == faces_many, beside = is_many && state.beside;
  const bool on_the_way = state.faces == faces_slide || state.faces == faces_walk;
  const FaceSheet& sheet = is_many      ? of(beside ? rows.front() : row, many_[0])
                           : on_the_way ? of(row, path_.between())
                                        : nothing;
  const Models::Entry& entry = desk.models.entry(row);
  Json names = Json::array(), attributes = Json::array(), columns = Json::object();
  for (const Attribute& attribute : entry.faces.descriptions) names.push_back(attribute.name);
  for (int face = 0; face < sheet.drawn(); ++face) attributes.push_back(sheet.attributes(face));
  for (std::size_t i = 0; beside && i < rows.size(); ++i)
    columns[desk.models.entry(rows[i]).row.key] = of(rows[i], many_[i]).colours();
  Json result = Json::object();
  result["view"] = state_choices("faces")[static_cast<std::size_t>(state.faces)];
  result["data"] = chosen_data(state).key;
  result["model"] = entry.row.name;
  result["names"] = std::move(names);
  result["on"] = state.on;
  result["off"] = state.off;
  result["count"] = sheet.count();
  result["drawn"] = sheet.drawn();
  result["seconds"] = sheet.seconds();
  result["colours"] = sheet.colours();
  result["attributes"] = std::move(attributes);
  result["beside"] = std::move(columns);
  result["kept"] = is_many && state.kept >= 0 ? of(row, kept_).colours() : Json();
  result["strip"] = (on_the_way ? of(row, path_.strip()) : nothing).colours();
  result["between"] = (on_the_way ? sheet : nothing).colours();
  result["own"] = own_.result();
  result["problem"] = sheet.problem();
  return result;
}

}  // namespace jmvae
