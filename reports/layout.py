"""Laying out a form once, into pages of positioned items; whoever draws them adds nothing of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import RefusedError
from reports import fixed
from reports.contents import ContentsLayout
from reports.drawing import Page
from reports.fields import FormData
from reports.flow import Step, steps_of
from reports.fonts import FontBook
from reports.form import EVERY, Form, Grid, Prose, Strip, Table
from reports.form_flow import Contents, Cover, Heading
from reports.headings import Headings, Mark
from reports.measured import Cancelled, Measured, Progress
from reports.place import place
from reports.prose import ProseLayout
from reports.typeset import Typesetter

__all__ = ["LaidOut", "Mark", "lay_out"]

# A row that no page can hold begins on a page with at least so much room.
_LEAST_CUT = 30.0
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of a form, the characters that no font could draw, and the headings for the file's bookmarks."""

    pages: list[Page]
    missing: list[str]
    marks: list[Mark] = field(default_factory=list)


def lay_out(
    form: Form,
    data: FormData,
    book: FontBook,
    *,
    variant: str = "full",
    double_sided: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    typesetter: Typesetter | None = None,
) -> LaidOut:
    """Lay out a form with its data.

    variant: one of the form's. double_sided: the binding margin changes sides on even pages. typesetter: of `book`,
    should several forms share what it has set. Raises RefusedError("print-cancelled") when `cancelled` says so;
    `progress` gets rows done and rows to do.
    """
    typesetter = typesetter or Typesetter(book)
    told, stop = progress or (lambda done, total: None), cancelled or (lambda: False)
    sheet = _Sheet(form, data, typesetter, variant, double_sided, told, stop)
    sheet.compose()
    return LaidOut(sheet.pages, list(typesetter.missing), list(sheet.headings.marks.values()))


def _heads(steps: Sequence[Step], data: FormData) -> list[Strip]:
    """Return the strips that begin the pages: those before anything else, up to the last that every page has."""
    leading: list[Strip] = []
    for block, own in steps:
        if not isinstance(block, Strip) or own is not data:
            break
        leading.append(block)
    while leading and leading[-1].pages != EVERY:
        leading.pop()
    return leading


