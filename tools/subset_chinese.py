#!/usr/bin/env python3
"""Cuts two weights of a Chinese font down to what the screens say, as one collection: regular first, then semibold.

usage: subset_chinese.py REGULAR SEMIBOLD OUTPUT --table WORDS --names FILE --sources FILE...

The regular face gets the Chinese characters of all these files, the semibold one those of what is set in it: titles of
the table (JMVAE_TITLE) and names of attributes. Outlines are rounded to 1/256 em, which takes a quarter off the file and
can't be seen at the sizes of the screens. An OUTPUT that ends with .cpp defines
jmvae::font_chinese (src/app/fonts.h), any other is an OpenType collection.
"""

import argparse
import io
import pathlib
import re

from subset_font import as_source

SIMPLIFIED = 2  # the face for simplified Chinese in Noto's collections
EM = 256
UNUSED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # what is for browsers and vertical lines


def chinese(text):
    """Characters that the screens' other typeface has not: ideographs and full-width punctuation."""
    return {character for character in text if "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"}


def titles(table):
    return "".join(re.findall(r"^JMVAE_TITLE\((.*?)\)$", table, re.MULTILINE | re.DOTALL))


def cut(path, characters):
    from fontTools import subset  # help needs no fontTools
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += UNUSED
    options.name_IDs = [0, 1, 2, 13]  # copyright, family, style, licence
    font = TTFont(path, fontNumber=SIMPLIFIED)
    missing = sorted(character for character in characters if ord(character) not in font.getBestCmap())
    if missing:
        raise SystemExit(f"{path} has no glyphs for {''.join(missing)}.")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    scale_upem(font, EM)
    return font


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regular", type=pathlib.Path)
    parser.add_argument("semibold", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--table", type=pathlib.Path, required=True)
    parser.add_argument("--names", type=pathlib.Path, required=True)
    parser.add_argument("--sources", type=pathlib.Path, nargs="+", required=True)
    arguments = parser.parse_args()

    from fontTools.ttLib import TTCollection

    table = arguments.table.read_text()
    names = arguments.names.read_text()
    sources = "".join(path.read_text() for path in arguments.sources)
    collection = TTCollection()
    collection.fonts = [cut(arguments.regular, chinese(table + names + sources)),
                        cut(arguments.semibold, chinese(titles(table) + names))]
    buffer = io.BytesIO()
    collection.save(buffer)
    if arguments.output.suffix == ".cpp":
        arguments.output.write_text(as_source("font_chinese", buffer.getvalue(), None, None))
    else:
        arguments.output.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
