"""The fastest drawing of a roster that reportlab is good for: fixed columns, no line breaks, text operators kept.

The peer of our printing in bench_forms.py. It draws a grid, the heads and each cell's text centred in its column, one
text object for each page, and nothing that a form needs besides.
"""

import itertools
from collections.abc import Sequence
from pathlib import Path

import resources

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 297 * _MM, 210 * _MM
_LEFT, _TOP, _HEAD, _ROW = 20 * _MM, 46.5 * _MM, 10 * _MM, 9.5 * _MM


def draw(
    heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], out: Path, *, rows_a_page: int
) -> int:
    """Write the table as PDF and return the number of pages. widths: millimetres."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    fonts = {name: TTFont(f"bare-{name}", str(resources.FONTS / f"{name}.ttf")) for name in ("song", "hei")}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    canvas = Canvas(str(out), pagesize=(_WIDTH, _HEIGHT), pageCompression=1, initialFontName="bare-song")
    edges = [_LEFT]
    for width in widths:
        edges.append(edges[-1] + width * _MM)
    centres = [(left + right) / 2 for left, right in itertools.pairwise(edges)]
    kept: dict[str, tuple[str, float]] = {}

    def operator(text: str, name: str, size: float) -> tuple[str, float]:
        font = fonts[name]
        shown = [
            f"{font.getSubsetInternalName(subset, canvas._doc)} {size} Tf ({canvas._escape(codes)}) Tj"
            for subset, codes in font.splitString(text, canvas._doc)
        ]
        return " ".join(shown), font.stringWidth(text, size) / 2

    head_operators = [operator(head.replace("\n", ""), "hei", 8) for head in heads]
    starts = range(0, len(rows), rows_a_page)
    for page, start in enumerate(starts, 1):
        part = rows[start : start + rows_a_page]
        top = _HEIGHT - _TOP
        levels = [top, *(top - _HEAD - _ROW * at for at in range(len(part) + 1))]
        canvas.grid(edges, levels)
        code = ["BT"]
        for centre, (shown, half) in zip(centres, head_operators, strict=True):
            code.append(f"1 0 0 1 {centre - half:.2f} {top - 18:.2f} Tm {shown}")
        for at, row in enumerate(part):
            y = top - _HEAD - _ROW * at - 17
            for centre, text in zip(centres, row, strict=True):
                if not text:
                    continue
                found = kept.get(text)
                if found is None:
                    found = kept[text] = operator(text, "song", 10.5)
                code.append(f"1 0 0 1 {centre - found[1]:.2f} {y:.2f} Tm {found[0]}")
        shown, half = operator(f"第 {page} 页　共 {len(starts)} 页", "song", 10.5)
        code.append(f"1 0 0 1 {_WIDTH / 2 - half:.2f} 28 Tm {shown}")
        code.append("ET")
        canvas._code.extend(code)
        canvas.showPage()
    canvas.save()
    return len(starts)
