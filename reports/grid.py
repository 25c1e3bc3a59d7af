"""Rows of ruled cells with labels: set first, put on as many pages as they take, each row with its own cells."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.drawing import Page, Rule, Setting
from reports.form import Grid, GridRow, Text
from reports.place import frame, place
from reports.table import Row, cut_row
from reports.typeset import Typesetter

# Free height above and below the lines of a cell, together.
_AIR = 2.4


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row as set: the cells' texts and height, and for each cell its left edge, width and padding."""

    row: Row
    places: tuple[tuple[float, float, float], ...]


class GridLayout:
    """Lays out one grid."""

    def __init__(self, grid: Grid, typesetter: Typesetter) -> None:
        self.grid = grid
        self._typesetter = typesetter

    def measure(
        self, variant: str, filled: Callable[[Text], str], value: Callable[[str], str], by_hand: bool
    ) -> list[SetRow]:
        """Return the rows that stand in a variant, set. filled: the text of a cell; value: that of a field."""
        found = []
        for row in self.grid.rows:
            wanted = not row.variants or variant in row.variants or (row.also_with and value(row.also_with))
            if wanted and (not row.only_with or value(row.only_with)):
                found.append(self._set(row, filled, row.hand_height if by_hand else row.height))
        return found

    def _set(self, row: GridRow, filled: Callable[[Text], str], least: float) -> SetRow:
        settings: list[Setting] = []
        places = []
        at, left = 0, 0.0
        for cell in row.cells:
            width = sum(self.grid.widths[at : at + cell.span])
            settings.append(self._typesetter.set(filled(cell.text), cell.style, width - 2 * cell.padding))
            places.append((left, width, cell.padding))
            at, left = at + cell.span, left + width
        height = max(least, *(setting.height + _AIR for setting in settings))
        return SetRow(Row(settings, height), tuple(places))

    def cut(self, one: SetRow, room: float) -> tuple[SetRow, SetRow]:
        """Cut a row that no page can hold."""
        upper, lower = cut_row(one.row, room, 0.0, _AIR)
        return SetRow(upper, one.places), SetRow(lower, one.places)

    def draw(self, page: Page, x: float, y: float, one: SetRow) -> float:
        """Draw a row with its rules; return its lower edge."""
        bottom = y + one.row.height
        for setting, (left, _, padding) in zip(one.row.cells, one.places, strict=True):
            place(page, setting, x + left + padding, y, one.row.height)
            if left:
                page.rules.append(Rule(x + left, y, x + left, bottom, self.grid.inner))
        frame(page, x, y, sum(self.grid.widths), bottom, (self.grid.frame, self.grid.inner))
        return bottom
