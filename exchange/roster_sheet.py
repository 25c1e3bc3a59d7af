"""A workbook as a roster: who stands in which row, under which headers.

Titles, blank rows, repeated headers, sums, examples and foot lines are passed over; `同上` is filled in from above.
What the values mean is `roster_row`; nothing is judged here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from exchange import roster_header, roster_lists, roster_meaning, roster_rows, roster_words
from exchange.roster_header import Column, Header
from exchange.roster_lists import NOTHING_SHARED, ListKind, SheetAbout
from exchange.sheets import grid
from exchange.sheets.grid import Cell, Sheet, cell_name, column_name
from exchange.workbook import read_workbook
from models.errors import RefusedError

ColumnChoice = Mapping[tuple[str, str], int]
"""(sheet, field) -> the column to take, where several are headed alike or none was recognised."""

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
    file. about: what the rows of the sheet share. heading: what a heading above the row says of her. titled: the
    title that may name her branch. section: the category that a heading or title says. continued: cells of rows below
    that belong to her and are not read.
    """

    sheet: str
    row: int
    entries: dict[str, tuple[Entry, ...]]
    ditto: tuple[Column, ...] = ()
    hidden: bool = False
    about: SheetAbout = NOTHING_SHARED
    heading: ListKind | None = None
    titled: str = ""
    continued: tuple[str, ...] = ()
    section: str = ""

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
    headers of columns with values that are not taken. passed: rows passed over -> why (`total`, `foot`,
    `repeated-header`, `continued`, `example`, `heading`). cut: columns beyond the last one that is read. other: the
    kind of list that it is instead of a roster, and what shows it. empty: nothing stands in it; of a hidden one, no
    roster. hidden_rows: rows read although they are hidden or filtered away.
    """

    name: str
    header_row: int = 0
    hidden: bool = False
    columns: tuple[Column, ...] = ()
    unused: tuple[str, ...] = ()
    passed: dict[int, str] = field(default_factory=dict)
    cut: bool = False
    other: tuple[str, str] = ("", "")
    empty: bool = False
    hidden_rows: tuple[int, ...] = ()


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
    found = [_read_sheet(book.name, sheet, columns or {}) for sheet in book.sheets]
    reports = tuple(report for report, _ in found)
    rows = tuple(row for _, rows in found for row in rows)
    if not any(report.header_row for report in reports):
        raise _no_header(str(path), book.sheets, reports)
    if not rows:
        raise RefusedError("roster-no-rows", path=str(path))
    return Roster(book.name, book.digest, rows, reports)


def _no_header(path: str, sheets: list[Sheet], reports: tuple[SheetReport, ...]) -> RefusedError:
    """Return the refusal of a file without a roster, as near to the cause as can be told."""
    names = "、".join(report.name for report in reports if not report.hidden)
    for report in reports:
        if report.other[0]:
            kind, shown = report.other
            word = roster_lists.other_word(kind)
            return RefusedError("roster-other-list", path=path, sheet=report.name, kind=word, shown=shown)
    looked = "、".join(roster_header.LOOKED_FOR)
    for sheet in sheets:
        if sheet.hidden:
            continue
        if roster_header.find_header(_turned(sheet.rows)) is not None:
            return RefusedError("roster-turned", path=path, sheet=sheet.name)
        if labels := roster_header.has_name(sheet.rows):
            known = [text for text in labels if roster_header.field_of(text)]
            unknown = "、".join(text[:20] for text in labels if text not in known)
            facts = {"path": path, "sheet": sheet.name, "known": "、".join(known), "unknown": unknown or "（没有）"}
            return RefusedError("roster-few-columns", looked=looked, **facts)
    return RefusedError("roster-no-header", path=path, looked=looked, sheets=names)


def _turned(rows: dict[int, dict[int, Cell]]) -> dict[int, dict[int, Cell]]:
    """Return a sheet's cells with rows and columns changed over."""
    turned: dict[int, dict[int, Cell]] = {}
    for number, cells in rows.items():
        for column, cell in cells.items():
            turned.setdefault(column, {})[number] = cell
    return turned


def _read_sheet(file: str, sheet: Sheet, choice: ColumnChoice) -> tuple[SheetReport, list[RosterRow]]:
    header = roster_header.find_header(sheet.rows)
    if sheet.hidden:
        return SheetReport(sheet.name, hidden=True, empty=header is None), []
    if header is None:
        return SheetReport(sheet.name, empty=not sheet.rows), []
    if other := roster_lists.other_list(header, (file, sheet.name, *roster_lists.titles(sheet, header))):
        return SheetReport(sheet.name, other=other), []
    reader = _SheetReader(sheet, roster_meaning.decided(header, sheet, choice), choice)
    columns = reader.header.columns
    kinds = roster_lists.kinds_over(file, sheet, header)
    others, answered = roster_meaning.has_others(reader.header, sheet), roster_meaning.answered(reader.header, sheet)
    reader.about = SheetAbout(kinds, reader.header.fields, others, answered)
    over = (sheet.name, *roster_lists.titles(sheet, header))
    reader.titled = next((name for title in reversed(over) if (name := roster_lists.branch_in_title(title))), "")
    reader.section = next((said for title in reversed(over) if (said := roster_lists.category_of_title(title))), "")
    rows = list(reader.rows())
    unused = tuple(reader.unused)
    hidden = tuple(row.row for row in rows if row.hidden)
    report = SheetReport(sheet.name, header.last_row, False, columns, unused, reader.passed, sheet.cut)
    return replace(report, hidden_rows=hidden), rows


