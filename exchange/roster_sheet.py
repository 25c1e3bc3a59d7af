"""A workbook as a roster: who stands in which row, under which headers.

Titles, blank rows, repeated headers, sums and foot lines are passed over; `同上` is filled in from above.
What the values mean is `roster_row`; nothing is judged here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exchange import roster_header
from exchange.roster_header import Column, Header
from exchange.sheets import grid
from exchange.sheets.grid import Cell, Sheet
from exchange.workbook import read_workbook
from models.errors import RefusedError

ColumnChoice = Mapping[tuple[str, str], int]
"""(sheet, field) -> the column to take where several are headed alike."""

_DITTO = frozenset(
    {"同上", "同左", "〃", "″", "''", '"', '""', "“", "”", "““", "””", "々", "ditto", "-do-", "、、", "…"}
)
_TOTAL = re.compile(r"(合计|小计|总计|共计|总人数|合共)[\d人名:]*")
_FOOT = re.compile(
    r"(填表人|制表人?|审核人?|填报人?|填报单位|填报日期|填表日期|填表时间|负责人|单位负责人|支部书记|书记签|说明|备注|注|附注|"
    r"联系电话|联系人|经办人|统计|党支部盖章|盖章)(签[字名])?[:\d]"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a person's row with the column it stands in; `exact` False where numbers came as text."""

    column: Column
    cell: Cell
    exact: bool = True


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's row: field -> the cells that stand for it (several where several columns are headed
    alike).

    ditto: columns in which `同上` has nothing above it. hidden: the row is hidden or filtered away in the
    file.
    """

    sheet: str
    row: int
    entries: dict[str, tuple[Entry, ...]]
    ditto: tuple[Column, ...] = ()
    hidden: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Sheet and row number: what decisions refer to."""
        return self.sheet, self.row

    def shown(self, field_: str) -> str:
        """The text of a field as it stands in the sheet."""
        return " ".join(str(entry.cell.value) for entry in self.entries.get(field_, ())).strip()


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet.

    header_row: last row of its header, 0 when it has none. hidden: skipped because it is hidden. unused:
    headers that are understood or not, but have no place in the ledger. passed: rows passed over -> why
    (`total`, `foot`, `repeated-header`, `continued`). cut: columns beyond the last one that is read.
    """

    name: str
    header_row: int = 0
    hidden: bool = False
    columns: tuple[Column, ...] = ()
    unused: tuple[str, ...] = ()
    passed: dict[int, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it stands in a file; `digest` is the file's SHA-256."""

    name: str
    digest: str
    rows: tuple[RosterRow, ...]
    sheets: tuple[SheetReport, ...]


def read_roster(
    path: Path | str,
    *,
    columns: ColumnChoice | None = None,
    progress: grid.Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Roster:
    """Read a roster from a file of any kind that `read_workbook` knows.

    columns: the user's choice where two columns stand for one field. Raises what `read_workbook` raises, and
    RefusedError("roster-no-header" | "roster-no-rows").
    """
    book = read_workbook(path, progress=progress, cancelled=cancelled)
    found = [_read_sheet(sheet, columns or {}) for sheet in book.sheets]
    reports = tuple(report for report, _ in found)
    rows = tuple(row for _, rows in found for row in rows)
    if not any(report.header_row for report in reports):
        looked = "、".join(roster_header.LOOKED_FOR)
        sheets = "、".join(report.name for report in reports if not report.hidden)
        raise RefusedError("roster-no-header", path=str(path), looked=looked, sheets=sheets)
    if not rows:
        raise RefusedError("roster-no-rows", path=str(path))
    return Roster(book.name, book.digest, rows, reports)


def _read_sheet(sheet: Sheet, choice: ColumnChoice) -> tuple[SheetReport, list[RosterRow]]:
    if sheet.hidden:
        return SheetReport(sheet.name, hidden=True), []
    header = roster_header.find_header(sheet.rows)
    if header is None:
        return SheetReport(sheet.name), []
    passed: dict[int, str] = {}
    rows = list(_rows(sheet, header, choice, passed))
    unused = tuple(c.label for c in header.columns if not (c.field and roster_header.rule(c.field).kept))
    report = SheetReport(sheet.name, header.last_row, False, header.columns, unused, passed, sheet.cut)
    return report, rows


def _rows(sheet: Sheet, header: Header, choice: ColumnChoice, passed: dict[int, str]) -> Iterator[RosterRow]:
    above: dict[int, Cell] = {}
    lines = dict(sheet.lines())
    skip_to = header.last_row
    for number, cells in lines.items():
        if number <= skip_to:
            continue
        again = _repeated_header(number, cells, lines.get(number + 1, {}))
        if again is not None:
            # A second table may follow on the same sheet, with its columns in another order.
            header, skip_to, above = again, again.last_row, {}
            passed.update(dict.fromkeys(range(number, again.last_row + 1), "repeated-header"))
            continue
        reason = _passed_over(header, cells)
        if reason is not None:
            if reason:
                passed[number] = reason
            continue
        filled, ditto = _without_ditto(header, cells, above)
        above = filled
        yield RosterRow(sheet.name, number, _entries(sheet, header, filled, choice), ditto, number in sheet.hidden_rows)


def _repeated_header(number: int, cells: dict[int, Cell], below: dict[int, Cell]) -> Header | None:
    labels = [str(cell.value) for cell in cells.values() if isinstance(cell.value, str)]
    if not any(roster_header.field_of(label) == "name" for label in labels):
        return None
    return roster_header.header_at(number, cells, below)


def _passed_over(header: Header, cells: dict[int, Cell]) -> str | None:
    """Return why a row is nobody's: a word for the report, "" for a blank one, None when it is somebody's."""
    own = {number: cell for number, cell in cells.items() if not cell.filled}
    text = "".join(str(own[min(own)].value).split()) if own else ""
    plain = unicodedata.normalize("NFKC", text)
    if _FOOT.match(plain):
        return "foot"
    names = [cells[column.number] for column in header.of("name") if column.number in cells]
    if any(_TOTAL.fullmatch("".join(unicodedata.normalize("NFKC", str(c.value)).split())) for c in names):
        return "total"
    if _TOTAL.match(plain):
        return "total"
    if names and all(name.filled for name in names):
        # The name's cell reaches here from above, or a title's from the left.
        return "continued"
    kept = [c.number for c in header.columns if c.field and roster_header.rule(c.field).kept]
    if not any(number in own and not _is_ditto(own[number]) for number in kept):
        return ""
    return None


def _without_ditto(
    header: Header, cells: dict[int, Cell], above: dict[int, Cell]
) -> tuple[dict[int, Cell], tuple[Column, ...]]:
    """Return the cells with `同上` replaced by what stands above, and the columns where nothing does."""
    filled, lost = dict(cells), []
    for column in header.columns:
        cell = cells.get(column.number)
        if cell is None or not _is_ditto(cell) or column.field in ("name", "id_number"):
            continue
        if column.number in above:
            filled[column.number] = above[column.number]
        else:
            del filled[column.number]
            lost.append(column)
    return filled, tuple(lost)


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell.value, str) and "".join(cell.value.split()).lower() in _DITTO


def _entries(
    sheet: Sheet, header: Header, cells: dict[int, Cell], choice: ColumnChoice
) -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, tuple[Entry, ...]] = {}
    for column in header.columns:
        chosen = choice.get((sheet.name, column.field), column.number)
        if column.field and column.number in cells and (column.part or column.number == chosen):
            entry = Entry(column, cells[column.number], sheet.exact)
            entries[column.field] = (*entries.get(column.field, ()), entry)
    return entries
