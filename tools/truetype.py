"""Turn a font with cubic (CFF) outlines into one with quadratic (glyf) ones, which reportlab can embed.

python tools/truetype.py SOURCE.otf TARGET.ttf
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# The outline may move by this much, in units of the em's thousandth: below one dot at 600 dpi and 16 pt.
TOLERANCE = 1.0
# Tables that speak of cubic outlines or of vertical and ligature layout, none of which the program uses.
DROPPED = ("CFF ", "CFF2", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx")


def convert(source: Path, target: Path) -> None:
    """Write `target`, a TrueType file with every glyph of `source`; the same source gives the same bytes."""
    font = TTFont(source, lazy=False, recalcTimestamp=False)
    order = font.getGlyphOrder()
    _outlines(font, order)
    _headers(font, order)
    for tag in DROPPED:
        if tag in font:
            del font[tag]
    font.sfntVersion = "\000\001\000\000"
    font.save(target)


def _outlines(font: TTFont, order: list[str]) -> None:
    shapes = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, TOLERANCE * font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    advances = font["hmtx"]
    for name in order:
        glyphs[name].recalcBounds(table)
        advances[name] = (advances[name][0], getattr(glyphs[name], "xMin", 0))


def _headers(font: TTFont, order: list[str]) -> None:
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    limits.maxZones = 1
    for field in (
        "TwilightPoints",
        "Storage",
        "FunctionDefs",
        "InstructionDefs",
        "StackElements",
        "SizeOfInstructions",
        "ComponentElements",
    ):
        setattr(limits, f"max{field}", 0)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping, names.glyphOrder = 3.0, [], {}, order
    # Some FandolSong files say that letters hang above the line: the sign is lost.
    lines = font["hhea"]
    lines.descent = lines.descender = -abs(lines.descent)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
