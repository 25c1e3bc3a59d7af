"""Laying out a form once, into pages of positioned items; whoever draws them adds nothing of its own."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.errors import RefusedError
from reports import fixed
from reports.contents import ContentsLayout, Slot
from reports.drawing import Page, Setting
from reports.fields import FormData
from reports.figures import chinese_number
from reports.flow import filled, steps_of
from reports.fonts import FontBook
from reports.form import EVERY, Block, Form, Grid, Prose, Strip, Table
from reports.form_flow import Break, Contents, Cover, Heading
from reports.grid import GridLayout, SetRow
from reports.place import place
from reports.prose import ProseLayout
from reports.table import Row, TableLayout
from reports.typeset import Typesetter

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

# Free width between the cells of a strip, which have no rule between them.
_GAP = 2.0
# A row that no page can hold begins on a page with at least so much room.
_LEAST_CUT = 30.0
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading where it stands: `page` counts from 0, `y` in millimetres from the upper edge."""

    title: str
    level: int
    page: int
    y: float


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
    sheet = _Sheet(form, data, typesetter or Typesetter(book), variant, double_sided)
    sheet.compose(progress or (lambda done, total: None), cancelled or (lambda: False))
    return LaidOut(sheet.pages, list(sheet.typesetter.missing), list(sheet.marks.values()))


