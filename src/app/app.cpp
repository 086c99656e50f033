#include "app/app.h"

#include "app/animation.h"
#include "app/chain_screen.h"
#include "app/compare_screen.h"
#include "app/cover_screen.h"
#include "app/faces_screen.h"
#include "app/learn_screen.h"
#include "app/map_screen.h"
#include "app/read_screen.h"
#include "app/write_screen.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jmvae {

namespace {
constexpr int frames_after_answer = 3;  // a change of layout settles in the second frame
const std::string chinese_font = "chinese.ttc";
constexpr int models_in_a_column = 3;  // the others are behind a fold
constexpr int model_fold = 1000;       // what stands for it where models are chosen

const std::vector<Phrase> screen_names = {words::read,    words::write, words::cover, words::chain,
                                          words::compare, words::map,   words::learn, words::faces};
}  // namespace

struct App::Implementation {
  explicit Implementation(Host& its_host) : host(its_host), models(its_host) {}

  void follow_language();
  void show(float width);
  std::vector<Choice> model_choices(float width);
  float show_head(const Rectangle& place);
  float show_notices(const Rectangle& place);
  void take_keys();
  void tell();
  bool comes_to_the_sheet();
  Desk desk() { return {ui, state, models, host, announcement, notices}; }
  bool dark() const { return state.theme == theme_system ? preferences.dark : state.theme == theme_dark; }
  bool reduced_motion() const {
    return state.motion == motion_system ? preferences.reduced_motion : state.motion == motion_reduced;
  }
  Language language() const {
    return state.language == language_system    ? preferences.language
           : state.language == language_english ? Language::english
                                                : Language::chinese;
  }
  Screen& screen() const { return *screens[static_cast<std::size_t>(state.screen)]; }
  void wake() { frames_due = frames_after_answer; }

  Host& host;
  Ui ui;
  State state;
  State animated;  // what was shown when an animation's first picture was made
  Models models;
  Preferences preferences;
  std::vector<std::string> notices;
  ReadScreen read_screen;
  WriteScreen write_screen;
  CoverScreen cover_screen{read_screen};
  ChainScreen chain_screen;
  CompareScreen compare_screen;
  KnownDigits digits{host, "data/digits-test.safetensors"};
  MapScreen map_screen{digits};
  LearnScreen learn_screen{host, digits};
  FacesScreen faces_screen;
  std::array<Screen*, 8> screens{&read_screen, &write_screen, &cover_screen, &chain_screen, &compare_screen,
                                 &map_screen,  &learn_screen, &faces_screen};  // as in ScreenChoice

  Stage chinese = Stage::absent;         // the font of it
  Language letters = Language::english;  // that there are in the atlas; English ones always
  std::string link;                      // what the state was set to last

  float content_height = 0;
  int frames_due = frames_after_answer;
  std::string told_state;
  std::string announcement;  // of this frame
};

App::App(Host& host) : implementation_(std::make_unique<Implementation>(host)) {}
App::~App() = default;

// ---- Drawing

void App::setup_fonts(float pixel_scale) {
  implementation_->ui.typeface.load(pixel_scale);
  implementation_->letters = implementation_->chinese == Stage::ready ? Language::chinese : Language::english;
  implementation_->wake();
}

bool App::wants_fonts() const {
  return implementation_->chinese == Stage::ready && implementation_->letters == Language::english;
}

/// Speaks the language that is chosen; Chinese once there are letters for it.
void App::Implementation::follow_language() {
  const Language wanted = language();
  if (wanted == Language::chinese && chinese == Stage::absent) {
    chinese = Stage::loading;
    host.request_file(chinese_font);
  }
  const Language possible = wanted == Language::chinese ? letters : wanted;
  if (possible == spoken()) return;
  speak(possible);
  models.say_again();
  State scratch;
  notices = read_state(link, scratch);
}

