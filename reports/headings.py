"""The headings of a form: their titles, where they came to stand, and the contents that lists them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.contents import ContentsLayout, Slot
from reports.drawing import Page, Setting
from reports.figures import chinese_number
from reports.flow import Step, filled
from reports.form_flow import Heading
from reports.place import place
from reports.typeset import Typesetter


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading where it stands: `page` counts from 0, `y` in millimetres from the upper edge."""

    title: str
    level: int
    page: int
    y: float


class Headings:
    """The headings among the steps of one form, `width` millimetres wide."""

    def __init__(self, steps: Sequence[Step], typesetter: Typesetter, width: float) -> None:
        self.marks: dict[int, Mark] = {}
        self._steps = steps
        self._typesetter = typesetter
        self._width = width
        self._slots: list[tuple[ContentsLayout, Slot]] = []
        numbered = (at for at, (block, _) in enumerate(steps) if isinstance(block, Heading) and block.numbered)
        self._numbers = {at: f"{chinese_number(count)}、" for count, at in enumerate(numbered, 1)}

    def title(self, at: int, heading: Heading) -> str:
        """Return a heading's words with its number."""
        return self._numbers.get(at, "") + filled(heading.text, self._steps[at].data)

    def height(self, at: int, heading: Heading) -> float:
        """Return the height of a heading with the free room before and after it."""
        return heading.before + self._line(at, heading)[1] + heading.after if heading.shown else 0.0

    def put(self, at: int, heading: Heading, page: Page, number: int, left: float, y: float, *, first: bool) -> float:
        """Put a heading on a page, remember it, and return where it ends. number: of the page, from 0; first: nothing
        stands above it, so that it needs no room before it.
        """
        top = y if first else y + heading.before
        self.marks[at] = Mark(self.title(at, heading), heading.level, number, top)
        if not heading.shown:
            return y
        setting, height = self._line(at, heading)
        place(page, setting, left, top, height)
        return top + height + heading.after

    def _line(self, at: int, heading: Heading) -> tuple[Setting, float]:
        setting = self._typesetter.set(self.title(at, heading), heading.style, self._width)
        return setting, max(heading.height, setting.height)

    # --- contents -------------------------------------------------------------------------

    def listed(self) -> Iterator[tuple[int, str]]:
        """Yield the step and the title of each heading that the contents lists."""
        for at, (block, _) in enumerate(self._steps):
            if isinstance(block, Heading) and block.listed:
                yield at, self.title(at, block)

    def keep(self, layout: ContentsLayout, slot: Slot) -> None:
        """Remember a line of the contents whose page is not known yet."""
        self._slots.append((layout, slot))

    def number_contents(self) -> None:
        """Write the pages into the contents, now that every heading stands somewhere."""
        for layout, slot in self._slots:
            layout.number(slot, self.marks[slot.step].page + 1)
