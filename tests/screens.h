#pragma once
// The screens without a window: an App whose files are those of the tree, with frames, presses and keys.

#include "app/app.h"
#include "app/drawing.h"
#include "app/fonts.h"
#include "app/models.h"
#include "io/file.h"
#include "io/json.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jmvae {

class Screens final : public Host {
 public:
  explicit Screens(const std::string& state, float width = 1280) {
    // All is in view, so that nothing has to be scrolled to.
    ImGui::GetIO().DisplaySize = {width, 4000};
    ImGui::GetIO().DeltaTime = 1 / 60.0f;
    ImGui::GetIO().IniFilename = nullptr;
    app.set_preferences({false, true, Language::english});
    app.set_state(state);
  }
  ~Screens() override { speak(Language::english); }

  /// Files whose names hold one of these are not answered.
  std::set<std::string> withheld;

  std::vector<std::string> requested;  // all that was asked for
  std::vector<Json> learner;           // what the trainer was told
  std::string announced;

  void frame() {
    for (const std::string& path : std::exchange(waiting_, {})) answer(path);
    if (app.wants_fonts() || ImGui::GetIO().Fonts->Fonts.empty()) {
      app.setup_fonts(1);
      ImGui::GetIO().Fonts->Build();
    }
    ImGui::NewFrame();
    app.frame(ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y, ImGui::GetIO().DeltaTime);
    ImGui::Render();
  }

  /// Until nothing moves any more.
  Json settle() {
    int frames = 0;
    do frame();
    while ((app.wants_frame() || !waiting_.empty()) && ++frames < 3000);
    REQUIRE(frames < 3000);
    return shown();
  }

  Json shown() const { return *parse_json(app.result_json(!app.wants_frame()), "what is shown"); }
  bool has(const std::string& place) const { return shown()["places"].contains(place); }

  /// Presses the middle of a part of the screens, or another place in it.
  void press(const std::string& place, float across = 0.5f, float down = 0.5f) {
    const Json places = shown()["places"];
    REQUIRE_MESSAGE(places.contains(place), place);
    const auto at = places[place].get<std::vector<float>>();
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(at[0] + across * at[2], at[1] + down * at[3]);
    frame();
    io.AddMouseButtonEvent(0, true);
    frame();
    io.AddMouseButtonEvent(0, false);
    frame();
    io.AddMousePosEvent(-1, -1);
    frame();
  }

  /// Drags over a part of the screens, from point to point, each 0 ... 1 from its left and top. slow_frames:
  /// all of it comes between two frames.
  void drag(const std::string& place, const std::vector<Point>& points, bool slow_frames = false) {
    const Json places = shown()["places"];
    REQUIRE_MESSAGE(places.contains(place), place);
    const auto at = places[place].get<std::vector<float>>();
    ImGuiIO& io = ImGui::GetIO();
    const auto step = [&] {
      if (!slow_frames) frame();
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
      io.AddMousePosEvent(at[0] + points[i].x * at[2], at[1] + points[i].y * at[3]);
      step();
      if (i > 0) continue;
      io.AddMouseButtonEvent(0, true);
      step();
    }
    io.AddMouseButtonEvent(0, false);
    io.AddMousePosEvent(-1, -1);
    for (int i = 0; i < 3; ++i) frame();  // ImGui takes the press, the rest and the way out one after another
    settle();
  }

  void key(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frame();
    ImGui::GetIO().AddKeyEvent(key, false);
    frame();
  }

  void request_file(const std::string& path) override {
    requested.push_back(path);
    waiting_.push_back(path);
  }
  void cancel_file(const std::string&) override {}
  void learn(const std::string& command) override { learner.push_back(*parse_json(command, "a command")); }
  void open_picture() override {}
  void edit_text(const std::string&, float, float, float, float) override {}
  void save_picture(const std::string&, const std::uint8_t*, int, int) override {}
  void announce(const std::string& sentence) override { announced = sentence; }
  void state_changed(const std::string&) override {}

 private:
  /// ImGui, which an App needs from its beginning to its end; the latest Screens has it.
  struct Context {
    ImGuiContext* before = ImGui::GetCurrentContext();
    ImGuiContext* own = ImGui::CreateContext();
    Context() { ImGui::SetCurrentContext(own); }
    ~Context() {
      ImGui::DestroyContext(own);
      ImGui::SetCurrentContext(before);
    }
  };

  void answer(const std::string& path) {
    for (const std::string& part : withheld) {
      if (path.find(part) != std::string::npos) return;
    }
    if (path == "chinese.ttc") return app.file_loaded(path, font_chinese.bytes, font_chinese.size);
    const std::string folder = "weights/";
    const bool is_model = path.rfind(folder, 0) == 0;
    const auto bytes = read_file(is_model ? JMVAE_WEIGHTS_FOLDER + path.substr(folder.size() - 1)
                                          : std::string(JMVAE_DIGITS_FILE));
    REQUIRE_MESSAGE(bytes, path);
    app.file_loaded(path, bytes->data(), bytes->size());
  }

  Context context_;
  std::vector<std::string> waiting_;

 public:
  App app{*this};
};

}  // namespace jmvae