class _Sheet:
    """The pages of one form while they are being made."""

    def __init__(
        self, form: Form, data: FormData, typesetter: Typesetter, variant: str, double_sided: bool
    ) -> None:
        self.form = form
        self.data = data
        self.typesetter = typesetter
        self.variant = variant
        self.steps = steps_of(form, data, variant)
        # The strips before the first ruled block begin every page they belong to.
        kinds = [isinstance(step.block, Strip) for step in self.steps]
        self.heads = kinds.index(False) if False in kinds else len(kinds)
        self.numbers = _numbers(step.block for step in self.steps)
        self.double_sided = double_sided
        self.pages: list[Page] = []
        self.marks: dict[int, Mark] = {}
        self._tables: dict[int, tuple[TableLayout, list[Row]]] = {}
        self._slots: list[tuple[ContentsLayout, Slot]] = []
        self._covers: set[int] = set()
        self._y = self._top = 0.0
        self._progress: Progress = lambda done, total: None
        self._cancelled: Cancelled = lambda: False

    def compose(self, progress: Progress, cancelled: Cancelled) -> None:
        """Put every block in its place, then what needs the number of pages."""
        self._progress, self._cancelled = progress, cancelled
        self._start_page()
        for at in range(len(self.steps)):
            self._put(at)
        for layout, slot in self._slots:
            layout.number(slot, self.marks[slot.step].page + 1)
        total = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            if number - 1 not in self._covers:
                fixed.finish(page, number, total, self.form, self.data, self.typesetter, self.double_sided)

    def _put(self, at: int) -> None:
        block = self.steps[at].block
        if isinstance(block, Table):
            self._table(at)
        elif isinstance(block, Grid):
            self._grid(at, block)
        elif isinstance(block, Prose):
            self._prose(at, block)
        elif isinstance(block, Strip):
            if at >= self.heads:
                self._strip_in_flow(at, block)
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
        for block in self._head_strips():
            if block.pages == EVERY or len(self.pages) == 1:
                self._put_strip(block, self.data)
        self._top = self._y

    def _begin_page(self) -> None:
        """Start a page unless the one at hand is new."""
        if self._y > self._top or len(self.pages) - 1 in self._covers:
            self._start_page()

    def _head_strips(self) -> list[Strip]:
        return [step.block for step in self.steps[: self.heads] if isinstance(step.block, Strip)]

    # --- strips ---------------------------------------------------------------------------

    def _set_strip(self, strip: Strip, data: FormData) -> tuple[list[tuple[Setting, float]], float]:
        """Return the cells of a strip as set texts with their widths, and the height of the strip.

        Cells of the same style get the same size, that of the longest text: one line is to look like one line.
        """
        texts = [filled(cell.text, data) + (cell.continued if len(self.pages) > 1 else "") for cell in strip.cells]
        rooms = [cell.width - _GAP for cell in strip.cells[:-1]] + [strip.cells[-1].width]
        styles = [cell.style for cell in strip.cells]
        settings = [self.typesetter.set(*cell) for cell in zip(texts, styles, rooms, strict=True)]
        smallest = min((setting.size for setting in settings if setting.lines), default=0.0)
        for at, (setting, style) in enumerate(zip(settings, styles, strict=True)):
            if setting.size > smallest and style.sizes == styles[0].sizes and setting.lines:
                sizes = tuple(pair for pair in style.sizes if pair[0] <= smallest)
                settings[at] = self.typesetter.set(texts[at], replace(style, sizes=sizes), rooms[at])
        widths = [cell.width for cell in strip.cells]
        height = max(strip.height, *(setting.height for setting in settings))
        return list(zip(settings, widths, strict=True)), height

    def _put_strip(self, strip: Strip, data: FormData) -> None:
        settings, height = self._set_strip(strip, data)
        x = self._left
        self._y += strip.before
        for setting, width in settings:
            place(self.pages[-1], setting, x, self._y, height)
            x += width
        self._y += height + strip.after

    def _strip_in_flow(self, at: int, strip: Strip) -> None:
        data = self.steps[at].data
        if self._y + strip.before + self._set_strip(strip, data)[1] > self._bottom:
            self._start_page()
        self._put_strip(strip, data)

    # --- sections ---------------------------------------------------------------------------

    def _title(self, at: int, heading: Heading) -> str:
        data = self.steps[at].data
        marked = heading.mark and heading.rows and not data.by_hand and not data.count(heading.rows)
        return self.numbers.get(at, "") + filled(heading.text, data) + (heading.mark if marked else "")

    def _heading(self, at: int, heading: Heading) -> None:
        """Put the title of a section with the beginning of what follows, and remember where it stands."""
        if heading.new_page:
            self._begin_page()
        elif self._y > self._top and self._y + self._least_height(at) > self._bottom + _ROUNDING:
            self._start_page()
        title = self._title(at, heading)
        before = heading.before if self._y > self._top else 0.0
        self.marks[at] = Mark(title, heading.level, len(self.pages) - 1, self._y + before)
        if heading.shown:
            setting = self.typesetter.set(title, heading.style, self.form.page.inner_width)
            height = max(heading.height, setting.height)
            place(self.pages[-1], setting, self._left, self._y + before, height)
            self._y += before + height + heading.after

    def _least_height(self, at: int) -> float:
        """Return the height of a heading with as much of what follows as may not be parted from it."""
        if at == len(self.steps):
            return 0.0
        block, data = self.steps[at]
        if isinstance(block, Heading):
            set_height = self.typesetter.set(self._title(at, block), block.style, self.form.page.inner_width).height
            own = block.before + max(block.height, set_height) + block.after if block.shown else 0.0
            return own + self._least_height(at + 1)
        if isinstance(block, Strip):
            return block.before + self._set_strip(block, data)[1] + block.after + self._least_height(at + 1)
        if isinstance(block, Grid):
            rows = self._grid_rows(GridLayout(block, self.typesetter), data)
            return block.before + sum(row.row.height for row in rows[:1])
        if isinstance(block, Table):
            table, measured = self._measured(at)
            return table.least_height(measured, self.form.page.inner_height / 3)
        if isinstance(block, Prose):
            layout, _, lines = self._set_prose(block, data)
            return block.before + layout.height(min(lines, 2))
        return 0.0

    def _contents(self, contents: Contents) -> None:
        layout = ContentsLayout(contents, self.typesetter, self.form.page.inner_width)
        for at, (block, _) in enumerate(self.steps):
            if isinstance(block, Heading) and block.listed:
                title = self._title(at, block)
                if self._y + layout.line_height(title) > self._bottom + _ROUNDING:
                    self._start_page()
                slot = layout.draw(self.pages[-1], self._left, self._y, title, at)
                self._slots.append((layout, slot))
                self._y += slot.height

    def _cover(self, cover: Cover) -> None:
        self._begin_page()
        for element in cover.elements:
            fixed.put(self.pages[-1], element, self.form, self.data, self.typesetter, on_cover=True)
        self._covers.add(len(self.pages) - 1)

    # --- what goes on over pages --------------------------------------------------------------

    def _measured(self, at: int) -> tuple[TableLayout, list[Row]]:
        """Return a table's layout and rows, measured once: the heading before it asks for them, too."""
        if at not in self._tables:
            table, data = self.steps[at]
            assert isinstance(table, Table)
            rows, table = self._rows(table, data)
            layout = TableLayout(table, self.variant, self.typesetter)
            self._tables[at] = layout, layout.measure(rows, self._progress, self._cancelled)
        return self._tables[at]

    def _rows(self, table: Table, data: FormData) -> tuple[list[Sequence[str]], Table]:
        """Return the texts of a table's rows, empty ones among them, and the table as high as the pen needs it."""
        names = [column.field for column, _ in table.columns_of(self.variant)]
        rows = list(data.rows(table.rows, names))
        by_pen = data.by_hand or (not rows and table.empty > 0)
        if by_pen:
            table = replace(table, row_height=max(table.row_height, table.hand_height))
        if not data.by_hand:
            rows += [[""] * len(names)] * max(table.spare, 0 if rows else max(1, table.empty))
        return rows, table

    def _table(self, at: int) -> None:
        """Put a table on as many pages as it takes, with room behind its last row for what has to follow."""
        layout, measured = self._measured(at)
        tail = self._height_behind(at)
        parts = layout.distribute(measured, self._bottom - self._y, self._body_height(), tail)
        for number, part in enumerate(parts):
            if self._cancelled():
                raise RefusedError("print-cancelled", title=self.form.title)
            if number:
                self._start_page()
            if part or number or len(parts) == 1:
                self._y = layout.draw(self.pages[-1], self._left, self._y, part)
        del self._tables[at]

    def _grid(self, at: int, grid: Grid) -> None:
        layout = GridLayout(grid, self.typesetter)
        body = self._body_height()
        self._y += grid.before
        for row in self._grid_rows(layout, self.steps[at].data):
            while row.row.height > self._bottom - self._y + _ROUNDING:
                room = self._bottom - self._y
                if row.row.height > body and room >= _LEAST_CUT:
                    upper, row = layout.cut(row, room)
                    layout.draw(self.pages[-1], self._left, self._y, upper)
                self._start_page()
            self._y = layout.draw(self.pages[-1], self._left, self._y, row)

    def _grid_rows(self, layout: GridLayout, data: FormData) -> list[SetRow]:
        return layout.measure(self.variant, lambda text: filled(text, data), data.text, data.by_hand)

    def _prose(self, at: int, prose: Prose) -> None:
        layout, setting, lines = self._set_prose(prose, self.steps[at].data)
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
        after = self._height_behind(at, flowing=True)
        if not layout.prose.fill or after > later / 2:
            return layout.distribute(lines, first, later, self._height_behind(at))
        parts = layout.distribute(lines, first, later, 0.0)
        left = (first if len(parts) == 1 else later) - layout.height(parts[-1])
        if left < after:
            parts[-1] += layout.lines_in(left + layout.head_height)
            parts.append(layout.lines_in(later - after))
        else:
            parts[-1] += layout.lines_in(left + layout.head_height - after)
        return parts

    def _set_prose(self, prose: Prose, data: FormData) -> tuple[ProseLayout, Setting, int]:
        label = filled(prose.label, data)
        layout = ProseLayout(prose, self.typesetter, self.form.page.inner_width, label)
        return layout, *layout.measure(filled(prose.text, data), by_hand=data.blank_rows)

    def _height_behind(self, at: int, *, flowing: bool = False) -> float:
        """Return the height of what follows, up to the next block that goes on over pages, or with those; a heading
        begins anew.
        """
        height = 0.0
        for block, data in self.steps[at + 1 :]:
            if isinstance(block, Strip):
                height += block.before + self._set_strip(block, data)[1] + block.after
            elif isinstance(block, Grid):
                rows = self._grid_rows(GridLayout(block, self.typesetter), data)
                height += block.before + sum(row.row.height for row in rows)
            elif isinstance(block, Heading | Break | Cover | Contents) or not flowing:
                break
            elif isinstance(block, Prose):
                layout, _, lines = self._set_prose(block, data)
                height += block.before + layout.height(lines)
            else:
                return math.inf
        return height

    def _body_height(self) -> float:
        """Room for a ruled block on a page that begins with the strips every page has."""
        every = [strip for strip in self._head_strips() if strip.pages == EVERY]
        used = sum(strip.before + self._set_strip(strip, self.data)[1] + strip.after for strip in every)
        return self.form.page.inner_height - used


def _numbers(blocks: Iterable[Block]) -> dict[int, str]:
    """Return what stands before each numbered heading, by its place among the blocks: 一、 to 九十九、."""
    numbered = (at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.numbered)
    return {at: f"{chinese_number(count)}、" for count, at in enumerate(numbered, 1)}
