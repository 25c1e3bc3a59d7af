"""A workbook as the importer sees it: sheets of sparse, typed cells, whatever program wrote the file."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from models import cell_text, words
from models.errors import RefusedError

MOST_ROWS = 20_000
"""Rows with something in them that one sheet may have."""

MOST_COLUMNS = 200
"""Columns that are read; what stands to the right of them is left out and said so."""

MOST_BYTES = 100 * 1024 * 1024
"""Size of a file that is still opened."""

MOST = {
    "cells": 2_000_000,
    "rows": 100_000,
    "merges": 10_000,
    "sheets": 1_000,
    "texts": 1_000_000,
    "characters": 50_000_000,
}
"""What a whole workbook may have; cells that a merged range or a repetition fills count like others."""

_MOST_EMPTY_ROWS = 2_000_000

LONGEST_TEXT = 1_000_000
"""Characters of a cell that are kept: more than any field of the ledger can hold, so that it is refused as too long."""

_STEPS = 2_000
_ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!"})

CellValue = str | int | float | bool | datetime | date | time | timedelta

Progress = Callable[[int, str], None]
"""Called with the rows read so far and the sheet's name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty.

    number_format: as Excel writes it, empty when unknown. flaw: `formula-without-value`, `error-value`, `garbled`
    (`value` is then what the file shows instead) or `picture` (`value` is then empty). filled: the value belongs
    to a merged range that begins elsewhere. shift: of what may be a bare day number in a file that counts its days
    from later than 1900, by how many days.
    """

    value: CellValue
    number_format: str = ""
    flaw: str = ""
    filled: bool = False
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, row and column numbers from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Reading:
    """What a reader needs while it works: whom to tell, when to stop, and how much it may take."""

    path: str
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    rows: int = 0
    taken: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOST, 0))
    steps: int = 0

    def row_done(self, sheet: str) -> None:
        """Count a row; every 500 rows tell the progress. Raises RefusedError("import-cancelled")."""
        self.rows += 1
        if self.rows % 500:
            return
        if self.rows > _MOST_EMPTY_ROWS:
            self.take("rows", self.rows)
        self._ask()
        if self.progress is not None:
            self.progress(self.rows, sheet)

    def step(self, work: int = 1) -> None:
        """Count work that is no row, and ask now and then whether to stop."""
        self.steps += work
        if self.steps >= _STEPS:
            self.steps = 0
            self._ask()

    def take(self, kind: str, number: int) -> None:
        """Count what the workbook holds of a kind of `MOST`. Raises RefusedError("workbook-too-much")."""
        taken = self.taken[kind] = self.taken[kind] + number
        if taken > MOST[kind]:
            thing = words.label("workbook_part", kind)
            raise RefusedError("workbook-too-much", path=self.path, thing=thing, limit=f"{MOST[kind]:,}")

    def sheet(self, name: str, hidden: bool = False, *, exact: bool = True) -> "Sheet":
        """Return a new sheet whose cells count."""
        self.take("sheets", 1)
        self.step(50)
        return Sheet(name, self, hidden, exact)

    def _ask(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise RefusedError("import-cancelled", path=self.path)


@dataclass(slots=True)
class Sheet:
    """One sheet; rows and columns are numbered from 1 as office programs show them.

    exact: False when the cells are texts that came out of numbers (CSV, HTML). cut: something stands beyond
    the last column that is read. shift: what its numbers and texts are given (`Cell`).
    """

    name: str
    reading: Reading = field(compare=False, repr=False)
    hidden: bool = False
    exact: bool = True
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    cut: bool = False
    shift: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Store a cell that is not empty. Raises RefusedError("workbook-too-many-rows", "workbook-too-much")."""
        if column > MOST_COLUMNS:
            self.cut = True
            return
        if isinstance(cell.value, str) and not cell.flaw:
            if (judged := _judged(cell, self.exact)) is None:
                return
            cell = judged
            self.reading.take("characters", len(str(cell.value)))
        if self.shift and isinstance(cell.value, int | float | str):
            cell = replace(cell, shift=self.shift)
        line = self.rows.get(row)
        if line is None:
            if len(self.rows) >= MOST_ROWS:
                raise RefusedError("workbook-too-many-rows", sheet=self.name, limit=MOST_ROWS)
            self.reading.take("rows", 1)
            line = self.rows[row] = {}
        self.reading.take("cells", 1)
        line[column] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range."""
        self.reading.take("merges", 1)
        self.merges.append(Merge(top, left, bottom, right))

    def fill_merges(self) -> None:
        """Give every cell of a merged range the value of its first cell, within the rows that are used."""
        used = sorted(self.rows)
        for merge in self.merges:
            anchor = self.rows.get(merge.top, {}).get(merge.left)
            if anchor is None:
                continue
            copy = replace(anchor, filled=True)
            columns = range(merge.left, min(merge.right, MOST_COLUMNS) + 1)
            reached = used[bisect_left(used, merge.top) : bisect_right(used, merge.bottom)]
            self.reading.take("cells", len(reached) * len(columns))
            for row in reached:
                self.reading.step(len(columns))
                line = self.rows[row]
                for column in columns:
                    line.setdefault(column, copy)

    def lines(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the used rows from top to bottom."""
        for row in sorted(self.rows):
            yield row, self.rows[row]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its kind (`xlsx`, `xls`, `ods`, `csv`, `html`, `xml`), SHA-256 and sheets."""

    name: str
    kind: str
    digest: str
    sheets: list[Sheet]


def _judged(cell: Cell, exact: bool) -> Cell | None:
    """Return a text cell without what nobody sees around it, or as what it is instead of a text."""
    text = str(cell.value)
    if cell_text.left_empty(text):
        return None
    if len(text) > LONGEST_TEXT:
        return replace(cell, value=text[: LONGEST_TEXT + 1])
    if not cell_text.odd(text):
        return cell
    if cell_text.picture(text):
        return Cell("", flaw="picture")
    if cell_text.garbled(text):
        return replace(cell, flaw="garbled")
    if not exact and text in _ERROR_VALUES:
        return replace(cell, flaw="error-value")
    text = cell_text.bare(text)
    return replace(cell, value=text) if text else None


def column_name(column: int) -> str:
    """Return A for 1, AA for 27, as office programs name columns."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """Return `C4` for row 4, column 3."""
    return f"{column_name(column)}{row}"
