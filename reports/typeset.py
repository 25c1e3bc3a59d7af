"""Setting text into a given width: pieces by font, sizes, tightening, spacing, alignment. Millimetres, sizes in points.

The measures are those of look-forms: two lines at the first size, then smaller, then more lines; nothing is cut, and nothing is
smaller than 9 points. Names have rules of their own.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from reports import line_break
from reports.drawing import MM_PER_POINT, Piece
from reports.font_file import FontFile
from reports.fonts import NOT_DRAWN, FontBook, drawable

SMALLEST = 9.0
TIGHTEST = 0.85
# A Chinese character reaches this far above the baseline; below it the rest of the em.
ASCENT = 0.88
_DOT = "·"
_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’.\-_@#&+,:/*%]+")
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set.

    sizes: (points, most lines) tried in this order; 0 lines means as many as it takes, and the last must say so.
    fit: "wrap" breaks lines, "tighten" first narrows one line down to `TIGHTEST`, "name" follows the rules for names.
    stretch: fixed horizontal scale. indent: first line, in characters.
    """

    role: str = "fang"
    sizes: tuple[tuple[float, int], ...] = ((10.5, 2), (SMALLEST, 0))
    align: str = "left"
    leading: float = 1.15
    fit: str = "wrap"
    stretch: float = 1.0
    indent: float = 0.0


