"""A workbook as a register of meetings: which rows are meetings, under which headers, titles and headings.

Titles, blank rows, repeated headers, sums and foot lines are passed over; rows that a merged date binds to the one
above are one meeting with it. What the values mean is `meetings_row`; nothing is judged here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from exchange import meetings_form, meetings_grid, meetings_header, meetings_list, roster_header
from exchange.roster_header import Column, Header
from exchange.roster_sheet import Entry, SheetReport
from exchange.sheets import grid
from exchange.sheets.grid import Cell, Sheet
from exchange.workbook import read_workbook
from models.errors import RefusedError

_DITTO = frozenset({"同上", "同左", "〃", "″", '"', '""', "“", "”", "々"})
_TOTAL = re.compile(r"([全本一二三四0-9第上下]*[年月季度半]*)?(合计|小计|总计|共计|累计)[\d次个场:]*.{0,4}")
_FOOT = re.compile(
    r"(填表人|制表人?|审核人?|填报人?|填报单位|填报日期|填表日期|填表时间|单位负责人|支部书记签|书记签|说明|备注|注|附注|联系电话|联系人|"
    r"经办人|统计人|统计|党支部盖章|盖章)(签[字名])?[:\d]"
)
_JOINED = (
    "topic", "name", "content", "minutes", "decisions", "effect", "remark", "away", "attendees", "guests",
    "both_counts", "status", "scope", "",
)  # fmt: skip
_OTHER_TABLES = ("meetings-attendee-list", "meetings-is-roster", "meetings-study-table")
_ERRORS = (*_OTHER_TABLES, "meetings-no-topic")
_ROSTER_FIELDS = 4
_LONGEST_HEADER = 30
_OPENS = ("day", "kinds", *meetings_header.TOPIC_FIELDS)


@dataclass(frozen=True, slots=True)
class Line:
    """One person's line of a meeting, from a sheet with a line or a cell for each: her name and, with the headers they
    stand under, the cells that may say how it was with her.
    """

    name: str
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting's row: field -> the cells that stand for it, under "" those of columns not understood. above: sheet's
    name, titles and heading over it, the nearest first. ditto: fields in which `同上` has nothing above it. columns:
    those of its header. place: where it stands when that is no row.

    lines: its people where each has a line of her own. person: the header over their names. marked: there are cells
    that say how it was with each. listed: the mark of whoever stands there without a word, empty to ask. whole: the
    list names only those away, and whoever is not on it came. legend: sign -> mark. hours: one person's study.
    """

    sheet: str
    row: int
    entries: dict[str, tuple[Entry, ...]]
    above: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    hidden: bool = False
    columns: tuple[Column, ...] = ()
    place: str = ""
    lines: tuple[Line, ...] = ()
    person: str = ""
    marked: bool = False
    listed: str = ""
    whole: bool = False
    legend: Mapping[str, str] = field(default_factory=dict)
    hours: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Sheet and row number: what decisions refer to."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class MeetingSheet(SheetReport):
    """What became of a sheet. left: code of the sentence why it was not read, empty when it was or is empty. unread:
    headers, beside those of its rows, whose values were not taken. turned: it was read column by column.
    """

    left: str = ""
    unread: tuple[str, ...] = ()
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register of meetings as it stands in a file; `digest` is the file's SHA-256."""

    name: str
    digest: str
    rows: tuple[MeetingRow, ...]
    sheets: tuple[MeetingSheet, ...]


