"""What a laid-out page consists of: pieces of text, rules and boxes, in millimetres from the top left corner.

The PDF file and the preview draw the same pages; neither measures or moves anything.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from reports.font_file import FontFile

MM_PER_POINT = 25.4 / 72


@dataclass(slots=True, eq=False)
class Piece:
    """Characters set in one font on one line; never changed, and shared, so compared by identity.

    size: points. char_space: millimetres added behind each character. stretch: horizontal scale of the glyphs, 1 is
    natural. width: millimetres, with the space behind the last character.
    """

    text: str
    font: FontFile
    role: str
    size: float
    char_space: float
    stretch: float
    width: float


PlacedPiece = tuple[float, Piece]
"""Distance from the left edge of the box, and the piece."""


def lines_height(count: int, size: float, leading: float) -> float:
    """Return the height of so many lines in millimetres, from the top of the first to the foot of the last."""
    return (1 + (count - 1) * leading) * size * MM_PER_POINT if count else 0.0


class Setting:
    """A text set into a width: its lines of pieces. Never changed, shared by all places where the same text stands.

    actual: the word the lines spell, where they are drawn with spaces or breaks that do not belong to it; else empty.
    step: from one baseline to the next, `height` that of all lines; millimetres.
    """

    __slots__ = ("actual", "height", "leading", "lines", "size", "step")

    def __init__(
        self, lines: tuple[tuple[PlacedPiece, ...], ...], size: float, leading: float, actual: str = ""
    ) -> None:
        self.lines = lines
        self.size = size
        self.leading = leading
        self.actual = actual
        self.step = leading * size * MM_PER_POINT
        self.height = lines_height(len(lines), size, leading)

    def part(self, first: int, last: int) -> "Setting":
        """Return some of the lines, for a row that goes on over the page."""
        return Setting(self.lines[first:last], self.size, self.leading)

    def runs(self) -> list[tuple[float, float, Piece]]:
        """Return each piece with its distance to the right of and below the first baseline's start."""
        return [(dx, number * self.step, piece) for number, line in enumerate(self.lines) for dx, piece in line]


class Placed(NamedTuple):
    """A set text at its place: left edge of its box and first baseline, in millimetres."""

    x: float
    y: float
    setting: Setting


class TextRun(NamedTuple):
    """A piece at its place: left edge and baseline in millimetres."""

    x: float
    y: float
    piece: Piece


class Rule(NamedTuple):
    """A straight black line; `weight` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float


class Box(NamedTuple):
    """An empty rectangle with a black frame joined at the corners; `weight` in points."""

    x: float
    y: float
    width: float
    height: float
    weight: float


class Tick(NamedTuple):
    """A tick box of `size` millimetres; no font has a good one, so it is drawn."""

    x: float
    y: float
    size: float
    ticked: bool


@dataclass(slots=True)
class Page:
    """One page: size in millimetres and what is drawn on it."""

    width: float
    height: float
    text: list[Placed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)

    def runs(self) -> list[TextRun]:
        """Return every piece of text at its place, in drawing order."""
        return [
            TextRun(x + dx, y + dy, piece) for x, y, setting in self.text for dx, dy, piece in setting.runs()
        ]