class _Sheet:
    """The pages of one form while they are being made."""

    def __init__(
        self,
        form: Form,
        data: FormData,
        typesetter: Typesetter,
        variant: str,
        double_sided: bool,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self.form = form
        self.data = data
        self.typesetter = typesetter
        self.steps = steps_of(form, data, variant)
        self.heads = _heads(self.steps, data)
        self.headings = Headings(self.steps, typesetter, form.page.inner_width)
        self.measured = Measured(form, self.steps, typesetter, variant, self.headings, progress, cancelled)
        self.double_sided = double_sided
        self.pages: list[Page] = []
        self._covers: set[int] = set()
        self._y = self._top = 0.0
        self._cancelled = cancelled

    def compose(self) -> None:
        """Put every block in its place, then what needs the number of pages."""
        self._start_page()
        for at in range(len(self.heads), len(self.steps)):
            self._put(at)
        self.headings.number_contents()
        total = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            if number - 1 not in self._covers:
                fixed.finish(page, number, total, self.form, self.data, self.typesetter, self.double_sided)

    def _put(self, at: int) -> None:
        block, data = self.steps[at]
        if isinstance(block, Table):
            self._table(at)
        elif isinstance(block, Grid):
            self._grid(block, data)
        elif isinstance(block, Prose):
            self._prose(at, block)
        elif isinstance(block, Strip):
            self._strip_in_flow(block, data)
        elif isinstance(block, Heading):
            self._heading(at, block)
        elif isinstance(block, Contents):
            self._contents(block)
        elif isinstance(block, Cover):
            self._cover(block)
        else:
            self._begin_page()

    # --- pages ----------------------------------------------------------------------------

    @property
    def _shift(self) -> tuple[float, float]:
        """By how much the page being made is moved: even pages bind at the other edge."""
        setup = self.form.page
        if not self.double_sided or len(self.pages) % 2:
            return 0.0, 0.0
        return (setup.right - setup.left, 0.0) if setup.binding == "left" else (0.0, setup.bottom - setup.top)

    @property
    def _left(self) -> float:
        return self.form.page.left + self._shift[0]

    @property
    def _bottom(self) -> float:
        setup = self.form.page
        return setup.height - setup.bottom + self._shift[1]

    def _start_page(self) -> None:
        setup = self.form.page
        self.pages.append(Page(setup.width, setup.height))
        self._y = setup.top + self._shift[1]
        for block in self.heads:
            if block.pages == EVERY or len(self.pages) == 1:
                self._put_strip(block, self.data)
        self._top = self._y

    def _begin_page(self) -> None:
        """Start a page unless the one at hand is new."""
        if self._y > self._top or len(self.pages) - 1 in self._covers:
            self._start_page()

    # --- strips, headings, contents ---------------------------------------------------------

    def _put_strip(self, strip: Strip, data: FormData) -> None:
        settings, height = self.measured.strip(strip, data, goes_on=len(self.pages) > 1)
        x = self._left
        self._y += strip.before
        for setting, width in settings:
            place(self.pages[-1], setting, x, self._y, height)
            x += width
        self._y += height + strip.after

    def _strip_in_flow(self, strip: Strip, data: FormData) -> None:
        height = self.measured.strip_height(strip, data, goes_on=len(self.pages) > 1)
        if self._y + height - strip.after > self._bottom + _ROUNDING:
            self._start_page()
        self._put_strip(strip, data)

    def _heading(self, at: int, heading: Heading) -> None:
        """Put the title of a section with the beginning of what follows."""
        if heading.new_page:
            self._begin_page()
        elif self._y > self._top and self._y + self.measured.least_height(at) > self._bottom + _ROUNDING:
            self._start_page()
        where = self.pages[-1], len(self.pages) - 1, self._left, self._y
        self._y = self.headings.put(at, heading, *where, first=self._y <= self._top)

    def _contents(self, contents: Contents) -> None:
        layout = ContentsLayout(contents, self.typesetter, self.form.page.inner_width)
        for at, title in self.headings.listed():
            if self._y + layout.line_height(title) > self._bottom + _ROUNDING:
                self._start_page()
            slot = layout.draw(self.pages[-1], self._left, self._y, title, at)
            self.headings.keep(layout, slot)
            self._y += slot.height

    def _cover(self, cover: Cover) -> None:
        self._begin_page()
        for element in cover.elements:
            fixed.put(self.pages[-1], element, self.form, self.data, self.typesetter, on_cover=True)
        self._covers.add(len(self.pages) - 1)

    # --- what goes on over pages --------------------------------------------------------------

    def _table(self, at: int) -> None:
        """Put a table on as many pages as it takes, with room behind its last row for what has to follow."""
        layout, measured = self.measured.table(at)
        tail = self.measured.height_behind(at)
        parts = layout.distribute(measured, self._bottom - self._y, self._body_height(), tail)
        for number, part in enumerate(parts):
            if self._cancelled():
                raise RefusedError("print-cancelled", title=self.form.title)
            if number:
                self._start_page()
            if part or number or len(parts) == 1:
                self._y = layout.draw(self.pages[-1], self._left, self._y, part)
        self.measured.forget(at)

    def _grid(self, grid: Grid, data: FormData) -> None:
        layout, rows = self.measured.grid(grid, data)
        body = self._body_height()
        self._y += grid.before
        for row in rows:
            while row.row.height > self._bottom - self._y + _ROUNDING:
                room = self._bottom - self._y
                if row.row.height > body and room >= _LEAST_CUT:
                    upper, row = layout.cut(row, room)
                    layout.draw(self.pages[-1], self._left, self._y, upper)
                self._start_page()
            self._y = layout.draw(self.pages[-1], self._left, self._y, row)

    def _prose(self, at: int, prose: Prose) -> None:
        layout, setting, lines = self.measured.prose(prose, self.steps[at].data)
        self._y += prose.before
        parts = self._parts(layout, lines, at)
        done = 0
        for number, count in enumerate(parts):
            if number:
                if self._cancelled():
                    raise RefusedError("print-cancelled", title=self.form.title)
                self._start_page()
            if count:
                begins = self._y, setting
                self._y = layout.draw(self.pages[-1], self._left, *begins, first=done, count=count, goes_on=done > 0)
            done += count

    def _parts(self, layout: ProseLayout, lines: int, at: int) -> list[int]:
        """Return how many lines of a text each page gets, empty ones to the foot of the last among them."""
        first, later = self._bottom - self._y, self._body_height()
        after = self.measured.height_behind(at, flowing=True)
        if not layout.prose.fill or after > later / 2:
            return layout.distribute(lines, first, later, self.measured.height_behind(at))
        # What follows a closed text takes some of its lines along; lines for the pen go on to the foot of their page.
        parts = layout.distribute(lines, first, later, after if layout.closed else 0.0)
        left = (first if len(parts) == 1 else later) - layout.height(parts[-1])
        if left < after and layout.closed:
            return parts
        if left < after:
            parts[-1] += layout.lines_in(left + layout.head_height)
            parts.append(layout.lines_in(later - after))
        else:
            parts[-1] += layout.lines_in(left + layout.head_height - after)
        return parts

    def _body_height(self) -> float:
        """Room for a ruled block on a page that begins with the strips every page has."""
        every = [strip for strip in self.heads if strip.pages == EVERY]
        used = sum(self.measured.strip_height(strip, self.data, goes_on=len(self.pages) > 1) for strip in every)
        return self.form.page.inner_height - used
