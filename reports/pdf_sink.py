"""Drawing laid-out pages into a PDF file. The only module that touches reportlab, its private canvas calls among it.

Private names used (reportlab 5.1): `Canvas._code`, `Canvas._doc`; replaced: `ttfonts.makeToUnicodeCMap`.
`tests/reports/test_pdf_sink.py` fails when they change. The same pages always give the same bytes.
"""

import io
import zlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reports.drawing import MM_PER_POINT, Page, Piece, Setting
from reports.font_file import FontFile
from reports.target import PRODUCER

_POINTS = 1 / MM_PER_POINT
_EVERY = 20
_MOST_KEPT = 50_000


def pdf_bytes(
    pages: Sequence[Page],
    base_font: FontFile,
    *,
    title: str,
    author: str = "",
    subject: str = "",
    each: Callable[[int], None] | None = None,
) -> bytes:
    """Return a PDF document of these pages.

    base_font: named first in the file, so that no unembedded font is. title, author, subject: for the file's
    properties. each: called with the number of pages drawn so far; may raise to stop.
    """
    document = PdfDocument(base_font, title=title, author=author, subject=subject)
    for number, page in enumerate(pages):
        if each is not None and number % _EVERY == 0:
            each(number)
        document.draw(page)
    return document.finished()


class Bookmark(NamedTuple):
    """An entry of the file's outline. level: from 0, at most one deeper than that before; y: millimetres."""

    title: str
    level: int
    y: float


class PdfDocument:
    """One PDF document while it is being drawn; text operators are built once for each setting."""

    def __init__(self, base_font: FontFile, *, title: str, author: str = "", subject: str = "") -> None:
        from reportlab.pdfgen.canvas import Canvas

        prepare_reportlab()
        self._stream = io.BytesIO()
        self._canvas = canvas = Canvas(
            self._stream,
            pageCompression=1,
            invariant=1,
            initialFontName=registered(base_font).fontName,
            lang="zh-CN",
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(subject)
        canvas.setCreator(PRODUCER)
        canvas.setProducer(PRODUCER)
        self.pages = 0
        self._codes: dict[tuple[str, FontFile, float], str] = {}
        self._operators: dict[Setting, tuple[float, str]] = {}

    def finished(self) -> bytes:
        """Return the whole file; nothing can be drawn after that."""
        self._canvas.save()
        return self._stream.getvalue()

    def trim(self) -> None:
        """Forget the operators of texts when they have become many: between one form and the next."""
        if len(self._operators) > _MOST_KEPT:
            self._operators.clear()
            self._codes.clear()

    def draw(self, page: Page, bookmarks: Sequence[Bookmark] = ()) -> None:
        """Draw one page and go on to the next. bookmarks: of what stands on it, from above."""
        canvas = self._canvas
        height = page.height * _POINTS
        canvas.setPageSize((page.width * _POINTS, height))
        for number, mark in enumerate(bookmarks):
            key = f"{self.pages}-{number}"
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=height - mark.y * _POINTS, zoom=0)
            canvas.addOutlineEntry(mark.title, key, mark.level, closed=mark.level == 0)
        code = ["0 G 0 g 2 J 0 j", *_strokes(page, height), "BT"]
        known = self._operators
        for x, y, setting in page.text:
            found = known.get(setting)
            if found is None:
                found = known[setting] = self._shown(setting)
            code.append(f"1 0 0 1 {(x + found[0]) * _POINTS:.2f} {height - y * _POINTS:.2f} Tm {found[1]}")
        code.append("ET")
        canvas._code.extend(code)
        canvas.showPage()
        self.pages += 1

    def _shown(self, setting: Setting) -> tuple[float, str]:
        """Return how far right of its box a text begins, and the operators that show it from there."""
        runs = setting.runs()
        first = runs[0][0]
        operators = []
        if setting.actual:
            spelt = setting.actual.encode("utf-16-be").hex().upper()
            operators.append(f"/Span <</ActualText <FEFF{spelt}>>> BDC")
        at_x, at_y = first, 0.0
        for dx, dy, piece in runs:
            if dx != at_x or dy != at_y:
                operators.append(f"{(dx - at_x) * _POINTS:.3f} {(at_y - dy) * _POINTS:.3f} Td")
                at_x, at_y = dx, dy
            operators.append(self._operator(piece))
        if setting.actual:
            operators.append("EMC")
        return first, " ".join(operators)

    def _operator(self, piece: Piece) -> str:
        """Return the operators that show a piece from where the line stands, and leave spacing as it was."""
        key = (piece.text, piece.font, piece.size)
        shown = self._codes.get(key)
        if shown is None:
            font = registered(piece.font)
            document = self._canvas._doc
            shown = self._codes[key] = " ".join(
                f"{font.getSubsetInternalName(subset, document)} {piece.size:g} Tf <{codes.hex()}> Tj"
                for subset, codes in font.splitString(piece.text, document)
            )
        if abs(piece.char_space) > 1e-6:
            # The space is scaled with the glyphs (PDF 32000-1, 9.4.4).
            shown = f"{piece.char_space * _POINTS / piece.stretch:.4f} Tc {shown} 0 Tc"
        if piece.stretch != 1.0:
            shown = f"{piece.stretch * 100:.2f} Tz {shown} 100 Tz"
        return shown


