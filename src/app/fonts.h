#pragma once
// The typefaces of the screens, cut down to what they write (tools/cmake/Fonts.cmake): Inter, built into the
// program, whose figures are tabular: all digits have one width; and Noto Sans for Chinese.

namespace jmvae {

/// A font file in memory, OpenType.
struct FontData {
  const unsigned char* bytes;
  unsigned size;
};

extern const FontData font_regular;
extern const FontData font_semibold;

/// A collection of two faces, regular and semibold, with the Chinese of the screens. The desktop's program
/// has it built in, the page fetches it.
extern const FontData font_chinese;

/// The characters in the first two, as ImGui's glyph ranges: pairs of first and last, ended by 0.
extern const unsigned short font_ranges[];

}  // namespace jmvae
