// The screens in the browser. web/figure.js calls the functions app_*; host_* are its answers (web_host.js).

#include "app/window.h"

#include <emscripten.h>
#include <emscripten/html5.h>

extern "C" {
void host_request_file(const char* path);
void host_cancel_file(const char* path);
void host_open_picture();
void host_learn(const char* command);
void host_edit_text(const char* key, float x, float y, float width, float height);
void host_save_picture(const char* name, const std::uint8_t* rgba, int width, int height);
void host_announce(const char* sentence);
void host_state_changed(const char* state);
void host_frame_drawn(float content_height);
void host_failed(const char* sentence);
}

namespace {

class PageHost final : public jmvae::Host {
 public:
  void request_file(const std::string& path) override { host_request_file(path.c_str()); }
  void cancel_file(const std::string& path) override { host_cancel_file(path.c_str()); }
  void learn(const std::string& command) override { host_learn(command.c_str()); }
  void open_picture() override { host_open_picture(); }
  void edit_text(const std::string& key, float x, float y, float width, float height) override {
    host_edit_text(key.c_str(), x, y, width, height);
  }
  void save_picture(const std::string& name, const std::uint8_t* rgba, int width, int height) override {
    host_save_picture(name.c_str(), rgba, width, height);
  }
  void announce(const std::string& sentence) override { host_announce(sentence.c_str()); }
  void state_changed(const std::string& state) override { host_state_changed(state.c_str()); }
};

// main() returns to the browser, which calls back later: all this lives until the page is left.
PageHost host;
std::unique_ptr<jmvae::Window> window;
std::unique_ptr<jmvae::App> app;
std::string returned;  // what the page was given last
jmvae::AnimationFrame animation_frame;
bool drawable = false, prepared = false;  // what the first frame needs is there; so is what it computes
bool frame_requested = false;
bool has_graphics = true;
bool paused = false;  // nobody sees the screens

void request_frame();

EM_BOOL draw_frame(double, void*) {
  frame_requested = false;
  if (!has_graphics || paused) return EM_FALSE;
  window->draw(*app);
  host_frame_drawn(app->content_height());
  if (window->wants_frame(*app)) request_frame();
  return EM_FALSE;
}

void request_frame() {
  if (frame_requested || !prepared || !has_graphics || paused) return;
  frame_requested = true;
  emscripten_request_animation_frame(draw_frame, nullptr);
}

/// After a change that is no event.
void wake() {
  window->wake();
  request_frame();
}

int on_event(void*, SDL_Event* event) {
  // Polling itself pushes this one.
  if (event->type != SDL_POLLSENTINEL) request_frame();
  return 0;
}

const char* give(std::string text) {
  returned = std::move(text);
  return returned.c_str();
}

}  // namespace

extern "C" {

/// Prepares a part of the first frame; whether there is more to prepare. Nothing is drawn before.
EMSCRIPTEN_KEEPALIVE int app_prepare() {
  if (!drawable) {
    drawable = !window->prepare(*app);
    return 1;
  }
  app->rehearse();
  prepared = true;
  request_frame();
  return 0;
}

EMSCRIPTEN_KEEPALIVE void app_file_progress(const char* path, double fraction) {
  app->file_progress(path, fraction);
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_file_loaded(const char* path, const void* bytes, std::size_t size) {
  app->file_loaded(path, bytes, size);
  app->rehearse();
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_file_failed(const char* path, const char* sentence) {
  app->file_failed(path, sentence);
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_learnt(int run, const char* progress, const void* weights, std::size_t size) {
  app->learnt(run, progress, weights, size);
  wake();
}

/// run: of the report; left out, or 0, where there is no trainer at all.
EMSCRIPTEN_KEEPALIVE void app_learning_failed(const char* sentence, int run) {
  app->learning_failed(run, sentence);
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_picture_given(const std::uint8_t* rgba, int width, int height,
                                            const char* name) {
  app->picture_given(rgba, width, height, name);
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_picture_failed(const char* sentence) {
  app->picture_failed(sentence);
  wake();
}

/// language: a tag as in navigator.language.
EMSCRIPTEN_KEEPALIVE void app_set_preferences(int dark, int reduced_motion, const char* language) {
  app->set_preferences({dark != 0, reduced_motion != 0, jmvae::language_of(language)});
  wake();
}

EMSCRIPTEN_KEEPALIVE void app_set_state(const char* state) {
  app->set_state(state);
  wake();
}

EMSCRIPTEN_KEEPALIVE const char* app_state() { return give(app->state()); }

EMSCRIPTEN_KEEPALIVE const char* app_result() {
  const bool settled = !frame_requested && !window->wants_frame(*app);
  return give(app->result_json(settled));
}

EMSCRIPTEN_KEEPALIVE int app_animation_length() { return app->animation_length(); }

/// Makes one picture of the animation, and returns "" or why it can't; then there are its side and pixels.
EMSCRIPTEN_KEEPALIVE const char* app_animation_frame(int frame) {
  auto made = app->animation_frame(frame);
  if (!made) return give(made.error().message);
  animation_frame = std::move(*made);
  return give("");
}
EMSCRIPTEN_KEEPALIVE int app_animation_side() { return animation_frame.side; }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* app_animation_pixels() { return animation_frame.rgba.data(); }

EMSCRIPTEN_KEEPALIVE void app_press(const char* name) {
  app->press(name);
  wake();
}

EMSCRIPTEN_KEEPALIVE int app_takes_touch(float x, float y) { return app->takes_touch(x, y); }

EMSCRIPTEN_KEEPALIVE void app_cancel_pointer() { window->cancel_pointer(); }

/// While paused, nothing is drawn; what happens meanwhile is seen afterwards.
EMSCRIPTEN_KEEPALIVE void app_pause(int pause) {
  paused = pause != 0;
  wake();
}

/// Between these two nothing can be drawn.
EMSCRIPTEN_KEEPALIVE void app_graphics_lost() {
  has_graphics = false;
  window->forget_graphics(*app);
}
EMSCRIPTEN_KEEPALIVE void app_graphics_restored() {
  has_graphics = true;
  wake();
}

}  // extern "C"

int main() {
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");  // other fields of the page keep their keys
  double width = 0, height = 0;  // any other size would have the canvas made twice
  emscripten_get_element_css_size("#canvas", &width, &height);
  auto opened = jmvae::Window::open("jmvae", static_cast<int>(width), static_cast<int>(height));
  if (!opened) {
    host_failed(opened.error().message.c_str());
    return 1;
  }
  // Touches that the screens don't take (app_takes_touch) are left to the browser, for scrolling; they still
  // arrive as mouse events.
  SDL_EventState(SDL_FINGERDOWN, SDL_DISABLE);
  window = std::move(*opened);
  app = std::make_unique<jmvae::App>(host);
  SDL_AddEventWatch(on_event, nullptr);
  return 0;
}
