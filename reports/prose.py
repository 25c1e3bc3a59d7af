"""A long text beside its label: one line after the other at an even distance, ruled where people write on by hand."""

import math
from dataclasses import replace

from reports.drawing import Page, Rule, Setting
from reports.form import Prose
from reports.place import frame, place
from reports.typeset import Typesetter

_LEAST_LINES = 2
"""No page begins or ends with fewer lines of a text that goes over it."""
_AIR = 1.0
_EVERY_LINE, _NO_LINE = 10**9, -1
_ROUNDING = 1e-6
_BLANKS = " \t\u3000"


class ProseLayout:
    """Lays out one text in its place."""

    def __init__(self, prose: Prose, typesetter: Typesetter, width: float, label: str) -> None:
        self.prose = prose
        self._typesetter = typesetter
        self._width = width
        self._label = label
        apart = "\n" if prose.label_width else ""
        self._continued = typesetter.set(f"{label}{apart}{prose.continued}", prose.label_style, self._label_room)
        self._first = typesetter.set(label, prose.label_style, self._label_room)
        self._mark = typesetter.set(prose.closing, replace(prose.style, align="center", indent=0.0), self._text_room)
        self._ruled_to = _EVERY_LINE
        self._marked = _NO_LINE

    @property
    def _label_room(self) -> float:
        return (self.prose.label_width or self._width) - 1.0

    @property
    def _text_room(self) -> float:
        return self._width - self.prose.label_width - 2 * self.prose.padding

    @property
    def closed(self) -> bool:
        """Whether nothing can be written behind the text."""
        return self._ruled_to != _EVERY_LINE

    @property
    def head_height(self) -> float:
        """Height of the label where it stands above the text."""
        return 0.0 if self.prose.label_width or not self._label else 9.0

    def measure(self, text: str, *, by_hand: int, stays_open: bool = False) -> tuple[Setting, int]:
        """Return the set text and how many lines it takes; by_hand: how many for writing, 0 on a filled form.

        A filled text is closed: a line more for the mark where the box goes on behind it. stays_open: without a text it
        is for the pen. Paragraphs are indented by the form: blanks typed for that are left out.
        """
        paragraphs = (line.strip(_BLANKS) for line in text.replace("\r\n", "\n").split("\n"))
        setting = self._typesetter.set("\n".join(paragraphs), self.prose.style, self._text_room)
        taken, empty = len(setting.lines), self.prose.empty_lines or int(stays_open)
        if by_hand or (not taken and empty):
            least = (self.prose.hand_lines or by_hand) if by_hand else empty
        else:
            self._marked = taken if self.prose.fill or not taken else _NO_LINE
            least = self._marked + 1
            self._ruled_to = max(taken - 1, self._marked)
        return setting, max(taken, least, self._room_of(self._first))

    def _room_of(self, label: Setting) -> int:
        """Return how many lines a label beside them needs."""
        return math.ceil((label.height + _AIR) / self.prose.line_height) if self.prose.label_width else 1

    def _least(self, label: Setting) -> int:
        return max(_LEAST_LINES, self._room_of(label))

    def height(self, lines: int) -> float:
        """Return the height of so many lines, with the label above where it stands there."""
        return self.head_height + lines * self.prose.line_height

    def lines_in(self, height: float) -> int:
        """Return how many lines a height has room for."""
        return max(0, int((height - self.head_height + _ROUNDING) / self.prose.line_height))

    def distribute(self, lines: int, first: float, later: float, tail: float) -> list[int]:
        """Return how many lines each page gets.

        first, later: height for the block on its first and on further pages. tail: height of what has to follow the
        last line on its page; a few lines go with it.
        """
        capacities = [self.lines_in(room) for room in (first, later)]
        least = self._least(self._continued)
        parts = [min(lines, capacities[0])]
        if parts[0] < min(lines, least):
            parts[0] = 0
        while (left := lines - sum(parts)) > 0:
            parts.append(min(left, max(capacities[1], 1)))
        room = (first if len(parts) == 1 else later) - self.height(parts[-1])
        if room < tail - _ROUNDING and self.height(2 * least) + tail <= later:
            # What would stay behind is too little for a page, too.
            moved = parts[-1] if parts[-1] < 2 * least else least
            parts[-1] -= moved
            parts.append(moved)
        if len(parts) > 1 and parts[-1] < least:
            moved = min(least - parts[-1], max(0, parts[-2] - least))
            parts[-2] -= moved
            # Where there are no lines to take from, empty ones give the label its room.
            parts[-1] = least
        return parts

    def draw(self, page: Page, x: float, y: float, setting: Setting, *, first: int, count: int, goes_on: bool) -> float:
        """Draw so many lines from line `first` on; goes_on: the block began on a page before. Return the lower edge."""
        prose = self.prose
        top = y + self.head_height
        bottom = top + count * prose.line_height
        left = x + prose.label_width
        label = self._continued if goes_on else self._first
        place(page, label, x + 0.5, y, self.head_height or bottom - y)
        for number in range(count):
            height = top + number * prose.line_height
            if first + number < len(setting.lines):
                line = setting.part(first + number, first + number + 1)
                place(page, line, left + prose.padding, height, prose.line_height)
            if first + number == self._marked:
                place(page, self._mark, left + prose.padding, height, prose.line_height)
            if (prose.ruled and number and first + number <= self._ruled_to) or (self.head_height and not number):
                page.rules.append(Rule(left, height, x + self._width, height, prose.inner))
        if prose.label_width:
            page.rules.append(Rule(left, y, left, bottom, prose.inner))
        frame(page, x, y, self._width, bottom, (prose.frame, prose.inner))
        return bottom
