"""The fastest drawing of a roster that reportlab is good for: fixed columns, no line breaks, text operators kept.

The peer of our printing in bench_forms.py. It draws a grid, the heads and each cell's text centred in its column, one
text object for each page, and nothing that a form needs besides.
"""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import resources

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 297 * _MM, 210 * _MM
_LEFT, _UPPER, _HEAD, _ROW = 20 * _MM, _HEIGHT - 46.5 * _MM, 10 * _MM, 9.5 * _MM


class Operators:
    """The operators that show a text, made once, with half its width."""

    def __init__(self, canvas: Any, fonts: dict[str, Any]) -> None:
        self.canvas, self.fonts = canvas, fonts
        self.kept: dict[tuple[str, str, float], tuple[str, float]] = {}

    def of(self, text: str, name: str, size: float) -> tuple[str, float]:
        """Return the operators of a text in a font and size."""
        found = self.kept.get((text, name, size))
        if found is None:
            font, document = self.fonts[name], self.canvas._doc
            shown = [
                f"{font.getSubsetInternalName(subset, document)} {size} Tf ({self.canvas._escape(codes)}) Tj"
                for subset, codes in font.splitString(text, document)
            ]
            found = self.kept[text, name, size] = " ".join(shown), font.stringWidth(text, size) / 2
        return found


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
    operators = Operators(canvas, fonts)
    edges = [*itertools.accumulate((width * _MM for width in widths), initial=_LEFT)]
    starts = range(0, len(rows), rows_a_page)
    for page, start in enumerate(starts, 1):
        part = rows[start : start + rows_a_page]
        canvas.grid(edges, [_UPPER, *(_UPPER - _HEAD - _ROW * at for at in range(len(part) + 1))])
        mark = f"第 {page} 页　共 {len(starts)} 页"
        canvas._code.extend(page_code(operators, edges, heads, part, mark))
        canvas.showPage()
    canvas.save()
    return len(starts)


def page_code(
    operators: Operators, edges: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[str]], mark: str
) -> list[str]:
    """Return the text of a page as one text object."""
    centres = [(left + right) / 2 for left, right in itertools.pairwise(edges)]
    code = ["BT"]
    for centre, head in zip(centres, heads, strict=True):
        shown, half = operators.of(head.replace("\n", ""), "hei", 8)
        code.append(f"1 0 0 1 {centre - half:.2f} {_UPPER - 18:.2f} Tm {shown}")
    for at, row in enumerate(rows):
        y = _UPPER - _HEAD - _ROW * at - 17
        for centre, text in zip(centres, row, strict=True):
            if text:
                shown, half = operators.of(text, "song", 10.5)
                code.append(f"1 0 0 1 {centre - half:.2f} {y:.2f} Tm {shown}")
    shown, half = operators.of(mark, "song", 10.5)
    return [*code, f"1 0 0 1 {_WIDTH / 2 - half:.2f} 28 Tm {shown}", "ET"]


def draw_pages(pages: Sequence[tuple[list[Any], list[Any], list[Any]]], out: Path) -> None:
    """Draw pages whose layout is known to the last point: texts, rules and frames, operators kept, nothing measured."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    names = sorted({run[3] for runs, _, _ in pages for run in runs})
    fonts = {name: TTFont(f"bare-{name}", str(resources.FONTS / f"{name}.ttf")) for name in names}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    upper = 297 * _MM
    canvas = Canvas(str(out), pagesize=(210 * _MM, upper), pageCompression=1, initialFontName="bare-song")
    operators = Operators(canvas, fonts)
    for runs, rules, boxes in pages:
        code = ["2 J"]
        for x1, y1, x2, y2, weight in rules:
            code.append(f"{weight} w {x1 * _MM:.2f} {upper - y1 * _MM:.2f} m {x2 * _MM:.2f} {upper - y2 * _MM:.2f} l S")
        for x, y, width, height, weight in boxes:
            low = upper - (y + height) * _MM
            code.append(f"{weight} w {x * _MM:.2f} {low:.2f} {width * _MM:.2f} {height * _MM:.2f} re S")
        code.append("BT")
        for x, y, text, name, size, space, stretch in runs:
            shown, _ = operators.of(text, name, size)
            spaced = f"{space * _MM / stretch:.3f} Tc {stretch * 100:.1f} Tz " if space or stretch != 1 else ""
            plain = " 0 Tc 100 Tz" if spaced else ""
            code.append(f"1 0 0 1 {x * _MM:.2f} {upper - y * _MM:.2f} Tm {spaced}{shown}{plain}")
        code.append("ET")
        canvas._code.extend(code)
        canvas.showPage()
    canvas.save()
