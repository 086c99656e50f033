#include "app/theme.h"

#include "app/fonts.h"
#include "app/line_breaks.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace jmvae {

namespace {
constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255); }

/// From Inter's highest ascender to its lowest descender, in ems; ImGui measures fonts so.
constexpr float height_of_em = 1.21f;

/// The same of the Chinese typeface.
constexpr float height_of_chinese_em = 1.448f;

/// Ideographs and their punctuation; the fonts have only those that are said.
constexpr ImWchar chinese_ranges[] = {0x2e80, 0x9fff, 0xff00, 0xffef, 0};

enum ChineseFace { chinese_regular, chinese_semibold };

/// Faces of the collection for a size, the one that is preferred first. The largest size is for titles alone,
/// so that the texture of all letters stays small.
std::vector<ChineseFace> chinese_faces(Type type) {
  if (type == Type::headline) return {chinese_semibold};
  if (type == Type::strong || type == Type::heading) return {chinese_semibold, chinese_regular};
  return {chinese_regular};
}

struct Style {
  float em, line;
  const FontData& face;
};

const Style& style(Type type) {
  static const Style styles[] = {
      {13, 18, font_regular},  {15.5f, 22, font_regular}, {15.5f, 22, font_semibold},
      {20, 26, font_semibold}, {32, 38, font_semibold},
  };
  return styles[static_cast<std::size_t>(type)];
}
}  // namespace

const Palette light_palette = {
    rgb(0xf7f2e8), rgb(0xfffdf8), rgb(0xeae2d3), rgb(0xdfd5c4), rgb(0x26211c),
    rgb(0x6e6458), rgb(0xb2432b), rgb(0xfffaf3), rgb(0xf1ddd0), rgb(0x94650f),
};

const Palette dark_palette = {
    rgb(0x191613), rgb(0x24201b), rgb(0x2f2a24), rgb(0x3d362e), rgb(0xf1e9dc),
    rgb(0xaa9e8d), rgb(0xe6815f), rgb(0x20140f), rgb(0x4a2e24), rgb(0xdca848),
};

ImU32 faded(ImU32 colour, float opacity) {
  const auto alpha = static_cast<float>((colour >> IM_COL32_A_SHIFT) & 255) * opacity;
  return (colour & ~IM_COL32_A_MASK) | (static_cast<ImU32>(std::lround(alpha)) << IM_COL32_A_SHIFT);
}

ImU32 mixed(ImU32 a, ImU32 b, float amount) {
  ImU32 result = 0;
  for (const int shift : {0, 8, 16, 24}) {
    const auto from = static_cast<float>((a >> shift) & 255), to = static_cast<float>((b >> shift) & 255);
    result |= static_cast<ImU32>(std::lround(from + (to - from) * amount)) << shift;
  }
  return result;
}

void Typeface::load(float pixel_scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoPowerOfTwoHeight;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // The atlas takes a pointer to changeable bytes, but does not change those it does not own.
  const auto add = [&](const unsigned char* bytes, std::size_t size, float height, const ImWchar* ranges) {
    return atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size),
                                      height * pixel_scale, &config, ranges);
  };
  for (std::size_t i = 0; i < fonts_.size(); ++i) {
    const Style& wanted = style(static_cast<Type>(i));
    config.MergeMode = false;
    config.OversampleH = pixel_scale < 1.5f ? 2 : 1;
    config.FontNo = 0;
    fonts_[i] = add(wanted.face.bytes, wanted.face.size, wanted.em * height_of_em, font_ranges);
    fonts_[i]->Scale = 1 / pixel_scale;
    if (chinese_.empty()) continue;
    // The first face that has a character draws it; what is semibold may say things that are no titles.
    config.MergeMode = true;
    for (const ChineseFace face : chinese_faces(static_cast<Type>(i))) {
      config.FontNo = face;
      add(chinese_.data(), chinese_.size(), wanted.em * height_of_chinese_em, chinese_ranges);
    }
  }
}

bool Typeface::add_chinese(const void* bytes, std::size_t size) {
  const auto* begin = static_cast<const unsigned char*>(bytes);
  const std::string tag = "ttcf";
  if (size < tag.size() || !std::equal(tag.begin(), tag.end(), begin)) return false;
  chinese_.assign(begin, begin + size);
  return true;
}

float Typeface::size(Type type) { return style(type).em * height_of_em; }

float Typeface::line(Type type) { return style(type).line; }

float Typeface::width(Type type, const std::string& text) const {
  return font(type)->CalcTextSizeA(size(type), FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

FittedText Typeface::fitted(Type type, const std::string& text, float width) const {
  constexpr float rounding = 0.5f;
  const auto fits = [&](const std::string& words) { return this->width(type, words) <= width + rounding; };
  while (type != Type::caption && !fits(text)) type = static_cast<Type>(static_cast<int>(type) - 1);
  if (fits(text)) return {type, text};
  const std::string ellipsis = "…";
  std::string words;
  for (std::size_t end = character_end(text, 0); fits(text.substr(0, end) + ellipsis);
       end = character_end(text, end))
    words = text.substr(0, end);
  return {type, words + ellipsis};
}

std::vector<std::string> Typeface::lines(Type type, const std::string& text, float width) const {
  std::vector<std::string> lines;
  const auto without_spaces = [&](std::size_t begin, std::size_t end) {
    while (end > begin && text[end - 1] == ' ') --end;
    return text.substr(begin, end - begin);
  };
  const auto measured = [&](std::size_t begin, std::size_t end) {
    return this->width(type, without_spaces(begin, end));
  };
  std::size_t begin = 0, fitting = 0;  // of the line; where the last piece ends that fits
  const auto end_line = [&] {
    lines.push_back(without_spaces(begin, fitting));
    begin = fitting;
  };
  for (const std::size_t piece : line_breaks(text)) {
    if (measured(begin, piece) > width && fitting > begin) end_line();
    while (measured(begin, piece) > width) {  // a piece longer than a line
      fitting = character_end(text, begin);
      while (fitting < piece && measured(begin, character_end(text, fitting)) <= width)
        fitting = character_end(text, fitting);
      if (fitting == piece) break;
      end_line();
    }
    fitting = piece;
  }
  if (fitting > begin) end_line();
  return lines;
}

}  // namespace jmvae
