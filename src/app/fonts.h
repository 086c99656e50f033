#pragma once
// The typeface of the screens, Inter, cut down to what they write and built into the program
// (tools/cmake/Fonts.cmake). Its figures are tabular: all digits have one width.

namespace jmvae {

/// A font file in memory, OpenType.
struct FontData {
  const unsigned char* bytes;
  unsigned size;
};

extern const FontData font_regular;
extern const FontData font_semibold;

/// The characters in these files, as ImGui's glyph ranges: pairs of first and last, ended by 0.
extern const unsigned short font_ranges[];

}  // namespace jmvae
