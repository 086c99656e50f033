#pragma once
// The screens, as the desktop's window and the browser's page see them.
//
// Both run the very same App: a main file makes a Host, hands it to an App and gives both to the Window,
// which calls frame() only after input or while wants_frame(). Lengths are in units of a CSS pixel; the
// origin is the top left.

#include "app/words.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace jmvae {

/// A square picture of an animation: [side, side, 4], without transparency.
struct AnimationFrame {
  int side = 0;
  std::vector<std::uint8_t> rgba;
};

/// What the screens ask of the window or page around them. Every call returns at once; answers come through
/// App.
class Host {
 public:
  virtual ~Host() = default;

  /// Asks for a file beside the program, e.g. "weights/mnist-jmvae-kl-small.safetensors"; answered by
  /// file_loaded() or file_failed(), with file_progress() in between.
  virtual void request_file(const std::string& path) = 0;

  /// A file that was asked for is not wanted any more; it is not answered.
  virtual void cancel_file(const std::string& path) = 0;

  /// Lets the visitor choose a picture file; answered by picture_given() or picture_failed(), or by nothing.
  virtual void open_picture() = 0;

  /// The visitor wants to write what a key of the state holds, in place: [x, y, width, height]. Keys alone
  /// write it too; this is for screens that have no keys until a field of the page asks for them. Answered by
  /// set_state().
  virtual void edit_text(const std::string& key, float x, float y, float width, float height) = 0;

  /// Offers a picture as the file `name`.png. rgba [height, width, 4].
  virtual void save_picture(const std::string& name, const std::uint8_t* rgba, int width, int height) = 0;

  /// Tells the trainer beside the screens what to do, as JSON: {"do": "start", "preset": ..., "seed": ...,
  /// "settings": {...}, "run": ...}, {"do": "change", "settings": {...}}, {"do": "pause"} or {"do":
  /// "resume"}. Answered by learnt(), again and again, or learning_failed().
  virtual void learn(const std::string& command) = 0;

  /// Tells people who can't see the screens what has changed, in one sentence. Nobody wants to hear every
  /// step of a stroke: where the next one comes at once, it is enough to tell that.
  virtual void announce(const std::string& sentence) = 0;

  /// The state as in App::state() is another now, e.g. for the page's address.
  virtual void state_changed(const std::string& state) = 0;
};

/// What the visitor's system asks for. Keys of the state may overrule it.
struct Preferences {
  bool dark = false;
  bool reduced_motion = false;
  Language language = Language::english;
};

class App {
 public:
  /// The host must outlive the app. An ImGui context must exist.
  explicit App(Host& host);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // ---- Drawing

  /// Fills ImGui's font atlas for a screen of pixel_scale pixels per unit. Called outside of frames: at first
  /// and whenever the scale changes, by zooming or by moving to another screen.
  void setup_fonts(float pixel_scale);

  /// One frame, between ImGui::NewFrame and ImGui::Render. seconds since the last one are at most 0.1.
  void frame(float width, float height, float seconds);

  /// Whether setup_fonts() is to be called again, since there are more letters.
  bool wants_fonts() const;

  /// Whether a further frame is needed without any input: something moves or was asked for.
  bool wants_frame() const;

  /// Height that the screens need at the width of the last frame, so that a page can show all of them.
  float content_height() const;

  /// Presses a part of the screens, by its name in result_json(); nothing happens where it is not there.
  void press(const std::string& name);

  /// Whether a finger put down at this point draws or drags; elsewhere a swipe may scroll the page.
  bool takes_touch(float x, float y) const;

  /// The graphics context was lost with all its textures, and there is a new one.
  void graphics_lost();

  /// Computes aside what the sheet of digits shows first, as far as the models are there. A browser compiles
  /// code when it is first called, which would hold up the frame with the first reading.
  void rehearse();

  // ---- Answers of the host

  void file_progress(const std::string& path, double fraction);  ///< fraction in 0 ... 1
  /// bytes are not needed afterwards.
  void file_loaded(const std::string& path, const void* bytes, std::size_t size);
  void file_failed(const std::string& path, const std::string& sentence);

  /// The trainer's report, as jmvae_learner_progress() of api/jmvae_learner.h gives it, and the model so far.
  /// run: the number that it was started with, since reports of the one before may still be on their way.
  void learnt(int run, const std::string& progress, const void* weights, std::size_t size);
  /// run: as of learnt(), or 0 where the trainer could not be had at all.
  void learning_failed(int run, const std::string& sentence);

  /// rgba [height, width, 4], alpha not premultiplied, not needed afterwards. name: of the file, may be
  /// empty.
  void picture_given(const std::uint8_t* rgba, int width, int height, const std::string& name);
  void picture_failed(const std::string& sentence);

  // ---- State

  void set_preferences(const Preferences& preferences);

  /// What a link to this very view carries, as key=value&key=value. Unknown or broken keys are left at their
  /// default.
  void set_state(const std::string& state);
  std::string state() const;

  /// How many pictures an animation of what is shown has; 0 where nothing can move, or its model is not
  /// there.
  int animation_length() const;
  /// One of them, or a sentence where there is none or the model can't. The first, 0, begins an animation of
  /// what is shown now; later ones belong to it, whatever is shown meanwhile.
  Result<AnimationFrame> animation_frame(int frame) const;

  /// What is shown now, as JSON: screen, model, probabilities, sentences, what can be touched and where it
  /// is. The page around the screens and the tests read it. settled: whether it stays so without new input.
  std::string result_json(bool settled) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace jmvae