@dataclass(slots=True)
class _SheetReader:
    sheet: Sheet
    header: Header
    choice: ColumnChoice
    about: SheetAbout = NOTHING_SHARED
    passed: dict[int, str] = field(default_factory=dict)
    above: dict[int, Cell] = field(default_factory=dict)
    heading: ListKind | None = None
    titled: str = ""
    section: str = ""
    unused: dict[str, None] = field(default_factory=dict)

    def rows(self) -> Iterator[RosterRow]:
        """Yield the people from top to bottom."""
        lines = dict(self.sheet.lines())
        skip_to = self.header.last_row
        last: RosterRow | None = None
        for number, cells in lines.items():
            if number <= skip_to:
                continue
            again = _repeated_header(number, cells, lines.get(number + 1, {}))
            if again is not None:
                # A second table may follow on the same sheet, with its columns in another order.
                self.header, skip_to, self.above = again, again.last_row, {}
                self.header = roster_meaning.decided(again, self.sheet, self.choice)
                self.passed.update(dict.fromkeys(range(number, again.last_row + 1), "repeated-header"))
                continue
            reason = self._passed_over(number, cells)
            if reason is None and last is not None and roster_rows.goes_on(self.header, cells):
                self.passed[number] = reason = "continued"
            if reason == "continued" and last is not None:
                last = replace(last, continued=(*last.continued, *self._left_over(number, cells)))
            if reason is not None:
                continue
            if last is not None:
                yield last
            last = self._person(number, cells)
        if last is not None:
            yield last

    def _passed_over(self, number: int, cells: dict[int, Cell]) -> str | None:
        if (found := roster_lists.heading(cells)) is not None:
            self.heading = found[1]
            self.titled = roster_lists.branch_in_title(found[0]) or self.titled
            self.section = roster_lists.category_of_title(found[0])
            self.passed[number] = "heading"
            return "heading"
        reason = roster_rows.passed_over(self.header, cells)
        if reason:
            self.passed[number] = reason
        return reason

    def _left_over(self, number: int, cells: dict[int, Cell]) -> list[str]:
        """Return the cells of a continued row whose values somebody might miss."""
        kept = {c.number for c in self.header.columns if c.field and roster_header.rule(c.field).taken}
        own = [(at, cell) for at, cell in sorted(cells.items()) if at in kept and not cell.filled]
        told = [(at, cell) for at, cell in own if not roster_rows.is_ditto(cell)]
        return [f"{cell_name(number, at)}“{str(cell.value)[:20]}”" for at, cell in told]

    def _person(self, number: int, cells: dict[int, Cell]) -> RosterRow:
        filled, ditto = _without_ditto(self.header, cells, self.above)
        self.above = filled
        self._note_unused(cells)
        entries = _entries(self.sheet, self.header, filled, self.choice)
        hidden = number in self.sheet.hidden_rows
        row = RosterRow(self.sheet.name, number, entries, ditto, hidden, self.about, self.heading, self.titled)
        return replace(row, section=self.section)


    def _note_unused(self, cells: dict[int, Cell]) -> None:
        columns = {column.number: column for column in self.header.columns}
        for number, cell in cells.items():
            if roster_words.says_nothing(cell.value):
                continue
            column = columns.get(number)
            if column is None:
                running = isinstance(cell.value, int) or str(cell.value).isdigit()
                self.unused[f"{'序号' if running else ''}（{column_name(number)} 列，没有表头）"] = None
            elif not roster_meaning.is_taken(column, cell, self.choice.get((self.sheet.name, column.field), number)):
                self.unused[column.label] = None


def _repeated_header(number: int, cells: dict[int, Cell], below: dict[int, Cell]) -> Header | None:
    labels = [cell.value for cell in cells.values() if isinstance(cell.value, str) and "名" in cell.value]
    if not any(roster_header.field_of(label) == "name" for label in labels):
        return None
    return roster_header.header_at(number, cells, below)


def _without_ditto(
    header: Header, cells: dict[int, Cell], above: dict[int, Cell]
) -> tuple[dict[int, Cell], tuple[Column, ...]]:
    """Return the cells with `同上` replaced by what stands above, and the columns where nothing does."""
    filled, lost = dict(cells), []
    for column in header.columns:
        cell = cells.get(column.number)
        if cell is None or not roster_rows.is_ditto(cell) or column.field in ("name", "id_number"):
            continue
        if column.number in above:
            filled[column.number] = above[column.number]
        else:
            del filled[column.number]
            lost.append(column)
    return filled, tuple(lost)


def _entries(
    sheet: Sheet, header: Header, cells: dict[int, Cell], choice: ColumnChoice
) -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, tuple[Entry, ...]] = {}
    for column in header.columns:
        chosen = choice.get((sheet.name, column.field), column.number)
        if column.number in cells and (column.part or column.number == chosen):
            entry = Entry(column, cells[column.number], sheet.exact)
            entries[column.field] = (*entries.get(column.field, ()), entry)
    return entries
