#pragma once
// An SDL2 window with OpenGL and Dear ImGui in it, showing an App. In the browser the window is the page's
// canvas.
//
// Nothing is drawn while nothing happens: frames follow events, and go on while the app wants them.

#include "app/app.h"
#include "base/result.h"

#include <SDL.h>

#include <functional>
#include <memory>
#include <string>

namespace jmvae {

class Window {
 public:
  /// Opens a window of this many units and makes the ImGui context, so that an App can be made next.
  static Result<std::unique_ptr<Window>> open(const char* title, int width, int height);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Called with the path of each file that is dropped onto the window (desktop only).
  std::function<void(const std::string& path)> on_drop;

  /// Makes one of the things that a first frame needs and that take long, letters and then shaders; whether
  /// there is more to make. A first frame makes what is missing itself, but holds up a page for longer.
  bool prepare(App& app);

  /// Takes what the visitor did and draws one frame of the app.
  void draw(App& app);

  /// Whether another frame is due without waiting for an event.
  bool wants_frame(const App& app) const;

  /// Has a few frames drawn, since something changed that no event tells of.
  void wake();

  /// Ends a wait for events, such as SDL_WaitEvent(); may be called from any thread.
  static void interrupt();

  /// The pointer's touch turned into a scroll: what it pressed is let go without being clicked.
  void cancel_pointer();

  /// The graphics context is lost with all that lived in it; the next frame, in a new one, makes it again.
  void forget_graphics(App& app);

  /// Until the visitor closes it.
  bool is_open() const { return open_; }

 private:
  Window() = default;
  void take_events();
  void follow_scale(App& app);

  SDL_Window* window_ = nullptr;
  SDL_GLContext context_ = nullptr;
  float scale_ = 0;  // pixels per unit that the fonts are made for
  int frames_due_ = 0;
  bool open_ = true;
};

}  // namespace jmvae
