"""A workbook as the importer sees it: sheets of sparse, typed cells, whatever program wrote the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from models.errors import RefusedError

MOST_ROWS = 20_000
"""Rows with something in them that one sheet may have."""

MOST_COLUMNS = 200
"""Columns that are read; what stands to the right of them is left out and said so."""

MOST_BYTES = 100 * 1024 * 1024
"""Size of a file that is still opened."""

CellValue = str | int | float | bool | datetime | date | time | timedelta

Progress = Callable[[int, str], None]
"""Called with the rows read so far and the sheet's name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty.

    number_format: as Excel writes it, empty when unknown. flaw: `formula-without-value` or `error-value`;
    `value` is then what the file shows instead. filled: the value belongs to a merged range that begins
    elsewhere.
    """

    value: CellValue
    number_format: str = ""
    flaw: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, row and column numbers from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet; rows and columns are numbered from 1 as office programs show them.

    exact: False when the cells are texts that came out of numbers (CSV, HTML). cut: something stands beyond
    the last column that is read.
    """

    name: str
    hidden: bool = False
    exact: bool = True
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cut: bool = False

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Store a cell that is not empty. Raises RefusedError("workbook-too-many-rows")."""
        if column > MOST_COLUMNS:
            self.cut = True
            return
        line = self.rows.get(row)
        if line is None:
            if len(self.rows) >= MOST_ROWS:
                raise RefusedError("workbook-too-many-rows", sheet=self.name, limit=MOST_ROWS)
            line = self.rows[row] = {}
        line[column] = cell

    def fill_merges(self) -> None:
        """Give every cell of a merged range the value of its first cell, within the rows that are used."""
        used = sorted(self.rows)
        for merge in self.merges:
            anchor = self.rows.get(merge.top, {}).get(merge.left)
            if anchor is None:
                continue
            copy = replace(anchor, filled=True)
            last = min(merge.right, MOST_COLUMNS)
            for row in used:
                if merge.top <= row <= merge.bottom:
                    line = self.rows[row]
                    for column in range(merge.left, last + 1):
                        line.setdefault(column, copy)

    def lines(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the used rows from top to bottom."""
        for row in sorted(self.rows):
            yield row, self.rows[row]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its kind (`xlsx`, `xls`, `ods`, `csv`, `html`), SHA-256 and sheets."""

    name: str
    kind: str
    digest: str
    sheets: list[Sheet]


@dataclass(slots=True)
class Reading:
    """What a reader needs while it works: whom to tell, and when to stop."""

    path: str
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    rows: int = 0

    def row_done(self, sheet: str) -> None:
        """Count a row; every 500 rows tell the progress. Raises RefusedError("import-cancelled")."""
        self.rows += 1
        if self.rows % 500:
            return
        if self.cancelled is not None and self.cancelled():
            raise RefusedError("import-cancelled", path=self.path)
        if self.progress is not None:
            self.progress(self.rows, sheet)


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
