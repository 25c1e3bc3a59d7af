"""The blocks of a form as they are set: how much room each takes, and what may not be parted from what."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from reports.drawing import Setting
from reports.fields import FormData
from reports.flow import Step, filled, of_cell
from reports.form import Block, Form, Grid, Prose, Strip, Table
from reports.form_flow import Break, Contents, Cover, Heading
from reports.grid import GridLayout, SetRow
from reports.headings import Headings
from reports.prose import ProseLayout
from reports.table import Row, TableLayout
from reports.typeset import Typesetter

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

# Free width between the cells of a strip, which have no rule between them.
_GAP = 2.0


class Measured:
    """Sets the steps of one form; a table, asked for by the heading before it too, is set once."""

    def __init__(
        self,
        form: Form,
        steps: Sequence[Step],
        typesetter: Typesetter,
        variant: str,
        headings: Headings,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self._page = form.page
        self._steps = steps
        self._typesetter = typesetter
        self._variant = variant
        self._headings = headings
        self._progress, self._cancelled = progress, cancelled
        self._tables: dict[int, tuple[TableLayout, list[Row]]] = {}

    # --- each block -----------------------------------------------------------------------

    def strip(self, strip: Strip, data: FormData, *, goes_on: bool) -> tuple[list[tuple[Setting, float]], float]:
        """Return the cells of a strip as set texts with their widths, and the height of the strip.

        Cells of the same style get the same size, that of the longest text: one line is to look like one line.
        goes_on: it stands on a further page.
        """
        texts = [filled(cell.text, data) + (cell.continued if goes_on else "") for cell in strip.cells]
        rooms = [cell.width - _GAP for cell in strip.cells[:-1]] + [strip.cells[-1].width]
        styles = [cell.style for cell in strip.cells]
        settings = [self._typesetter.set(*cell) for cell in zip(texts, styles, rooms, strict=True)]
        smallest = min((setting.size for setting in settings if setting.lines), default=0.0)
        for at, (setting, style) in enumerate(zip(settings, styles, strict=True)):
            if setting.size > smallest and style.sizes == styles[0].sizes and setting.lines:
                sizes = tuple(pair for pair in style.sizes if pair[0] <= smallest)
                settings[at] = self._typesetter.set(texts[at], replace(style, sizes=sizes), rooms[at])
        widths = [cell.width for cell in strip.cells]
        height = max(strip.height, *(setting.height for setting in settings))
        return list(zip(settings, widths, strict=True)), height

    def strip_height(self, strip: Strip, data: FormData, *, goes_on: bool) -> float:
        """Return the height of a strip with the free room before and after it."""
        return strip.before + self.strip(strip, data, goes_on=goes_on)[1] + strip.after

    def table(self, at: int) -> tuple[TableLayout, list[Row]]:
        """Return a table's layout and rows."""
        if at not in self._tables:
            table, data = self._steps[at]
            assert isinstance(table, Table)
            rows, table = self._rows(table, data)
            layout = TableLayout(table, self._variant, self._typesetter)
            self._tables[at] = layout, layout.measure(rows, self._progress, self._cancelled)
        return self._tables[at]

    def forget(self, at: int) -> None:
        """Let go of a table that stands on its pages."""
        del self._tables[at]

    def _rows(self, table: Table, data: FormData) -> tuple[list[Sequence[str]], Table]:
        """Return the texts of a table's rows, empty ones among them, and the table as high as the pen needs it."""
        names = [column.field for column, _ in table.columns_of(self._variant)]
        rows = list(data.rows(table.rows, names))
        by_pen = data.by_hand or (not rows and table.empty > 0)
        if by_pen:
            table = replace(table, row_height=max(table.row_height, table.hand_height))
        if not data.by_hand:
            rows += [[""] * len(names)] * max(table.spare, 0 if rows else max(1, table.empty))
        return rows, table

    def grid(self, grid: Grid, data: FormData) -> tuple[GridLayout, list[SetRow]]:
        """Return a grid's layout and the rows that stand in it."""
        layout = GridLayout(grid, self._typesetter)
        return layout, layout.measure(self._variant, lambda text: of_cell(text, data), data.text, data.by_hand)

    def prose(self, prose: Prose, data: FormData) -> tuple[ProseLayout, Setting, int]:
        """Return a long text's layout, the text as set, and how many lines it takes."""
        label = filled(prose.label, data)
        layout = ProseLayout(prose, self._typesetter, self._page.inner_width, label)
        stays_open = bool(prose.open_without) and not data.text(prose.open_without)
        return layout, *layout.measure(of_cell(prose.text, data), by_hand=data.blank_rows, stays_open=stays_open)

    # --- what stays together ----------------------------------------------------------------

    def least_height(self, at: int) -> float:
        """Return the height of a heading with as much of what follows as may not be parted from it.

        That is the beginning of what it heads, behind the lines and small grids between them; more than half a page
        is not kept together.
        """
        most = self._page.inner_height / 2
        needed, headed = 0.0, False
        for one in range(at, len(self._steps)):
            block = self._steps[one].block
            height, whole = self._beginning(one)
            if isinstance(block, Heading) and block.new_page and one > at:
                break
            if headed and needed + height > most:
                break
            needed += height
            headed = headed or not isinstance(block, Heading)
            if not whole:
                break
        return needed

    def _beginning(self, at: int) -> tuple[float, bool]:
        """Return how much of a block stays with what stands before it, and whether that is all of it."""
        block, data = self._steps[at]
        third = self._page.inner_height / 3
        if isinstance(block, Heading):
            return self._headings.height(at, block), True
        if isinstance(block, Strip):
            # One line leads to what it stands above; of many each may begin the next page.
            many = at + 1 < len(self._steps) and isinstance(self._steps[at + 1].block, Strip)
            return self.strip_height(block, data, goes_on=False), not many
        if isinstance(block, Grid):
            heights = [row.row.height for row in self.grid(block, data)[1]]
            small = sum(heights) <= third
            return block.before + sum(heights if small else heights[:1]), small
        if isinstance(block, Table):
            layout, rows = self.table(at)
            return layout.least_height(rows, third), False
        if isinstance(block, Prose):
            prose, _, lines = self.prose(block, data)
            return block.before + prose.height(min(lines, 2)), False
        return 0.0, False

    def height_behind(self, at: int, *, flowing: bool = False) -> float:
        """Return the height of what follows, up to the next block that goes on over pages, or with those; a heading
        begins anew.
        """
        height = 0.0
        for block, data in self._steps[at + 1 :]:
            if isinstance(block, Strip | Grid):
                height += self._whole(block, data)
            elif isinstance(block, Heading | Break | Cover | Contents) or not flowing:
                break
            elif isinstance(block, Prose):
                height += self._whole(block, data)
            else:
                return math.inf
        return height

    def _whole(self, block: Block, data: FormData) -> float:
        if isinstance(block, Strip):
            return self.strip_height(block, data, goes_on=False)
        if isinstance(block, Grid):
            return block.before + sum(row.row.height for row in self.grid(block, data)[1])
        assert isinstance(block, Prose)
        layout, _, lines = self.prose(block, data)
        return block.before + layout.height(lines)
