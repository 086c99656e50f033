#pragma once
// The look of the screens: colours, type and measures. Warm paper, dark brown ink, one accent of brick red.

#include <imgui.h>

#include <array>
#include <string>
#include <vector>

namespace jmvae {

struct Palette {
  ImU32 paper;   ///< behind everything
  ImU32 card;    ///< behind pictures and the drawing sheet
  ImU32 sunken;  ///< tracks of bars and sliders
  ImU32 line;    ///< hairlines
  ImU32 ink;     ///< text and digits
  ImU32 soft;    ///< text of lesser weight, 4.5 : 1 against paper
  ImU32 accent;  ///< what is chosen
  ImU32 on_accent;
  ImU32 wash;   ///< accent, diluted: hovered and pressed
  ImU32 doubt;  ///< what is not sure
};

extern const Palette light_palette;
extern const Palette dark_palette;

/// A colour with its opacity multiplied.
ImU32 faded(ImU32 colour, float opacity);

/// From a at 0 to b at 1.
ImU32 mixed(ImU32 a, ImU32 b, float amount);

/// Lengths in units of a CSS pixel.
namespace measure {
constexpr float tight = 4, small = 8, medium = 16, large = 24, huge = 40;
constexpr float touch = 44;        ///< smallest side of what a finger presses
constexpr float slider = 66;       ///< height of a slider with its name above
constexpr float corner = 10;       ///< radius of cards and buttons
constexpr float one_column = 680;  ///< narrower than this everything stands in one column
constexpr float widest = 1200;     ///< of the screens' content
}  // namespace measure

/// From the smallest to the largest.
enum class Type { caption, body, strong, heading, headline };

/// Words as they fit into a width.
struct FittedText {
  Type type;
  std::string words;
};

/// The typeface in the sizes of Type.
class Typeface {
 public:
  /// Fills ImGui's font atlas for pixel_scale pixels per unit.
  void load(float pixel_scale);

  /// From the next load() on there are Chinese characters too, of a collection as font_chinese. False where
  /// the bytes are no such collection.
  bool add_chinese(const void* bytes, std::size_t size);

  ImFont* font(Type type) const { return fonts_[static_cast<std::size_t>(type)]; }

  /// Height of the letters from the highest to the lowest, in units.
  static float size(Type type);

  /// Distance from line to line, in units.
  static float line(Type type);

  /// Width of a text in one line.
  float width(Type type, const std::string& text) const;

  /// The text in the largest type up to `type` in which it is no wider than this; where there is none, as
  /// much of it as there is room for in the smallest, and an ellipsis.
  FittedText fitted(Type type, const std::string& text, float width) const;

  /// The text in lines of at most this width, broken where line_breaks() allows it; only what is too long for
  /// a line of its own is broken elsewhere.
  std::vector<std::string> lines(Type type, const std::string& text, float width) const;

 private:
  std::array<ImFont*, 5> fonts_{};
  std::vector<unsigned char> chinese_;
};

}  // namespace jmvae
