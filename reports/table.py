"""A ruled table: rows measured first, shared out over pages, then drawn; the head row stands on every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.errors import RefusedError
from reports.drawing import MM_PER_POINT, Page, Rule, Setting
from reports.form import Column, Table
from reports.place import frame, place
from reports.typeset import Typesetter

# Free height above and below the lines of a cell, together; heads are set closer.
_AIR = 2.0
_HEAD_AIR = 1.0
_HEAD_PADDING = 0.5
_EVERY = 200
# So many rows the last page of a table has where there are enough.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One measured row: the set text of each cell, and the height it needs."""

    cells: Sequence[Setting]
    height: float


def cut_row(row: Row, room: float, least: float, air: float = _AIR) -> tuple[Row, Row]:
    """Cut a row between its lines: what fits into `room`, at least a line of each cell, and what is left."""
    uppers, lowers = [], []
    for cell in row.cells:
        em = cell.size * MM_PER_POINT
        fitting = max(1, int(((room - air) / em - 1) / cell.leading) + 1)
        uppers.append(cell if len(cell.lines) <= fitting else cell.part(0, fitting))
        lowers.append(cell.part(fitting, len(cell.lines)))
    height = max(least, *(cell.height + air for cell in lowers))
    return Row(uppers, max(cell.height + air for cell in uppers)), Row(lowers, height)


