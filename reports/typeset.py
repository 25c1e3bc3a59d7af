"""Setting text into a given width: pieces by font, sizes, tightening, spacing, alignment. Millimetres, sizes in
points.

Two lines at the first size, then smaller, then more lines; nothing is cut,
and nothing is smaller than 9 points. Names have rules of their own.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from models.errors import BugError
from reports import line_break
from reports.drawing import MM_PER_POINT, Piece, PlacedPiece, Setting, lines_height
from reports.font_file import FontFile
from reports.fonts import NOT_DRAWN, ROLES, FontBook, drawable

SMALLEST = 9.0
TIGHTEST = 0.85
# A Chinese character reaches this far above the baseline; below it the rest of the em.
ASCENT = 0.88
_DOT = "·"
_JUSTIFIED_FROM = 12
_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’.\-_@#&+,:/*%]+")
_ROUNDING = 1e-6
# Texts up to this length are set once and kept: labels, names and titles come again on every form.
_SHORT = 60
_MOST_KEPT = 20_000


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


class Typesetter:
    """Sets texts with the fonts of a book; keeps what it has set, for forms repeat themselves."""

    def __init__(self, book: FontBook) -> None:
        self.book = book
        self.missing: dict[str, None] = {}
        self._kept: dict[tuple[TextStyle, float], dict[str, Setting]] = {}
        self._shown: dict[str, dict[str, tuple[str, FontFile]]] = {role: {} for role in ROLES}
        self._naturals: dict[str, dict[str, float]] = {role: {} for role in ROLES}
        self._widths: dict[str, dict[str, float]] = {role: {} for role in ROLES}

    def kept(self, style: TextStyle, width: float) -> dict[str, Setting]:
        """Return what was set in a style and width so far, for the caller to look up and to add to."""
        return self._kept.setdefault((style, width), {})

    def trim(self) -> None:
        """Forget what was set when it has become much: between one form and the next."""
        if sum(map(len, self._kept.values())) > _MOST_KEPT:
            self._kept.clear()
            for naturals in self._naturals.values():
                naturals.clear()

    def set(self, text: str, style: TextStyle, width: float, height: float = math.inf) -> Setting:
        """Set a text into a width (and height, where that is given), by the first of the style's sizes that serves."""
        if height != math.inf or len(text) > _SHORT:
            return self._set(text, style, width, height)
        known = self.kept(style, width)
        found = known.get(text)
        if found is None:
            found = known[text] = self._set(text, style, width, height)
        return found

    def _set(self, text: str, style: TextStyle, width: float, height: float) -> Setting:
        text = drawable(text).strip("\n ")
        if not text:
            return Setting((), style.sizes[0][0], style.leading)
        if style.fit == "name":
            return self._set_name(text.replace("\n", " "), style, width)
        natural = math.inf if "\n" in text else self.natural(text, style.role)
        longest = -1.0
        for size, most in style.sizes[:-1]:
            em = size * MM_PER_POINT
            if one_line := self._as_one_line(text, natural * em, style, size, width):
                return one_line
            if longest < 0:
                longest = max((self.natural(word, style.role) for word in _WORD.findall(text)), default=0.0)
            # A number is rather set smaller than torn apart.
            if longest * em * style.stretch <= width:
                lines = self._broken(text, style, size, width)
                if len(lines) <= (most or math.inf) and lines_height(len(lines), size, style.leading) <= height:
                    return self._from_lines(lines, style, size, style.stretch, width)
        return self._set_last(text, natural, style, width)

    def pieces(
        self, text: str, role: str, size: float, char_space: float = 0.0, stretch: float = 1.0
    ) -> tuple[tuple[PlacedPiece, ...], float]:
        """Return a line as pieces with their distance from its left edge, and its width without the last space."""
        em = size * MM_PER_POINT
        parts: list[PlacedPiece] = []
        x = 0.0
        for drawn, font, shift, natural in self._same_font(text, role):
            width = natural * em * stretch + char_space * len(drawn)
            parts.append((x + shift * em * stretch, Piece(drawn, font, role, size, char_space, stretch, width)))
            x += width
        return tuple(parts), x - char_space if text else 0.0

    def natural(self, text: str, role: str) -> float:
        """Return the natural width of a text in em."""
        known = self._naturals[role]
        if text not in known:
            widths = self._widths[role]
            known[text] = sum([widths.get(character) or self._width(role, character) for character in text])
        return known[text]

    # --- policies -------------------------------------------------------------------------

    def _as_one_line(
        self, text: str, natural: float, style: TextStyle, size: float, width: float
    ) -> Setting | None:
        """Set on one line, narrowed where the style allows it; natural: the width it would take, in millimetres."""
        stretch = style.stretch
        # A first line is as much shorter as it is indented.
        room = width - style.indent * size * MM_PER_POINT
        if natural * stretch > room + _ROUNDING and style.fit == "tighten":
            stretch = room / natural
        if stretch < TIGHTEST or natural * stretch > room + _ROUNDING:
            return None
        return self._from_lines([line_break.Line(text, natural, False)], style, size, stretch, width)

    def _set_last(self, text: str, natural: float, style: TextStyle, width: float) -> Setting:
        """Set at the last size, in as many lines as it takes."""
        size = style.sizes[-1][0]
        if one_line := self._as_one_line(text, natural * size * MM_PER_POINT, style, size, width):
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
        # In a narrow column the few characters of a line would fall apart: there lines stay ragged.
        wide = room >= _JUSTIFIED_FROM * size * MM_PER_POINT
        if style.align == "justify" and gaps > 0 and (too_long or (line.goes_on and wide)):
            char_space = (room - line.width * stretch) / gaps
        pieces, drawn = self.pieces(line.text, style.role, size, char_space, stretch)
        if style.align == "center":
            left += (room - drawn) / 2
        elif style.align == "right":
            left += room - drawn
        return tuple((left + x, piece) for x, piece in pieces)

    # --- names ----------------------------------------------------------------------------

    def _set_name(self, name: str, style: TextStyle, width: float) -> Setting:
        """Set a name: two characters spaced to three, long ones tightened, then in two lines, broken at the dot
        first.
        """
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
        widths = self._widths[role]

        def measure(character: str) -> float:
            return (widths.get(character) or self._width(role, character)) * em

        return measure

    def _width(self, role: str, character: str) -> float:
        """Return the width of a character in em; a middle dot in names takes half a character.

        Every character of a text is measured once before it is drawn: here those that no font has are noted.
        """
        widths = self._widths[role]
        if character not in widths:
            drawn, font = self._drawn(role, character)
            if drawn != character:
                self.missing[character] = None
            widths[character] = 0.5 if character == _DOT else font.width(drawn)
        return widths[character]

    def _drawn(self, role: str, character: str) -> tuple[str, FontFile]:
        """Return the character that is drawn and its font: 〓 for one that no font has, ? should even that be
        missing.
        """
        for shown in (character, NOT_DRAWN, "?"):
            font = self.book.font(role, shown)
            if font is not None:
                self._shown[role][character] = shown, font
                return shown, font
        raise BugError(f"no font draws a question mark: {self.book.files}")

    def _same_font(self, text: str, role: str) -> list[tuple[str, FontFile, float, float]]:
        """Return stretches of one font: what is drawn, font, by how many em it is moved in its place, width in em."""
        known = self._shown[role]
        pairs = [known.get(character) or self._drawn(role, character) for character in text]
        if _DOT not in text and len({font for _, font in pairs}) == 1:
            return [("".join([drawn for drawn, _ in pairs]), pairs[0][1], 0.0, self.natural(text, role))]
        found: list[tuple[str, FontFile, float, float]] = []
        pending, last, width = "", None, 0.0
        for character, (drawn, font) in zip(text, pairs, strict=True):
            if pending and (font is not last or character == _DOT):
                found.append((pending, last or font, 0.0, width))
                pending, width = "", 0.0
            if character == _DOT:
                found.append((drawn, font, (0.5 - font.width(drawn)) / 2, 0.5))
                continue
            pending, last = pending + drawn, font
            width += self._width(role, character)
        if pending and last is not None:
            found.append((pending, last, 0.0, width))
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
