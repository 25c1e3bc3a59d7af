"""The list of contents: a line for each heading that is listed, with leader dots, its page filled in at the end."""

from dataclasses import dataclass, replace

from reports.drawing import MM_PER_POINT, Page, Setting
from reports.form_flow import Contents
from reports.place import place
from reports.typeset import Typesetter

# Room for a page number at the right edge, and the free width between the words of a line.
_NUMBER = 12.0
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a line's page number goes. step: of the heading it names; ends: right edge of its words; height: of the
    line.
    """

    step: int
    page: Page
    left: float
    top: float
    ends: float
    height: float


class ContentsLayout:
    """Lays out the lines of one list."""

    def __init__(self, contents: Contents, typesetter: Typesetter, width: float) -> None:
        self.contents = contents
        self._typesetter = typesetter
        self._width = width

    def line_height(self, title: str) -> float:
        """Return the height of a line: more where its words take several."""
        return max(self.contents.line_height, self._set(title).height + _GAP)

    def _set(self, title: str) -> Setting:
        return self._typesetter.set(title, self.contents.style, self._width - _NUMBER - 3 * _GAP)

    def draw(self, page: Page, left: float, top: float, title: str, step: int) -> Slot:
        """Draw the words of a line and return the place of its number."""
        setting, height = self._set(title), self.line_height(title)
        place(page, setting, left, top, height)
        ends = max((dx + piece.width for dx, _, piece in setting.runs()), default=0.0)
        return Slot(step, page, left, top, ends, height)

    def number(self, slot: Slot, number: int) -> None:
        """Put the page number and the dots before it on the line."""
        contents = self.contents
        size = contents.style.sizes[0][0]
        style = replace(contents.style, role="song", sizes=((size, 0),), align="right", fit="wrap", indent=0.0)
        figure = self._typesetter.set(str(number), style, _NUMBER)
        place(slot.page, figure, slot.left + self._width - _NUMBER, slot.top, slot.height)
        dot = self._typesetter.natural(contents.leader, "song") * size * MM_PER_POINT
        right = self._width - _NUMBER + _GAP
        count = int((right - slot.ends - _GAP) / dot)
        if count > 0:
            # Dots end at one edge on every line: they stand beneath each other.
            room = right - slot.ends
            dots = self._typesetter.set(contents.leader * count, style, room)
            place(slot.page, dots, slot.left + slot.ends, slot.top, slot.height)
