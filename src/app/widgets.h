#pragma once
// What the screens are made of: text, buttons, sliders, bars and cards, drawn by us and touched through
// ImGui.
//
// A widget takes a name, its place and its words, draws itself, and says what the visitor did with it. Names
// are the same in every language: tests and the page's form find a widget by its name.

#include "app/theme.h"
#include "app/words.h"

#include <string>
#include <utility>
#include <vector>

namespace jmvae {

struct Rectangle {
  float x = 0, y = 0, width = 0, height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
};

/// What the visitor does with a widget in this frame.
struct Touch {
  bool clicked = false;
  bool hovered = false;
  bool held = false;
  bool focused = false;  ///< chosen by keyboard

  /// The pointer's way since the frame before, where it is held down on the widget or was let go in this
  /// frame: the last place is where it is now.
  std::vector<ImVec2> trail;
  bool dragged() const { return !trail.empty(); }
};

/// What there is to do with a widget.
enum class Role {
  button,  ///< does something when it is pressed
  choice,  ///< is on or off, or one of several
  area,    ///< is dragged on, where a finger does not scroll the page
};

/// A widget of the last frame.
struct Touchable {
  std::string name;
  std::string words;  ///< what it is called and how it is, in the language that is spoken
  Rectangle place;
  Role role = Role::choice;
  bool focused = false;  ///< the keys are for it
};

enum class Align { left, centre, right };
enum class ButtonKind {
  quiet,
  primary,  ///< what the screen is for
  choice,   ///< one of several
  chosen,   ///< the one of them that is in force
};

/// One of several, with the number that stands for it. key: its part of the widget's name, in every language;
/// told: as of button().
struct Choice {
  Choice(const Phrase& phrase, int its_value) : Choice(say(phrase), its_value, phrase.english) {}
  Choice(std::string its_words, int its_value, std::string its_key)
      : words(std::move(its_words)), value(its_value), key(std::move(its_key)) {}

  std::string words;
  int value;
  std::string key;
  ButtonKind kind = ButtonKind::choice;
  std::string told;
};

enum class ThreeWay { free, on, off };

class Ui {
 public:
  Typeface typeface;

  const Palette& colours() const { return *palette_; }
  ImDrawList& list() const { return *list_; }

  /// Opens the one ImGui window that fills the whole view.
  void begin_frame(float width, float height, float seconds, bool dark, bool reduced_motion);

  /// Closes it; bottom is where the content ends.
  void end_frame(float bottom);

  /// How far the content is scrolled up.
  float scroll() const { return scroll_; }

  /// Of the whole view.
  float width() const { return width_; }

  /// Whether something is still on its way to where it belongs.
  bool moving() const { return moving_; }

  float seconds() const { return seconds_; }
  bool reduced_motion() const { return reduced_motion_; }
  const std::vector<Touchable>& touchables() const { return touchables_; }

  /// Has a widget take itself for clicked in the next frame, if it is there then.
  void press(const std::string& name) { pressed_ = name; }

  /// A number that follows its target smoothly, or at once where motion is reduced.
  float ease(const std::string& name, float target);

  /// A text from (x, y) downwards, in lines of at most `width` (0: one line, aligned to x). Returns its
  /// height.
  float text(Type type, float x, float y, const std::string& words, ImU32 colour, float width = 0,
             Align align = Align::left);

  /// One line in the middle of a rectangle's height, in a smaller type or cut short where it would not fit.
  void label(Type type, const Rectangle& place, const std::string& words, ImU32 colour,
             Align align = Align::centre);

  /// A place that can be touched, with a ring around it when the keyboard is there. words: what it is and how
  /// it is, for those who don't see it.
  Touch touch(const std::string& name, const Rectangle& place, const std::string& words,
              Role role = Role::choice, float corner = measure::corner);

  /// Paper of its own.
  void card(const Rectangle& place, float corner = measure::corner);

  /// told: what it is called where its words are a mere sign.
  bool button(const std::string& name, const Rectangle& place, const std::string& words,
              ButtonKind kind = ButtonKind::quiet, bool enabled = true, const std::string& told = {});

  /// One of several, side by side, in place.height for all of segment_rows(); true when `chosen` changed.
  bool segments(const std::string& name, const Rectangle& place, const std::vector<Phrase>& words,
                int& chosen);

  /// In how many rows segments of these words stand in a width: one or two.
  int segment_rows(float width, const std::vector<Phrase>& words) const;

  /// One of several as buttons from (place.x, place.y), in as many lines as place.width asks for. Returns the
  /// value that was pressed, or -1; end: where the buttons end.
  int choices(const std::string& name, const Rectangle& place, const std::vector<Choice>& choices, int chosen,
              float& end);

  /// Width that these take in one line.
  float choices_width(const std::vector<Choice>& choices) const;

  /// The digits 0 ... 9 as buttons in rows of `columns`; true when one was pressed.
  bool digits(const std::string& name, const Rectangle& place, int columns, int& chosen,
              bool any_chosen = true);

  /// A track with a knob, its name and value above; true when the visitor changed `value`, to a multiple
  /// of step; a value that is none, or lies beyond, stays as it is until then.
  bool slider(const std::string& name, const Rectangle& place, const std::string& words, float& value,
              float least, float most, float step = 0.05f);

  /// A switch with words beside it; true when `on` changed.
  bool toggle(const std::string& name, const Rectangle& place, const std::string& words, bool& on);

  /// An attribute that can be on, off or free, three_way_width() wide; true when it was pressed.
  bool three_way(const std::string& name, const Rectangle& place, const std::string& words, ThreeWay value);
  float three_way_width(const std::string& words) const;

  /// A line of text that keys write at its end while it has the focus. hint: what stands there while it is
  /// empty. True when it was pressed, and wants to be written in some other way too.
  bool field(const std::string& name, const Rectangle& place, const std::string& hint, std::string& value);

  /// How far a thing has come, 0 ... 1.
  void progress(const std::string& name, const Rectangle& place, float fraction);

 private:
  float choice_width(const Choice& choice) const;
  ImU32 surface(const std::string& name, const Touch& touch, ImU32 at_rest);

  const Palette* palette_ = &light_palette;
  ImDrawList* list_ = nullptr;
  ImGuiStorage eased_;
  std::vector<Touchable> touchables_;
  std::string pressed_;
  float width_ = 0, height_ = 0, seconds_ = 0, scroll_ = 0;
  bool moving_ = false, reduced_motion_ = false;
};

}  // namespace jmvae
