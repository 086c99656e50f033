#include "app/window.h"

#include "app/opengl.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace jmvae {

namespace {
#ifdef __EMSCRIPTEN__
constexpr const char* shader_version = "#version 300 es";
constexpr int context_profile = SDL_GL_CONTEXT_PROFILE_ES;
#else
constexpr const char* shader_version = "#version 130";
constexpr int context_profile = 0;
#endif

// ImGui takes presses and releases that come together in frames of their own, and settles one frame later.
constexpr int frames_after_event = 4;

constexpr float longest_step = 0.1f;  // seconds; a hidden page comes back after minutes

/// Codes of SDL_USEREVENT. The pointer's comes through SDL's queue so that it stays in order with the touch
/// that it cancels.
enum UserEvent : Sint32 { interrupted, pointer_cancelled };

void push(UserEvent code) {
  SDL_Event event = {};
  event.type = SDL_USEREVENT;
  event.user.code = code;
  SDL_PushEvent(&event);
}

void leave_pointer() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }
}  // namespace

Result<std::unique_ptr<Window>> Window::open(const char* title, int width, int height) {
  if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_TIMER) != 0)
    return fail("No window can be opened: ", SDL_GetError(), ".");
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, context_profile);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);  // everything is flat

  std::unique_ptr<Window> window(new Window);
  window->window_ = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                                     SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (!window->window_) return fail("No window can be opened: ", SDL_GetError(), ".");
  window->context_ = SDL_GL_CreateContext(window->window_);
  if (!window->context_) return fail("The window needs OpenGL 3 or WebGL 2: ", SDL_GetError(), ".");
#ifndef __EMSCRIPTEN__
  SDL_GL_SetSwapInterval(1);  // a browser paces frames by itself
#endif

  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui_ImplSDL2_InitForOpenGL(window->window_, window->context_);
  ImGui_ImplOpenGL3_Init(shader_version);
  window->wake();
  return window;
}

Window::~Window() {
  if (ImGui::GetCurrentContext()) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
  }
  if (context_) SDL_GL_DeleteContext(context_);
  if (window_) SDL_DestroyWindow(window_);
  SDL_Quit();
}

bool Window::wants_frame(const App& app) const {
  // Strokes that came during a long frame may wait for more frames than follow an event.
  const bool input_waits = !ImGui::GetCurrentContext()->InputEventsQueue.empty();
  return frames_due_ > 0 || input_waits || app.wants_frame();
}

void Window::wake() { frames_due_ = frames_after_event; }

void Window::interrupt() { push(interrupted); }

void Window::cancel_pointer() { push(pointer_cancelled); }

void Window::take_events() {
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    wake();
    ImGui_ImplSDL2_ProcessEvent(&event);
    switch (event.type) {
      case SDL_QUIT:
        open_ = false;
        break;
      case SDL_MOUSEBUTTONUP:
        // A finger that was lifted points at nothing.
        if (event.button.which == SDL_TOUCH_MOUSEID) leave_pointer();
        break;
      case SDL_DROPFILE:
        if (on_drop) on_drop(event.drop.file);
        SDL_free(event.drop.file);
        break;
      case SDL_USEREVENT:
        if (event.user.code == pointer_cancelled) leave_pointer();
        break;
    }
  }
}

void Window::follow_scale(App& app) {
  int width, height, pixel_width, pixel_height;
  SDL_GetWindowSize(window_, &width, &height);
  SDL_GL_GetDrawableSize(window_, &pixel_width, &pixel_height);
  if (width == 0 || pixel_width == 0) return;
  const float scale = static_cast<float>(pixel_width) / static_cast<float>(width);
  // The canvas is rounded to whole pixels, which is no reason to make the fonts anew.
  if (std::abs(scale - scale_) < 0.02f * scale_ && !app.wants_fonts()) return;
  scale_ = scale;
  app.setup_fonts(scale);
  ImGui_ImplOpenGL3_DestroyDeviceObjects();  // the next frame makes them again, with the new fonts
}

bool Window::prepare(App& app) {
  if (scale_ == 0) {
    follow_scale(app);
    ImGui::GetIO().Fonts->Build();
    return true;
  }
  ImGui_ImplOpenGL3_NewFrame();  // makes shaders, and the letters' texture
  return false;
}

void Window::draw(App& app) {
  frames_due_ = std::max(0, frames_due_ - 1);
  take_events();
  follow_scale(app);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGui::NewFrame();
  const ImGuiIO& io = ImGui::GetIO();
  app.frame(io.DisplaySize.x, io.DisplaySize.y, std::min(io.DeltaTime, longest_step));
  ImGui::Render();

  int pixel_width, pixel_height;
  SDL_GL_GetDrawableSize(window_, &pixel_width, &pixel_height);
  glViewport(0, 0, pixel_width, pixel_height);
  const ImVec4& background = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window_);
}

void Window::forget_graphics(App& app) {
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  app.graphics_lost();
}

}  // namespace jmvae