PlacedPiece = tuple[float, Piece]


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A text set into a width: its lines of pieces with their distance from the left edge.

    actual: the word the lines spell, where they are drawn with spaces or breaks that do not belong to it; else empty.
    """

    lines: tuple[tuple[PlacedPiece, ...], ...]
    size: float
    leading: float
    actual: str = ""

    @property
    def height(self) -> float:
        """Height of the lines in millimetres, from the top of the first to the foot of the last."""
        return lines_height(len(self.lines), self.size, self.leading)

    def part(self, first: int, last: int) -> "Setting":
        """Return some of the lines, for a row that goes on over the page."""
        return Setting(self.lines[first:last], self.size, self.leading)


def lines_height(count: int, size: float, leading: float) -> float:
    """Return the height of so many lines in millimetres."""
    return (1 + (count - 1) * leading) * size * MM_PER_POINT if count else 0.0


class Typesetter:
    """Sets texts with the fonts of a book; keeps what it has set, for forms repeat themselves."""

    def __init__(self, book: FontBook) -> None:
        self.book = book
        self.missing: dict[str, None] = {}
        self._pieces: dict[tuple[str, str, float, float, float], tuple[tuple[PlacedPiece, ...], float]] = {}
        self._widths: dict[tuple[str, str], float] = {}

    def set(self, text: str, style: TextStyle, width: float, height: float = math.inf) -> Setting:
        """Set a text into a width (and height, where that is given), by the first of the style's sizes that serves."""
        text = drawable(text).strip("\n ")
        if not text:
            return Setting((), style.sizes[0][0], style.leading)
        self._note_missing(text)
        if style.fit == "name":
            return self._set_name(text, style, width)
        longest = max((self.natural(word, style.role) for word in _WORD.findall(text)), default=0.0)
        for size, most in style.sizes[:-1]:
            em = size * MM_PER_POINT
            one_line = "\n" not in text and self._as_one_line(text, style, size, width)
            if one_line:
                return one_line
            # A number is rather set smaller than torn apart.
            if longest * em * style.stretch <= width:
                lines = self._broken(text, style, size, width)
                if len(lines) <= (most or math.inf) and lines_height(len(lines), size, style.leading) <= height:
                    return self._from_lines(lines, style, size, style.stretch, width)
        return self._set_last(text, style, width)

    def pieces(
        self, text: str, role: str, size: float, char_space: float = 0.0, stretch: float = 1.0
    ) -> tuple[tuple[PlacedPiece, ...], float]:
        """Return a line as pieces with their distance from its left edge, and its width without the last space."""
        key = (text, role, size, char_space, stretch)
        found = self._pieces.get(key)
        if found is None:
            found = self._pieces[key] = self._cut(text, role, size, char_space, stretch)
        return found

    def natural(self, text: str, role: str) -> float:
        """Return the natural width of a text in em."""
        widths = self._widths
        return sum([widths.get((role, c)) or self._width(role, c) for c in text])

    # --- policies -------------------------------------------------------------------------

    def _as_one_line(self, text: str, style: TextStyle, size: float, width: float) -> Setting | None:
        natural = self.natural(text, style.role) * size * MM_PER_POINT
        stretch = style.stretch
        if natural * stretch > width + _ROUNDING and style.fit == "tighten":
            stretch = width / natural
        if stretch < TIGHTEST or natural * stretch > width + _ROUNDING:
            return None
        lines = [line_break.Line(text, natural, False)]
        return self._from_lines(lines, style, size, stretch, width)

    def _set_last(self, text: str, style: TextStyle, width: float) -> Setting:
        """Set at the last size, in as many lines as it takes."""
        size = style.sizes[-1][0]
        if "\n" not in text and (one_line := self._as_one_line(text, style, size, width)):
            return one_line
        return self._from_lines(self._broken(text, style, size, width), style, size, style.stretch, width)

    def _broken(self, text: str, style: TextStyle, size: float, width: float) -> list[line_break.Line]:
        em = size * MM_PER_POINT
        room = width / style.stretch
        measure = self._measure(style.role, em)
        if style.align == "center":
            return line_break.balanced(text, room, measure)
        justified = em if style.align == "justify" else 0.0
        return line_break.break_lines(text, room, measure, indent=style.indent * em, em=justified)

    def _from_lines(
        self, lines: list[line_break.Line], style: TextStyle, size: float, stretch: float, width: float
    ) -> Setting:
        em = size * MM_PER_POINT
        placed = []
        starts_paragraph = True
        for line in lines:
            left = style.indent * em if starts_paragraph else 0.0
            placed.append(self._placed(line, style, size, stretch, width, left))
            starts_paragraph = not line.goes_on
        return Setting(tuple(placed), size, style.leading)

    def _placed(
        self, line: line_break.Line, style: TextStyle, size: float, stretch: float, width: float, left: float
    ) -> tuple[PlacedPiece, ...]:
        room = width - left
        gaps = len(line.text) - 1
        char_space = 0.0
        too_long = line.width * stretch > room + _ROUNDING
        if style.align == "justify" and gaps > 0 and (line.goes_on or too_long):
            char_space = (room - line.width * stretch) / gaps
        pieces, drawn = self.pieces(line.text, style.role, size, char_space, stretch)
        if style.align == "center":
            left += (room - drawn) / 2
        elif style.align == "right":
            left += room - drawn
        return tuple((left + x, piece) for x, piece in pieces)

    # --- names ----------------------------------------------------------------------------

    def _set_name(self, name: str, style: TextStyle, width: float) -> Setting:
        """Set a name: two characters spaced to three, long ones tightened, then in two lines, broken at the dot first."""
        first = style.sizes[0][0]
        if len(name) == 2 and not name.isascii() and 3 * first * MM_PER_POINT <= width:
            pieces, drawn = self.pieces(name, style.role, first, first * MM_PER_POINT)
            left = _left_edge(style.align, width, drawn)
            return Setting((tuple((left + x, p) for x, p in pieces),), first, style.leading, name)
        if one_line := self._name_lines([name], style, first, width):
            return one_line
        halves = (_at_dots(name), _anywhere(name))
        for splits in halves:
            for size in dict.fromkeys(size for size, _ in style.sizes):
                for split in splits:
                    if found := self._name_lines(split, style, size, width, name):
                        return found
        size = style.sizes[-1][0]
        em = size * MM_PER_POINT
        lines = line_break.break_lines(name, width / TIGHTEST, self._measure(style.role, em))
        broken = self._from_lines(lines, style, size, TIGHTEST, width)
        return Setting(broken.lines, size, style.leading, name)

    def _name_lines(
        self, lines: list[str], style: TextStyle, size: float, width: float, actual: str = ""
    ) -> Setting | None:
        em = size * MM_PER_POINT
        natural = max(self.natural(line, style.role) for line in lines) * em
        stretch = min(1.0, width / natural)
        if stretch < TIGHTEST:
            return None
        placed = []
        for line in lines:
            pieces, drawn = self.pieces(line, style.role, size, 0.0, stretch)
            left = _left_edge(style.align, width, drawn)
            placed.append(tuple((left + x, piece) for x, piece in pieces))
        return Setting(tuple(placed), size, style.leading, actual or (lines[0] if _DOT in lines[0] else ""))

    # --- measuring and cutting ------------------------------------------------------------

    def _measure(self, role: str, em: float) -> Callable[[str], float]:
        def measure(character: str) -> float:
            return self._width(role, character) * em

        return measure

    def _width(self, role: str, character: str) -> float:
        """Return the width of a character in em; a middle dot in names takes half a character."""
        key = (role, character)
        if key not in self._widths:
            drawn = character if self.book.font(role, character) else NOT_DRAWN
            font = self.book.font(role, drawn) or self.book.main_file(role)
            self._widths[key] = 0.5 if character == _DOT else font.width(drawn)
        return self._widths[key]

    def _note_missing(self, text: str) -> None:
        for character in self.book.missing(text):
            self.missing[character] = None

    def _cut(
        self, text: str, role: str, size: float, char_space: float, stretch: float
    ) -> tuple[tuple[PlacedPiece, ...], float]:
        em = size * MM_PER_POINT
        parts: list[tuple[float, Piece]] = []
        x = 0.0
        for drawn, font, shift in self._same_font(text, role):
            natural = sum(self._width(role, c) for c in drawn) * em * stretch
            width = natural + char_space * len(drawn)
            shown = "".join(c if font.draws(c) else NOT_DRAWN for c in drawn)
            piece = Piece(shown, font, role, size, char_space, stretch, width)
            parts.append((x + shift * em * stretch, piece))
            x += width
        return tuple(parts), x - char_space if text else 0.0

    def _same_font(self, text: str, role: str) -> list[tuple[str, FontFile, float]]:
        """Return stretches of one font: characters, font, and by how many em they are moved in their place."""
        found: list[tuple[str, FontFile, float]] = []
        for character in text:
            font = self.book.font(role, character) or self.book.font(role, NOT_DRAWN) or self.book.main_file(role)
            shift = (0.5 - font.width(character)) / 2 if character == _DOT else 0.0
            if found and found[-1][1] is font and found[-1][2] == shift == 0.0:
                found[-1] = (found[-1][0] + character, font, 0.0)
            else:
                found.append((character, font, shift))
        return found


def _left_edge(align: str, width: float, drawn: float) -> float:
    return {"center": (width - drawn) / 2, "right": width - drawn}.get(align, 0.0)


def _at_dots(name: str) -> list[list[str]]:
    """Return the ways to break a name behind one of its dots, the most even one first."""
    places = [at + 1 for at, character in enumerate(name) if character == _DOT and 0 < at < len(name) - 1]
    return [[name[:at], name[at:]] for at in sorted(places, key=lambda at: abs(2 * at - len(name)))]


def _anywhere(name: str) -> list[list[str]]:
    """Return the most even way to break a name that has no dot, or whose parts are too long."""
    half = (len(name) + 1) // 2
    at = half + 1 if half < len(name) and name[half] == _DOT else half
    first, second = name[:at], name[at:]
    return [[first.strip(), second.strip()]] if first.strip() and second.strip() else []