def read_meetings(
    path: Path | str,
    *,
    progress: grid.Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Register:
    """Read a register from a file of any kind that `read_workbook` knows.

    Raises what `read_workbook` raises, and RefusedError("meetings-no-header" | "meetings-no-rows").
    """
    book = read_workbook(path, progress=progress, cancelled=cancelled)
    found = [_read_sheet(sheet) for sheet in book.sheets]
    reports = tuple(report for report, _ in found)
    rows = tuple(row for _, rows in found for row in rows)
    if not any(report.header_row for report in reports):
        left = next((report.left for report in reports if report.left in _ERRORS), "meetings-no-header")
        looked = "、".join(meetings_header.LOOKED_FOR)
        sheets = "、".join(report.name for report in reports if not report.hidden)
        raise RefusedError(left, path=str(path), looked=looked, sheets=sheets)
    if not rows:
        raise RefusedError("meetings-no-rows", path=str(path))
    return Register(book.name, book.digest, rows, reports)


def _read_sheet(sheet: Sheet) -> tuple[MeetingSheet, list[MeetingRow]]:
    if sheet.hidden:
        return MeetingSheet(sheet.name, hidden=True, left="meetings-sheet-hidden" if sheet.rows else ""), []
    grid_ = meetings_grid.find(sheet)
    if grid_ is not None:
        rows = [
            MeetingRow(
                sheet.name, day.number, day.entries, grid_.above, place=day.place, marked=True, legend=grid_.legend,
                lines=tuple(Line(name, ((day.label, sign),) if sign else ()) for name, sign in day.signs),
            )
            for day in grid_.days
        ]  # fmt: skip
        by_column = any(day.place for day in grid_.days)
        return MeetingSheet(sheet.name, grid_.header_row, unread=grid_.unread, turned=by_column), rows
    header = meetings_header.find_header(sheet.rows)
    turned = False
    if header is None or _is_form(sheet, header):
        left = _left(sheet)
        across = None if left in _OTHER_TABLES else meetings_form.turned(sheet)
        table = across or (None if left in _OTHER_TABLES else meetings_form.table(sheet))
        header = meetings_header.find_header(table.rows) if table else None
        if table is None or header is None:
            return MeetingSheet(sheet.name, left=left), []
        sheet, turned = table, across is not None
    reader = _SheetReader(sheet, header, turned=turned)
    rows = list(reader.rows())
    unused = tuple(c.label for c in header.columns if not (c.field and meetings_header.rule(c.field).kept))
    report = MeetingSheet(
        sheet.name, header.last_row, False, header.columns, unused, reader.passed, sheet.cut,
        unread=reader.nameless(), turned=turned,
    )  # fmt: skip
    return report, rows


def _is_form(sheet: Sheet, header: Header) -> bool:
    """Tell whether what looks like a header is a row of a form: half of its cells are no headers."""
    known = sum(1 for column in header.columns if column.field)
    return known * 5 < len(header.columns) * 3 and meetings_form.table(sheet) is not None


def _left(sheet: Sheet) -> str:
    """Return why a sheet is no register: it is a list of one meeting's people, a roster, or nothing known."""
    if not sheet.rows:
        return ""
    roster = roster_header.find_header(sheet.rows)
    if roster is not None and len(roster.fields) >= _ROSTER_FIELDS:
        return "meetings-is-roster"
    if meetings_list.is_list(sheet):
        return "meetings-attendee-list"
    if meetings_list.is_hours(sheet):
        return "meetings-study-table"
    return "meetings-no-topic" if meetings_header.has_day(sheet.rows) else "meetings-no-header"


@dataclass(slots=True)
class _SheetReader:
    sheet: Sheet
    header: Header
    passed: dict[int, str] = field(default_factory=dict)
    heading: str = ""
    above: dict[int, Cell] = field(default_factory=dict)
    turned: bool = False
    bare: set[int] = field(default_factory=set)

    def nameless(self) -> tuple[str, ...]:
        """Return the columns with values and without a header, as office programs name them."""
        return tuple(f"{grid.column_name(number)} 栏（没有栏名）" for number in sorted(self.bare))

    def rows(self) -> Iterator[MeetingRow]:
        """Yield the meetings from top to bottom."""
        lines = dict(self.sheet.lines())
        titles = self._titles(lines)
        skip_to = self.header.last_row
        last: MeetingRow | None = None
        for number, cells in lines.items():
            if number <= skip_to:
                continue
            again = _repeated_header(number, cells, lines.get(number + 1, {}))
            if again is not None:
                # A second table may follow on the same sheet, with its columns in another order.
                self.header, skip_to, self.above = again, again.last_row, {}
                self.passed.update(dict.fromkeys(range(number, again.last_row + 1), "repeated-header"))
                continue
            if self._passed_over(number, cells):
                continue
            if last is not None and self._continues(cells):
                self.passed[number] = "continued"
                last = replace(last, entries=self._joined(last.entries, cells))
                continue
            if last is not None:
                yield last
            last = self._meeting(number, cells, titles)
        if last is not None:
            yield last

    def _titles(self, lines: dict[int, dict[int, Cell]]) -> tuple[str, ...]:
        """Return the sheet's name and the texts over its header, the nearest first."""
        over = [cells for number, cells in lines.items() if number < self.header.last_row]
        texts = [str(c.value) for cells in over for c in cells.values() if not c.filled and isinstance(c.value, str)]
        headers = {column.label for column in self.header.columns}
        return (self.sheet.name, *(text for text in reversed(texts) if text not in headers))

    def _passed_over(self, number: int, cells: dict[int, Cell]) -> bool:
        """Tell whether a row is no meeting, and note why."""
        own = {at: cell for at, cell in cells.items() if not cell.filled}
        first = _squeezed(own[min(own)].value) if own else ""
        if _FOOT.match(first):
            self.passed[number] = "foot"
        elif any(_TOTAL.fullmatch(_squeezed(cell.value)) for cell in list(own.values())[:3]):
            self.passed[number] = "total"
        elif len(own) == 1 and self._is_heading(own, cells):
            self.passed[number] = "heading"
            self.heading = str(own[min(own)].value)
        elif any(c.number in own and not _is_ditto(own[c.number]) for c in self._kept()):
            return False
        return True

    def _is_heading(self, own: dict[int, Cell], cells: dict[int, Cell]) -> bool:
        """Tell whether the only text of a row is a heading: it reaches over other columns, or stands before the day."""
        days = [column.number for column in self.header.of("day")]
        at = min(own)
        return isinstance(own[at].value, str) and ((len(cells) > 1 and at <= min(days)) or at < min(days))

    def _kept(self) -> list[Column]:
        return [c for c in self.header.columns if c.field and meetings_header.rule(c.field).kept]

    def _continues(self, cells: dict[int, Cell]) -> bool:
        """Tell whether merged cells for day and kind bind this row to the meeting above."""
        bound = [cells[c.number] for c in self.header.columns if c.field in ("day", "kinds") and c.number in cells]
        kept = "kinds" in self.header.fields and "person" not in self.header.fields
        return bool(bound) and kept and all(cell.filled for cell in bound)

    def _joined(self, entries: dict[str, tuple[Entry, ...]], cells: dict[int, Cell]) -> dict[str, tuple[Entry, ...]]:
        joined = dict(entries)
        for column in self.header.columns:
            cell = cells.get(column.number)
            if cell is None or cell.filled or not (column.field in _JOINED or meetings_header.rule(column.field).kept):
                continue
            kept = joined.get(column.field, ())
            if column.field in _JOINED or not kept:
                joined[column.field] = (*kept, Entry(column, cell, self.sheet.exact))
        return joined

    def _meeting(self, number: int, cells: dict[int, Cell], titles: tuple[str, ...]) -> MeetingRow:
        filled, lost = dict(cells), []
        for column in self._kept():
            cell = cells.get(column.number)
            if cell is None or not _is_ditto(cell):
                continue
            if column.number in self.above:
                filled[column.number] = self.above[column.number]
            else:
                del filled[column.number]
                lost.append(column.field)
        self.above = filled
        entries: dict[str, tuple[Entry, ...]] = {}
        numbers = {column.number for column in self.header.columns}
        self.bare |= {number for number, cell in cells.items() if number not in numbers and not cell.filled}
        for column in self.header.columns:
            if column.number in filled:
                entry = Entry(column, filled[column.number], self.sheet.exact)
                entries[column.field] = (*entries.get(column.field, ()), entry)
        above = (self.heading, *titles) if self.heading else titles
        hidden = number in self.sheet.hidden_rows
        place = f"{grid.column_name(number)} 栏" if self.turned else ""
        return MeetingRow(self.sheet.name, number, entries, above, tuple(lost), hidden, self.header.columns, place)


def _repeated_header(number: int, cells: dict[int, Cell], below: dict[int, Cell]) -> Header | None:
    labels = [str(cell.value) for cell in cells.values() if isinstance(cell.value, str)]
    known = (meetings_header.exact_field(label) for label in labels if len(label) <= _LONGEST_HEADER)
    if sum(1 for field_ in known if field_ in _OPENS) < 2:
        return None
    return meetings_header.header_at(number, cells, below)


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell.value, str) and "".join(cell.value.split()) in _DITTO


def _squeezed(value: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)[:200]).split())
