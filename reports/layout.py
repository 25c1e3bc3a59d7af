"""Laying out a form once, into pages of positioned items; whoever draws them adds nothing of its own."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.errors import RefusedError
from reports.drawing import Box, Page, Rule, Setting, Tick
from reports.fields import FormData
from reports.fonts import FontBook
from reports.form import (
    EVERY,
    FIRST,
    Block,
    Fixed,
    FixedBox,
    FixedLine,
    FixedText,
    Form,
    Grid,
    Prose,
    Strip,
    Table,
    Text,
)
from reports.grid import GridLayout, SetRow
from reports.place import place
from reports.prose import ProseLayout
from reports.table import TableLayout
from reports.typeset import Typesetter

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

# Free width between the cells of a strip, which have no rule between them.
_GAP = 2.0
# A row that no page can hold begins on a page with at least so much room.
_LEAST_CUT = 30.0
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of a form and the characters that no font could draw."""

    pages: list[Page]
    missing: list[str]


def lay_out(
    form: Form,
    data: FormData,
    book: FontBook,
    *,
    variant: str = "full",
    double_sided: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> LaidOut:
    """Lay out a form with its data.

    variant: one of the form's. double_sided: the binding margin changes sides on even pages. Raises
    RefusedError("print-cancelled") when `cancelled` says so; `progress` gets rows done and rows to do.
    """
    sheet = _Sheet(form, data, Typesetter(book), variant, double_sided)
    sheet.compose(progress or (lambda done, total: None), cancelled or (lambda: False))
    return LaidOut(sheet.pages, list(sheet.typesetter.missing))


class _Sheet:
    """The pages of one form while they are being made."""

    def __init__(
        self, form: Form, data: FormData, typesetter: Typesetter, variant: str, double_sided: bool
    ) -> None:
        self.form = form
        self.data = data
        self.typesetter = typesetter
        self.variant = variant
        self.blocks = [one for one in form.blocks_of(variant) if not isinstance(one, Prose) or self._stands(one)]
        # The strips before the first ruled block begin every page they belong to.
        self.heads = next((at for at, one in enumerate(self.blocks) if not isinstance(one, Strip)), len(self.blocks))
        self.double_sided = double_sided
        self.pages: list[Page] = []
        self._texts: dict[Text, str] = {}
        self._y = 0.0

    def compose(self, progress: Progress, cancelled: Cancelled) -> None:
        self._start_page()
        for at, block in enumerate(self.blocks):
            behind = self.blocks[at + 1 :]
            if isinstance(block, Table):
                self._table(block, behind, progress, cancelled)
            elif isinstance(block, Grid):
                self._grid(block)
            elif isinstance(block, Prose):
                self._prose(block, behind)
            elif at >= self.heads:
                self._strip_in_flow(block)
        total = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            self._finish(page, number, total)

    def _stands(self, prose: Prose) -> bool:
        return not prose.only_with or bool(self.data.text(prose.only_with))

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
                self._put_strip(block)

    def _head_strips(self) -> list[Strip]:
        return [block for block in self.blocks[: self.heads] if isinstance(block, Strip)]

    # --- strips ---------------------------------------------------------------------------

    def _text(self, text: Text) -> str:
        if text not in self._texts:
            self._texts[text] = "".join(literal + (self.data.text(name) if name else "") for literal, name in text)
        return self._texts[text]

    def _set_strip(self, strip: Strip) -> tuple[list[tuple[Setting, float]], float]:
        """Return the cells of a strip as set texts with their widths, and the height of the strip.

        Cells of the same style get the same size, that of the longest text: one line is to look like one line.
        """
        texts = [self._text(cell.text) + (cell.continued if len(self.pages) > 1 else "") for cell in strip.cells]
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

    def _put_strip(self, strip: Strip) -> None:
        settings, height = self._set_strip(strip)
        x = self._left
        self._y += strip.before
        for setting, width in settings:
            place(self.pages[-1], setting, x, self._y, height)
            x += width
        self._y += height + strip.after

    def _strip_in_flow(self, strip: Strip) -> None:
        if self._y + strip.before + self._set_strip(strip)[1] > self._bottom:
            self._start_page()
        self._put_strip(strip)

    # --- what goes on over pages --------------------------------------------------------------

    def _table(self, table: Table, behind: Sequence[Block], progress: Progress, cancelled: Cancelled) -> None:
        """Put a table on as many pages as it takes, with room behind its last row for what has to follow."""
        if self.data.by_hand:
            table = replace(table, row_height=max(table.row_height, table.hand_height))
        layout = TableLayout(table, self.variant, self.typesetter)
        names = [column.field for column in layout.columns]
        rows = list(self.data.rows(table.rows, names))
        if not self.data.by_hand:
            rows += [[""] * len(names)] * max(table.spare, 0 if rows else 1)
        measured = layout.measure(rows, progress, cancelled)
        tail = self._height_behind(behind)
        parts = layout.distribute(measured, self._bottom - self._y, self._body_height(), tail)
        for number, part in enumerate(parts):
            if cancelled():
                raise RefusedError("print-cancelled", title=self.form.title)
            if number:
                self._start_page()
            if part or number or len(parts) == 1:
                self._y = layout.draw(self.pages[-1], self._left, self._y, part)

    def _grid(self, grid: Grid) -> None:
        layout = GridLayout(grid, self.typesetter)
        body = self._body_height()
        self._y += grid.before
        for row in self._grid_rows(layout):
            while row.row.height > self._bottom - self._y + _ROUNDING:
                room = self._bottom - self._y
                if row.row.height > body and room >= _LEAST_CUT:
                    upper, row = layout.cut(row, room)
                    layout.draw(self.pages[-1], self._left, self._y, upper)
                self._start_page()
            self._y = layout.draw(self.pages[-1], self._left, self._y, row)

    def _grid_rows(self, layout: GridLayout) -> list[SetRow]:
        return layout.measure(self.variant, self._text, self.data.text, self.data.by_hand)

    def _prose(self, prose: Prose, behind: Sequence[Block]) -> None:
        layout, setting, lines = self._set_prose(prose)
        self._y += prose.before
        parts = self._parts(layout, lines, behind)
        done = 0
        for number, count in enumerate(parts):
            if number:
                self._start_page()
            if count:
                at = self._y, setting
                self._y = layout.draw(self.pages[-1], self._left, *at, first=done, count=count, goes_on=done > 0)
            done += count

    def _parts(self, layout: ProseLayout, lines: int, behind: Sequence[Block]) -> list[int]:
        """Return how many lines of a text each page gets, empty ones to the foot of the last among them."""
        first, later = self._bottom - self._y, self._body_height()
        after = self._height_behind(behind, flowing=True)
        if not layout.prose.fill or after > later / 2:
            return layout.distribute(lines, first, later, self._height_behind(behind))
        parts = layout.distribute(lines, first, later, 0.0)
        left = (first if len(parts) == 1 else later) - layout.height(parts[-1])
        if left < after:
            parts[-1] += layout.lines_in(left + layout.head_height)
            parts.append(layout.lines_in(later - after))
        else:
            parts[-1] += layout.lines_in(left + layout.head_height - after)
        return parts

    def _set_prose(self, prose: Prose) -> tuple[ProseLayout, Setting, int]:
        layout = ProseLayout(prose, self.typesetter, self.form.page.inner_width, self._text(prose.label))
        return layout, *layout.measure(self._text(prose.text), by_hand=self.data.blank_rows)

    def _height_behind(self, behind: Sequence[Block], *, flowing: bool = False) -> float:
        """Return the height of what follows, up to the next block that goes on over pages, or with those."""
        height = 0.0
        for block in behind:
            if isinstance(block, Strip):
                height += block.before + self._set_strip(block)[1] + block.after
            elif isinstance(block, Grid):
                rows = self._grid_rows(GridLayout(block, self.typesetter))
                height += block.before + sum(row.row.height for row in rows)
            elif not flowing:
                break
            elif isinstance(block, Prose):
                layout, _, lines = self._set_prose(block)
                height += block.before + layout.height(lines)
            else:
                return math.inf
        return height

    def _body_height(self) -> float:
        """Room for a ruled block on a page that begins with the strips every page has."""
        every = [strip for strip in self._head_strips() if strip.pages == EVERY]
        used = sum(strip.before + self._set_strip(strip)[1] + strip.after for strip in every)
        return self.form.page.inner_height - used

    # --- what stands at fixed places ------------------------------------------------------

    def _finish(self, page: Page, number: int, total: int) -> None:
        for element in self.form.fixed:
            if element.pages == EVERY or number == (1 if element.pages == FIRST else total):
                self._put_fixed(page, element)
        mark = self.form.page_number
        if mark is not None:
            text = mark.text.format(page=number, pages=total)
            setup = self.form.page
            setting = self.typesetter.set(text, mark.style, setup.inner_width)
            place(page, setting, setup.left, setup.height - mark.edge - setting.height, setting.height)

    def _put_fixed(self, page: Page, element: Fixed) -> None:
        if isinstance(element, FixedLine):
            page.rules.append(Rule(*element.start, *element.end, element.weight))
        elif isinstance(element, FixedBox):
            page.boxes.append(Box(*element.box, element.weight))
        elif isinstance(element, FixedText):
            x, y, width, height = element.box
            setting = self.typesetter.set(self._text(element.text), element.style, width, height)
            if setting.height > height:
                raise RefusedError("form-text-too-long", title=self.form.title, text=self._text(element.text))
            place(page, setting, x, y, height)
        else:
            page.ticks.append(Tick(*element.place, element.size, bool(self.data.text(element.field))))