def _strokes(page: Page, height: float) -> list[str]:
    """Return the operators for rules, boxes and ticks, each weight set once."""
    by_weight: dict[float, list[str]] = {}
    for x1, y1, x2, y2, weight in page.rules:
        by_weight.setdefault(weight, []).append(
            f"{x1 * _POINTS:.2f} {height - y1 * _POINTS:.2f} m {x2 * _POINTS:.2f} {height - y2 * _POINTS:.2f} l"
        )
    for box in page.boxes:
        by_weight.setdefault(box.weight, []).append(_rectangle(box.x, box.y, box.width, box.height, height))
    for tick in page.ticks:
        paths = by_weight.setdefault(0.7, [])
        paths.append(_rectangle(tick.x, tick.y, tick.size, tick.size, height))
        if tick.ticked:
            corners = ((0.2, 0.55), (0.42, 0.8), (0.82, 0.22))
            points = [
                f"{(tick.x + dx * tick.size) * _POINTS:.2f} {height - (tick.y + dy * tick.size) * _POINTS:.2f}"
                for dx, dy in corners
            ]
            paths.append(f"{points[0]} m {points[1]} l {points[2]} l")
    return [f"{weight:g} w {' '.join(paths)} S" for weight, paths in by_weight.items()]


def _rectangle(x: float, y: float, width: float, height: float, page_height: float) -> str:
    lower = page_height - (y + height) * _POINTS
    return f"{x * _POINTS:.2f} {lower:.2f} {width * _POINTS:.2f} {height * _POINTS:.2f} re"


_registered: dict[FontFile, Any] = {}


def registered(font: FontFile) -> Any:
    """Return reportlab's object for a font file, parsed when the font is first used."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = _registered.get(font)
    if found is None:
        # The path is part of the name: two files of one name may be in use.
        name = f"{font.path.stem}-{font.face}-{zlib.crc32(str(font.path).encode()):08x}"
        found = _registered[font] = TTFont(name, str(font.path), subfontIndex=font.face, asciiReadable=False)
        pdfmetrics.registerFont(found)
    return found


def prepare_reportlab() -> None:
    """Make reportlab write what is right and small.

    Its own ToUnicode tables have characters above U+FFFF as plain numbers instead of UTF-16, and more than 100
    entries in one block; and it wraps compressed streams into letters, a quarter longer, for channels nobody uses
    any more.
    """
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    ttfonts.makeToUnicodeCMap = unicode_table
    rl_config.useA85 = 0


def unicode_table(font_name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode table of a font subset: `subset` has the code point of each character code."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{max(0, len(subset) - 1):02X}>",
        "endcodespacerange",
    ]
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