void App::frame(float width, float height, float seconds) {
  Implementation& app = *implementation_;
  app.frames_due = std::max(0, app.frames_due - 1);
  app.follow_language();
  app.ui.begin_frame(width, height, seconds, app.dark(), app.reduced_motion());
  // Who comes to read Chinese is shown nothing else first; who chooses it later reads on until it is there.
  if (app.chinese == Stage::loading && app.content_height == 0) return app.ui.end_frame(0);
  app.take_keys();
  app.show(width);
  app.tell();
}

void App::Implementation::show(float width) {
  const float margin = width < measure::one_column ? measure::medium : measure::huge;
  const float column = std::min(width - 2 * margin, measure::widest);
  const Rectangle place = {(width - column) / 2, margin - ui.scroll(), column, 0};
  const int screen_before = state.screen;
  float y = show_head(place);
  y = show_notices({place.x, y, column, 0});
  const Rectangle rest = {place.x, y, column, 0};
  Desk desk_now = desk();
  y = screen().show(desk_now, rest);
  if (state.screen != screen_learn) learn_screen.learning().pause();  // nobody watches
  content_height = y + margin + ui.scroll();
  ui.end_frame(y + margin);
  // Who comes to Cover with the model that greets meets the one whose encoders saw covered digits.
  const bool came_to_cover = state.screen == screen_cover && screen_before != screen_cover;
  const int partial = find_model("jmvae-kl-partial");
  if (state.screen == screen_faces && screen_before != screen_faces) faces_screen.greet();
  if (came_to_cover && state.model == model_kl && partial >= 0) state.model = partial;
}

/// The models of digits as they are offered in a place of this width; the last choice may be the fold.
std::vector<Choice> App::Implementation::model_choices(float width) {
  const int count = digit_model_count();
  const bool folds = width < measure::one_column && count > models_in_a_column + 1;
  std::vector<Choice> choices;
  for (int model = 0; model < count; ++model) {
    if (!folds || state.every_model || model < models_in_a_column || model == state.model)
      choices.push_back({models.entry(model).row.title, model});
  }
  if (folds) {
    Choice fold(state.every_model ? words::fewer : words::all, model_fold);
    fold.key = "every";
    fold.kind = ButtonKind::quiet;
    fold.told = say(words::models_shown, fold.words);
    choices.push_back(fold);
  }
  return choices;
}

float App::Implementation::show_head(const Rectangle& place) {
  const bool one_model = state.screen != screen_compare && state.screen != screen_chain &&
                         state.screen != screen_faces && state.screen != screen_map &&
                         state.screen != screen_learn;
  const bool tabs = !state.hide_screens;
  const bool choice = !state.hide_models && one_model && digit_model_count() > 1;
  if (!tabs && !choice) return place.y;
  constexpr float widest = 700;
  std::vector<Phrase> names = screen_names;
  const auto& rows = model_table();
  if (std::none_of(rows.begin(), rows.end(), is_of_faces)) names.pop_back();
  const float width = std::min(place.width, widest);
  const float height = measure::touch * static_cast<float>(ui.segment_rows(width, names));
  float y = place.y;
  if (tabs) {
    ui.segments("screen", {place.x, y, width, height}, names, state.screen);
    if (!choice) return y + height + measure::large;
  }
  const std::vector<Choice> titles = model_choices(place.width);
  const float room = place.width - widest - measure::huge, needed = ui.choices_width(titles);
  const bool beside = tabs && needed <= room;
  if (tabs && !beside) y += height + measure::medium;
  const float x = beside ? place.right() - needed : place.x;
  const int pressed = ui.choices("model", {x, y, place.right() - x, 0}, titles, state.model, y);
  if (pressed == model_fold) {
    state.every_model = !state.every_model;
  } else if (pressed >= 0) {
    state.model = pressed;
  }
  y += measure::small;
  const std::string sentence = say(models.entry(state.model).row.sentence);
  const Align align = beside ? Align::right : Align::left;
  return y + ui.text(Type::caption, place.x, y, sentence, ui.colours().soft, place.width, align) +
         measure::large;
}

