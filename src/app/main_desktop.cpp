// The screens in a window of their own: jmvae-studio [--weights FOLDER] [PICTURE]

#include "app/desktop_learner.h"
#include "app/fonts.h"
#include "app/window.h"
#include "io/file.h"
#include "io/image_files.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace {

using jmvae::Result;

const char* const usage =
    "usage: jmvae-studio [--weights FOLDER] [PICTURE]\n\n"
    "Opens the screens of jmvae in a window, with PICTURE if one is given; others can be dropped onto it.\n"
    "FOLDER holds the models' .safetensors files (default: weights, here or beside the program's folders).\n";

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

/// The first folder "weights" found here, or above the program.
std::string find_weights() {
  char* base = SDL_GetBasePath();
  std::string folder = base ? base : "./";
  SDL_free(base);
  for (const std::string& candidate : {std::string("weights"), folder + "weights", folder + "../weights",
                                       folder + "../../weights", folder + "../../../../weights"}) {
    if (jmvae::read_file(candidate + "/mnist-jmvae-kl-small.safetensors")) return candidate;
  }
  return "weights";
}

/// The first language that the desktop's user prefers.
jmvae::Language system_language() {
  SDL_Locale* locales = SDL_GetPreferredLocales();
  const jmvae::Language language =
      jmvae::language_of(locales && locales->language ? locales->language : "en");
  SDL_free(locales);
  return language;
}

class DesktopHost final : public jmvae::Host {
 public:
  explicit DesktopHost(std::string weights)
      : weights_(std::move(weights)),
        learner_(weights_ + "/../data/digits-train.safetensors", jmvae::Window::interrupt) {}

  jmvae::App* app = nullptr;

  void request_file(const std::string& path) override { requested_.push_back(path); }

  void cancel_file(const std::string& path) override {
    requested_.erase(std::remove(requested_.begin(), requested_.end(), path), requested_.end());
  }

  void learn(const std::string& command) override { learner_.tell(command); }

  void open_picture() override { app->picture_failed(say(jmvae::words::drop_a_file)); }

  void edit_text(const std::string&, float, float, float, float) override {}  // there are keys

  void save_picture(const std::string& name, const std::uint8_t* rgba, int width, int height) override {
    const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    const auto written = jmvae::write_png(name + ".png", {width, height, 4, {rgba, rgba + size}});
    announce(written ? say(jmvae::words::saved_as, name + ".png") : written.error().message);
  }

  void announce(const std::string& sentence) override { announcement_ = sentence; }
  void state_changed(const std::string&) override {}

  void give_picture(const std::string& path) {
    const auto image = jmvae::read_image(path);
    if (!image) return app->picture_failed(image.error().message);
    app->picture_given(jmvae::rgba_pixels(*image).data(), image->width, image->height, file_name(path));
  }

  /// Says what was announced last.
  void speak() {
    if (!announcement_.empty()) std::printf("%s\n", std::exchange(announcement_, {}).c_str());
  }

  /// Hands on what the trainer has to say.
  bool give_report() {
    const auto report = learner_.report();
    if (!report) return false;
    if (report->failed.empty()) {
      app->learnt(report->run, report->progress, report->weights.data(), report->weights.size());
    } else {
      app->learning_failed(report->run, report->failed);
    }
    return true;
  }

  /// Reads the files that were asked for; not within request_file(), whose caller doesn't expect the answer
  /// yet.
  bool give_files() {
    const bool any = !requested_.empty();
    for (const std::string& path : std::exchange(requested_, {})) {
      if (path == "chinese.ttc") {
        app->file_loaded(path, jmvae::font_chinese.bytes, jmvae::font_chinese.size);
        continue;
      }
      const std::string weights = "weights/";
      const bool is_model = path.rfind(weights, 0) == 0;
      const auto bytes =
          jmvae::read_file(weights_ + (is_model ? "/" + path.substr(weights.size()) : "/../" + path));
      if (bytes) {
        app->file_loaded(path, bytes->data(), bytes->size());
      } else {
        app->file_failed(path, bytes.error().message);
      }
    }
    return any;
  }

 private:
  std::string weights_;
  jmvae::DesktopLearner learner_;
  std::vector<std::string> requested_;
  std::string announcement_;
};

int fail_with(const std::string& sentence, int code) {
  std::fprintf(stderr, "jmvae-studio: %s\n", sentence.c_str());
  return code;
}

}  // namespace

int main(int count, char** arguments) {
  std::string weights, picture;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      std::fputs(usage, stdout);
      return 0;
    }
    if (argument == "--weights" && i + 1 < count) {
      weights = arguments[++i];
    } else if (argument.rfind("-", 0) == 0 || !picture.empty()) {
      return fail_with("unknown argument " + argument + "\n" + usage, 2);
    } else {
      picture = argument;
    }
  }

  auto opened = jmvae::Window::open("jmvae studio", 1200, 820);
  if (!opened) return fail_with(opened.error().message, 1);
  jmvae::Window& window = **opened;
  DesktopHost host(weights.empty() ? find_weights() : weights);
  jmvae::App app(host);
  host.app = &app;
  app.set_preferences({false, false, system_language()});
  window.on_drop = [&](const std::string& path) { host.give_picture(path); };
  if (!picture.empty()) host.give_picture(picture);

  while (window.is_open()) {
    const bool files = host.give_files(), report = host.give_report();
    if (files || report) window.wake();
    if (!window.wants_frame(app)) {
      host.speak();
      SDL_WaitEvent(nullptr);
    }
    window.draw(app);
  }
  return 0;
}
