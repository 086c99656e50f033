#include "app/theme.h"

#include "app/fonts.h"

#include <cfloat>
#include <cmath>

namespace jmvae {

namespace {
constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255); }

/// From Inter's highest ascender to its lowest descender, in ems; ImGui measures fonts so.
constexpr float height_of_em = 1.21f;

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
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (std::size_t i = 0; i < fonts_.size(); ++i) {
    const Style& wanted = style(static_cast<Type>(i));
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = config.OversampleV = pixel_scale < 1.5f ? 2 : 1;
    // The atlas takes a pointer to changeable bytes, but does not change those it does not own.
    fonts_[i] = atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(wanted.face.bytes),
                                           static_cast<int>(wanted.face.size),
                                           wanted.em * height_of_em * pixel_scale, &config, font_ranges);
    fonts_[i]->Scale = 1 / pixel_scale;
  }
}

float Typeface::size(Type type) { return style(type).em * height_of_em; }

float Typeface::line(Type type) { return style(type).line; }

float Typeface::width(Type type, const std::string& text) const {
  return font(type)->CalcTextSizeA(size(type), FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

std::vector<std::string> Typeface::lines(Type type, const std::string& text, float width) const {
  std::vector<std::string> lines;
  const float scale = size(type) / font(type)->FontSize;
  const char *at = text.data(), *end = at + text.size();
  while (at < end) {
    const char* stop = font(type)->CalcWordWrapPositionA(scale, at, end, width);
    if (stop == at) ++stop;  // narrower than one letter
    lines.emplace_back(at, stop);
    at = stop;
    while (at < end && *at == ' ') ++at;
  }
  return lines;
}

}  // namespace jmvae