class TableLayout:
    """Lays out one table in one variant."""

    def __init__(self, table: Table, variant: str, typesetter: Typesetter) -> None:
        self.table = table
        self._typesetter = typesetter
        chosen = table.columns_of(variant)
        self.columns = [column for column, _ in chosen]
        self.widths = [width for _, width in chosen]
        self._insides = [width - 2 * column.padding for column, width in chosen]
        # Columns of the same measures share what was set for them, in other tables too.
        styles = [column.style for column in self.columns]
        self._set = [typesetter.kept(style, width) for style, width in zip(styles, self._insides, strict=True)]
        self._heads = [self._head(column, width - 2 * _HEAD_PADDING) for column, width in chosen]
        self._over_height = table.row_height if any(column.over for column in self.columns) else 0.0
        words = max(head.height for head in self._heads) + _HEAD_AIR
        self._head_height = max(table.head_height, words) + self._over_height
        self._edges = self._column_edges()
        self._blank = typesetter.set("", self.columns[0].style, 10.0)

    def _head(self, column: Column, width: float) -> Setting:
        """Set a head: broken where the form says, should it not fit on one line as it is."""
        title = column.title.replace("\n", "")
        size = column.head_style.sizes[0][0]
        if self._typesetter.natural(title, column.head_style.role) * size * MM_PER_POINT > width:
            title = column.title
        return self._typesetter.set(title, column.head_style, width)

    # --- measuring ------------------------------------------------------------------------

    def measure(
        self, rows: Sequence[Sequence[str]], progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> list[Row]:
        """Set every cell and return the rows with their heights, rows that stand side by side as one."""
        measured = []
        least = self.table.row_height
        across = self.table.across
        for number, row in enumerate(rows):
            if number % _EVERY == 0:
                progress(number, len(rows))
                if cancelled():
                    raise RefusedError("print-cancelled")
            cells = []
            height = least
            for text, known, column, width in zip(row, self._set, self.columns, self._insides, strict=True):
                setting = known.get(text)
                if setting is None:
                    setting = known[text] = self._typesetter.set(text, column.style, width)
                if setting.height + _AIR > height:
                    height = setting.height + _AIR
                cells.append(setting)
            measured.append(Row(cells, height))
        progress(len(rows), len(rows))
        return measured if across == 1 else self._side_by_side(measured)

    def _side_by_side(self, rows: list[Row]) -> list[Row]:
        across = self.table.across
        joined = []
        for start in range(0, len(rows), across):
            group = rows[start : start + across]
            cells = [cell for row in group for cell in row.cells]
            cells += [self._blank] * (len(self.columns) * across - len(cells))
            joined.append(Row(cells, max(row.height for row in group)))
        return joined

    def empty_row(self) -> Row:
        """Return a row to be filled by hand."""
        return Row([self._blank] * (len(self.columns) * self.table.across), self.table.row_height)

    def least_height(self, rows: list[Row], most: float) -> float:
        """Return the height of the head with the first two rows; with the head alone for rows taller than `most`."""
        first = sum(row.height for row in rows[:2])
        return self._head_height + min(first, most)

    # --- sharing out over pages -----------------------------------------------------------

    def distribute(self, rows: list[Row], first: float, later: float, tail: float) -> list[list[Row]]:
        """Return the rows of each page.

        first, later: height for the table, head row included, on its first and on further pages. tail: what has to
        follow on the page of the last row. That page gets at least two rows; a row taller than a page goes on over
        it.
        """
        rooms = (first - self._head_height, later - self._head_height)
        parts: list[list[Row]] = [[]]
        left = rooms[0]
        if left < min(rows[0].height, rooms[1] / 2):
            # What stands above leaves no room for a row: the table begins on the next page.
            parts.append([])
            left = rooms[1]
        for row in self._cut_tall(rows, min(left, rooms[1])):
            if row.height > left + 1e-6 and parts[-1]:
                parts.append([])
                left = rooms[1]
            parts[-1].append(row)
            left -= row.height
        if left < tail - 1e-6 and len(parts[-1]) > 1:
            parts.append([parts[-1].pop()])
        elif left < tail - 1e-6:
            parts.append([])
        self._accompany_last(parts, rooms, tail)
        if self.table.fill:
            room = rooms[len(parts) > 1] - sum(row.height for row in parts[-1]) - tail
            parts[-1] += [self.empty_row()] * int((room + 1e-6) / self.table.row_height)
        return parts

    def _accompany_last(self, parts: list[list[Row]], rooms: tuple[float, float], tail: float) -> None:
        """Give a last page of a few rows more of those before it: a sum is not to stand there all but alone."""
        if len(parts) < 2 or not parts[-1]:
            return
        left = rooms[1] - tail - sum(row.height for row in parts[-1])
        while len(parts[-1]) < min(_FEW, len(parts[-2]) - 1) and (above := parts[-2][-1].height) <= left:
            parts[-1].insert(0, parts[-2].pop())
            left -= above

    def _cut_tall(self, rows: list[Row], room: float) -> list[Row]:
        """Cut rows that no page can hold between their lines."""
        if all(row.height <= room for row in rows):
            return rows
        cut: list[Row] = []
        for row in rows:
            while row.height > room and any(len(cell.lines) > 1 for cell in row.cells):
                upper, row = cut_row(row, room, self.table.row_height)
                cut.append(upper)
            cut.append(row)
        return cut

    # --- drawing --------------------------------------------------------------------------

    def _column_edges(self) -> list[float]:
        edges = [0.0]
        for width in self.widths * self.table.across:
            edges.append(edges[-1] + width)
        return edges

    def draw(self, page: Page, x: float, y: float, rows: list[Row]) -> float:
        """Draw head and rows with all rules at a place; return the lower edge."""
        top, body = y, y + self._head_height
        self._draw_head(page, x, y)
        across = self.table.across
        paddings = [column.padding for column in self.columns] * across
        lefts = [x + edge + padding for edge, padding in zip(self._edges, paddings, strict=False)]
        tops = [body]
        for row in rows:
            for cell, left in zip(row.cells, lefts, strict=True):
                if cell.lines:
                    place(page, cell, left, tops[-1], row.height)
            tops.append(tops[-1] + row.height)
        bottom = tops[-1]
        right = x + self._edges[-1]
        inner = self.table.inner
        page.rules += [Rule(x, height, right, height, inner) for height in tops[:-1]]
        head_tops = self._head_tops(top)
        page.rules += [
            Rule(x + edge, head_top, x + edge, bottom, inner)
            for edge, head_top in zip(self._edges[1:-1], head_tops, strict=True)
        ]
        frame(page, x, top, right - x, bottom, (self.table.frame, inner))
        return bottom

    def _draw_head(self, page: Page, x: float, top: float) -> None:
        for block in range(self.table.across):
            first = block * len(self.columns)
            for at, head in enumerate(self._heads):
                upper = self._over_height if self.columns[at].over else 0.0
                left = x + self._edges[first + at] + _HEAD_PADDING
                place(page, head, left, top + upper, self._head_height - upper)
            self._draw_over(page, x, top, first)

    def _draw_over(self, page: Page, x: float, top: float, first: int) -> None:
        """Draw the heads that stand above several columns."""
        for start, end in self._over_groups():
            left, right = x + self._edges[first + start], x + self._edges[first + end]
            column = self.columns[start]
            words = self._typesetter.set(column.over, column.head_style, right - left - 2 * _HEAD_PADDING)
            place(page, words, left + _HEAD_PADDING, top, self._over_height)
            page.rules.append(Rule(left, top + self._over_height, right, top + self._over_height, self.table.inner))

    def _over_groups(self) -> list[tuple[int, int]]:
        """Return the columns, from and to, of each head that stands above several."""
        groups: list[tuple[int, int]] = []
        for at, column in enumerate(self.columns):
            if not column.over:
                continue
            if groups and groups[-1][1] == at and self.columns[at - 1].over == column.over:
                groups[-1] = groups[-1][0], at + 1
            else:
                groups.append((at, at + 1))
        return groups

    def _head_tops(self, top: float) -> list[float]:
        """Return where the rule before each column but the first begins: below a head that spans it."""
        columns = self.columns * self.table.across
        count = len(self.columns)
        return [
            top + (self._over_height if at % count and columns[at].over == columns[at - 1].over != "" else 0.0)
            for at in range(1, len(columns))
        ]
