#!/usr/bin/env python3
"""Cuts a font down to some characters, as woff2 for the page or as a C++ array for the screens.

usage: subset_font.py FONT OUTPUT --characters RANGES [--name NAME --ranges-name NAME]

RANGES are hexadecimal code points and ranges separated by commas, e.g. 20-7e,a0-ff,2192. An OUTPUT that ends with
.woff2 keeps the features that browsers apply (kerning, ligatures, tabular and lining figures). One that ends with .cpp defines
jmvae::FontData NAME (src/app/fonts.h), whose digits are the tabular ones, since ImGui applies no features.
"""

import argparse
import io
import pathlib


def use_tabular_digits(font):
    """Lets the characters 0-9 show the glyphs that the feature tnum would put in their place."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for substitution in table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(substitution, "ExtSubTable", substitution), "mapping", {})
                for characters in font["cmap"].tables:
                    for code in range(ord("0"), ord("9") + 1):
                        glyph = characters.cmap.get(code)
                        if glyph in mapping:
                            characters.cmap[code] = mapping[glyph]


def parse_ranges(text):
    """[(first, last), ...] of "20-7e,2192"."""
    pairs = [part.split("-") for part in text.split(",")]
    return [(int(pair[0], 16), int(pair[-1], 16)) for pair in pairs]


def cut(path, ranges, for_browser):
    from fontTools import subset  # help needs no fontTools
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = ["kern", "liga", "calt", "tnum", "lnum"] if for_browser else []
    options.flavor = "woff2" if for_browser else None
    options.hinting = False
    options.drop_tables += ["FFTM"]  # a mark of the font editor
    options.name_IDs = [0, 1, 2, 13]  # copyright, family, style, licence
    font = TTFont(path)
    if not for_browser and "GSUB" in font:
        use_tabular_digits(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = options.flavor
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def as_source(name, data, ranges_name, ranges):
    numbers = ",".join(map(str, data))
    lines = ['#include "app/fonts.h"', "", "namespace jmvae {",
             f"static const unsigned char bytes[] = {{{numbers}}};",
             f"const FontData {name} = {{bytes, sizeof(bytes)}};"]
    if ranges_name:
        limits = ", ".join(f"0x{limit:x}" for pair in ranges for limit in pair)
        lines.append(f"const unsigned short {ranges_name}[] = {{{limits}, 0}};")
    return "\n".join(lines + ["}  // namespace jmvae", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("font", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--characters", required=True, metavar="RANGES")
    parser.add_argument("--name")
    parser.add_argument("--ranges-name")
    arguments = parser.parse_args()

    ranges = parse_ranges(arguments.characters)
    for_browser = arguments.output.suffix == ".woff2"
    data = cut(arguments.font, ranges, for_browser)
    if for_browser:
        arguments.output.write_bytes(data)
    else:
        arguments.output.write_text(as_source(arguments.name, data, arguments.ranges_name, ranges))


if __name__ == "__main__":
    main()