float App::Implementation::show_notices(const Rectangle& place) {
  if (notices.empty()) return place.y;
  float y = place.y;
  const float room = place.width - 80;
  for (const std::string& notice : notices)
    y += ui.text(Type::body, place.x, y, notice, ui.colours().doubt, room);
  const Rectangle button = {place.right() - 64, place.y, 64, measure::touch};
  if (ui.button("dismiss", button, say(words::dismiss))) notices.clear();
  return std::max(y, button.bottom()) + measure::medium;
}

/// A digit's key chooses it, wherever the focus is, on the screens that draw or write one.
void App::Implementation::take_keys() {
  const bool draws = state.screen == screen_read || state.screen == screen_cover;
  const bool writes =
      state.screen == screen_write || state.screen == screen_chain || state.screen == screen_compare;
  if ((!draws && !writes) || ImGui::GetIO().WantTextInput) return;
  if (ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyAlt || ImGui::GetIO().KeySuper) return;
  Desk desk_now = desk();
  for (int digit = 0; digit < digit_count; ++digit) {
    if (!ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_0 + digit), false) &&
        !ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_Keypad0 + digit), false)) {
      continue;
    }
    if (draws) {
      read_screen.show_example(state, digit);
    } else {
      choose_label(desk_now, digit);
    }
  }
}

/// Hands on what has changed.
void App::Implementation::tell() {
  if (!announcement.empty()) host.announce(std::exchange(announcement, {}));
  if (ImGui::IsAnyMouseDown()) return;
  const std::string now = write_state(state);
  if (now == told_state) return;
  told_state = now;
  host.state_changed(now);
}

bool App::wants_frame() const {
  const Implementation& app = *implementation_;
  return app.frames_due > 0 || app.ui.moving() || app.screen().moving();
}

void App::press(const std::string& name) {
  implementation_->ui.press(name);
  implementation_->wake();
}

float App::content_height() const { return implementation_->content_height; }

bool App::takes_touch(float x, float y) const {
  const auto& touchables = implementation_->ui.touchables();
  return std::any_of(touchables.begin(), touchables.end(), [&](const Touchable& touchable) {
    return touchable.role == Role::area && touchable.place.contains(x, y);
  });
}

void App::graphics_lost() {
  for (Screen* screen : implementation_->screens) screen->graphics_lost();
  implementation_->wake();
}

// ---- Answers of the host

void App::file_progress(const std::string& path, double fraction) {
  implementation_->models.progress(path, fraction);
  implementation_->wake();
}

void App::rehearse() {
  if (implementation_->state.screen == screen_read)
    implementation_->read_screen.rehearse(implementation_->desk());
}

void App::file_loaded(const std::string& path, const void* bytes, std::size_t size) {
  if (path == chinese_font) {
    if (!implementation_->ui.typeface.add_chinese(bytes, size))
      return file_failed(path, say(words::no_font, path));
    implementation_->chinese = Stage::ready;
  } else {
    implementation_->models.loaded(path, bytes, size);
    implementation_->digits.loaded(path, bytes, size);
  }
  implementation_->wake();
}

void App::file_failed(const std::string& path, const std::string& sentence) {
  if (path == chinese_font) {
    implementation_->chinese = Stage::failed;
    implementation_->notices.push_back(say(words::no_chinese, sentence));
  } else {
    implementation_->models.failed(path, sentence);
    implementation_->digits.failed(path, sentence);
  }
  implementation_->announcement = sentence;
  implementation_->wake();
}

void App::learnt(int run, const std::string& progress, const void* weights, std::size_t size) {
  implementation_->learn_screen.learning().learnt(run, progress, weights, size);
  implementation_->wake();
}

