"""What a laid-out page consists of: pieces of text, rules and boxes, in millimetres from the top left corner.

The PDF file and the preview draw the same pages; neither measures or moves anything.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from reports.font_file import FontFile

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Characters set in one font on one line. Shared by every place where the same text stands, so compared by identity.

    size: points. char_space: millimetres added behind each character. stretch: horizontal scale of the glyphs (1 is natural).
    width: millimetres, with the space behind the last character.
    """

    text: str
    font: FontFile
    role: str
    size: float
    char_space: float
    stretch: float
    width: float


class TextRun(NamedTuple):
    """A piece at its place: left edge and baseline in millimetres."""

    x: float
    y: float
    piece: Piece


class Span(NamedTuple):
    """Runs that are one word for whoever copies or searches, whatever spaces and lines they are drawn with."""

    actual: str
    runs: tuple[TextRun, ...]


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


class Area(NamedTuple):
    """Where a text has to stay; kept for tests and for the preview's reading of the page, not drawn."""

    x: float
    y: float
    width: float
    height: float
    first: int
    last: int


@dataclass(slots=True)
class Page:
    """One page: size in millimetres and what is drawn on it. `areas` tells which items of `text` stay in which cell."""

    width: float
    height: float
    text: list[TextRun | Span] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)

    def runs(self) -> list[TextRun]:
        """Return every run of text, those of spans among them, in drawing order."""
        found: list[TextRun] = []
        for item in self.text:
            if isinstance(item, Span):
                found += item.runs
            else:
                found.append(item)
        return found