void App::learning_failed(int run, const std::string& sentence) {
  if (!implementation_->learn_screen.learning().failed(run, sentence)) return;
  implementation_->announcement = sentence;
  implementation_->wake();
}

/// A picture of digits is brought to the sheet of Read. False where that is not shown and the visitor has no
/// way there and back.
bool App::Implementation::comes_to_the_sheet() {
  if (state.hide_screens) return state.screen == screen_read || state.screen == screen_cover;
  state.screen = screen_read;
  return true;
}

void App::picture_given(const std::uint8_t* rgba, int width, int height, const std::string& name) {
  Implementation& app = *implementation_;
  if (app.state.screen == screen_faces) {
    app.faces_screen.take_picture(app.state, rgba, width, height);
  } else if (app.comes_to_the_sheet()) {
    app.read_screen.take_picture(rgba, width, height, name);
  }
  app.wake();
}

void App::picture_failed(const std::string& sentence) {
  Implementation& app = *implementation_;
  if (app.state.screen == screen_faces) {
    app.faces_screen.picture_failed(app.state, sentence);
  } else if (app.comes_to_the_sheet()) {
    app.read_screen.picture_failed(sentence);
  }
  app.announcement = sentence;
  app.wake();
}

// ---- State

void App::set_preferences(const Preferences& preferences) {
  implementation_->preferences = preferences;
  implementation_->wake();
}

void App::set_state(const std::string& state) {
  implementation_->state = State();
  implementation_->link = state;
  implementation_->notices = read_state(state, implementation_->state);
  implementation_->wake();
}

std::string App::state() const { return write_state(implementation_->state); }

int App::animation_length() const {
  const State& state = implementation_->state;
  const int row = animated_row(state);
  return row >= 0 && implementation_->models.entry(row).model ? jmvae::animation_length(state) : 0;
}

Result<AnimationFrame> App::animation_frame(int frame) const {
  State& animated = implementation_->animated;
  if (frame == 0) animated = implementation_->state;
  const int row = animated_row(animated);
  if (row < 0 || !implementation_->models.entry(row).model || frame < 0 ||
      frame >= jmvae::animation_length(animated))
    return fail(say(words::nothing_moves));
  return jmvae::animation_frame(implementation_->models.entry(row), animated, frame);
}

std::string App::result_json(bool settled) const {
  Implementation& app = *implementation_;
  const Desk desk = app.desk();
  Json models = Json::object(), places = Json::object();
  for (int choice = 0; choice < app.models.count(); ++choice) {
    const char* stages[] = {"absent", "loading", "ready", "failed", "stopped"};
    const Models::Entry& entry = app.models.entry(choice);
    models[entry.row.name] = {{"data", entry.row.data},
                              {"key", entry.row.key},
                              {"title", entry.row.title.english},
                              {"stage", stages[static_cast<int>(entry.stage)]},
                              {"sentence", entry.sentence}};
  }
  Json buttons = Json::array(), focused;
  for (const Touchable& touchable : app.ui.touchables()) {
    const Json called = {{"name", touchable.name}, {"words", touchable.words}};
    places[touchable.name] = to_json(touchable.place);
    if (touchable.role == Role::button) buttons.push_back(called);
    if (touchable.focused) focused = called;
  }
  const char* screen = state_choices("screen")[static_cast<std::size_t>(app.state.screen)];
  Json result = {
      {"screen", screen},
      {"model", app.models.entry(app.state.model).row.name},
      {"models", models},
      {"state", state()},
      {"notices", app.notices},
      {"language",
       state_choices("language")[spoken() == Language::chinese ? language_chinese : language_english]},
      {"settled", settled},
      {"holds_own", std::any_of(app.screens.begin(), app.screens.end(),
                                [](const Screen* each) { return each->holds_own(); })},
      {"places", places},
      {"buttons", buttons},
      {"focused", focused},
      {screen, app.screen().result(desk)}};
  return json_text(result);
}

}  // namespace jmvae
