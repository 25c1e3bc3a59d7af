"""Records of a declared kind out of a workbook or pasted lines: a line for each, its columns named as the fields are.

Nothing is written until `apply_plan`, one operation; every row is accounted for.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import import_writing, roster_findings
from exchange.import_writing import Watcher
from exchange.meetings_when import text_of
from exchange.roster_findings import Finding, refused, undecided
from exchange.sheets.grid import Cell, Sheet, Workbook
from exchange.workbook import read_workbook
from models import journal, member, words
from models.changes import Changes
from models.date_text import parse_date
from models.errors import RefusedError
from models.gate import Operation
from models.kinds import records
from models.kinds.field import Date, Day, Field, Month
from models.kinds.kind import Kind
from models.member import Member
from models.similar_names import name_key

if TYPE_CHECKING:
    from models.ledger import Ledger

Key = tuple[str, int]
"""Sheet and number of a line."""

STATES = ("new", "same", "undecided", "refused")
_SEARCHED_ROWS = 20
_NAME = ("姓名", "党员姓名", "名字")
_NUMBER = ("公民身份号码", "身份证号", "身份证号码")
_PASSED_OVER = ("序号", "编号", "no")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line. state: of `STATES`; values: by field, as they would be kept; findings: why it is not taken."""

    sheet: str
    row: int
    name: str
    state: str
    member_id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    hidden: bool = False

    @property
    def key(self) -> Key:
        """Where it stands."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a file would bring. as_of: number of the ledger's last operation; unread: (sheet, header) not taken."""

    kind: Kind
    file: str
    digest: str
    as_of: int
    rows: tuple[SheetRow, ...]
    unread: tuple[tuple[str, str], ...]

    def in_state(self, state: str) -> list[SheetRow]:
        """Return the rows in a state."""
        return [row for row in self.rows if row.state == state]

    def counts(self) -> dict[str, int]:
        """Return how many rows are in each state."""
        return {state: len(self.in_state(state)) for state in STATES}

    def summary(self) -> dict[str, Any]:
        """Return what `--json` tells: `read`, `new`, `changed`, `same`, `undecided`, `refused`, `unread`."""
        told = {
            state: [import_writing.told(row, row.findings) for row in self.in_state(state)]
            for state in ("undecided", "refused")
        }
        unread = [{"sheet": sheet, "header": header} for sheet, header in self.unread]
        counts = {"read": len(self.rows), "new": self.counts()["new"], "changed": 0, "same": self.counts()["same"]}
        return counts | told | {"unread": unread}


def plan_import(ledger: "Ledger", kind: Kind, path: Path) -> SheetPlan:
    """Read a file against the ledger. Raises RefusedError("records-no-header"), what `read_workbook` raises."""
    return plan_of(ledger, kind, read_workbook(path))


def plan_of(ledger: "Ledger", kind: Kind, book: Workbook, whose: Mapping[Key, str] | None = None) -> SheetPlan:
    """Return what the sheets would bring. whose: line -> the member meant, where a name says too little.

    Raises RefusedError("records-no-header").
    """
    as_of = journal.last_seq(ledger)
    unread: list[tuple[str, str]] = []
    lines: list[_Line] = []
    found = False
    for sheet in book.sheets:
        columns = _columns(kind, sheet)
        if columns is None:
            unread.append((sheet.name, ""))
            continue
        found = True
        unread += [(sheet.name, header) for header in columns.unread]
        lines += _lines(sheet, columns)
    if not found:
        needed = "要有“姓名”和" if kind.about == "member" else "要有"
        facts = {"needed": needed, "word": kind.word, "fields": "、".join(headings(kind))}
        raise RefusedError("records-no-header", path=book.name, **facts)
    judged = _Judge(ledger, kind, whose or {}).rows(lines)
    return SheetPlan(kind, book.name, book.digest, as_of, judged, tuple(unread))


def headings(kind: Kind) -> list[str]:
    """Return what the columns of a table of these records are called."""
    return [*([_NAME[0]] if kind.about == "member" else []), *(one.word for one in kind.fields)]


def apply_plan(ledger: "Ledger", plan: SheetPlan, watcher: Watcher | None = None) -> Changes:
    """Write the new rows as one operation that one undo takes back. Raises RefusedError("roster-plan-stale")."""

    def write(op: Operation, row: SheetRow) -> None:
        records.add(op, ledger.ids, plan.kind, [row.member_id], **row.values)

    new, kind, why = plan.in_state("new"), plan.kind.operation("add"), f"从“{plan.file}”导入"
    return import_writing.write_rows(ledger, plan, new, write, kind=kind, why=why, watcher=watcher or Watcher())


# --- reading a sheet ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what. row: of the header; fields: column -> field; unread: headers that mean nothing here."""

    row: int
    name: int
    number: int
    fields: Mapping[int, Field]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    sheet: str
    row: int
    name: str
    number: str
    cells: Mapping[str, Cell]


def _columns(kind: Kind, sheet: Sheet) -> _Columns | None:
    """Return the columns of the first row that names a person and a field."""
    known = _headings(kind)
    for row, cells in list(sheet.lines())[:_SEARCHED_ROWS]:
        heads = {column: _key(text_of(cell)) for column, cell in cells.items()}
        name = next((column for column, head in heads.items() if head in _NAME), 0)
        fields = {column: known[head] for column, head in heads.items() if head in known}
        if not fields or not (name or kind.about == "branch"):
            continue
        number = next((column for column, head in heads.items() if head in _NUMBER), 0)
        taken = {name, number, *fields}
        rest = tuple(
            text_of(cells[column]).strip()
            for column, head in heads.items()
            if column not in taken and head not in _PASSED_OVER
        )
        return _Columns(row, name, number, fields, rest)
    return None


def _headings(kind: Kind) -> dict[str, Field]:
    """Return how a field may be called at the head of a column: its word, that of the register, its name."""
    found = {_key(said): one for one in kind.fields for said in (one.name, one.word, one.word.partition("（")[0])}
    for column in kind.register.columns if kind.register else ():
        if column.title and column.field in kind.by_name:
            found.setdefault(_key(column.title), kind.by_name[column.field])
    return found


def _key(text: str) -> str:
    return name_key(unicodedata.normalize("NFKC", text)).lower()


def _lines(sheet: Sheet, columns: _Columns) -> Iterator[_Line]:
    for row, cells in sheet.lines():
        if row <= columns.row:
            continue
        name = text_of(cells[columns.name]).strip() if columns.name in cells else ""
        number = text_of(cells[columns.number]).strip() if columns.number in cells else ""
        held = {one.name: cells[column] for column, one in columns.fields.items() if column in cells}
        if name or held:
            yield _Line(sheet.name, row, name, number.upper(), held)


# --- judging the lines -------------------------------------------------------------------


class _NothingWritten(Exception):
    """Ends the operation in which rows are only tried."""


class _Judge:
    """Tries every line at the door of the ledger, in an operation that is given up."""

    def __init__(self, ledger: "Ledger", kind: Kind, whose: Mapping[Key, str]) -> None:
        self._ledger, self._kind, self._whose = ledger, kind, whose
        self._by_id: dict[str, Member] = {}
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_number: dict[str, Member] = {}
        for one in member.list_members(ledger, status=""):
            self._by_name[_key(one.name)].append(one)
            self._by_id[one.id] = one
            if one.id_number:
                self._by_number[one.id_number] = one
        self._kept = {self._same(one.member_id, one.values) for one in records.listed(ledger, kind)}

    def rows(self, lines: list[_Line]) -> tuple[SheetRow, ...]:
        """Return every line as a row of the plan, in order."""
        judged: list[SheetRow] = []
        try:
            with self._ledger.operation(self._kind.operation("add")) as op:
                judged = [self._row(op, one) for one in lines]
                raise _NothingWritten
        except _NothingWritten:
            return tuple(judged)

    def _row(self, op: Operation, line: _Line) -> SheetRow:
        title = line.cells.get(self._kind.title)
        place = line.sheet, line.row, line.name or (text_of(title) if title is not None else "")
        person, finding = self._person(line)
        if finding is not None:
            return SheetRow(*place, finding.level, findings=(finding,))
        whose = person.id if person is not None else ""
        values, findings = self._values(line)
        if not findings:
            try:
                (made,) = records.add(op, self._ledger.ids, self._kind, [whose], **values)
            except RefusedError as error:
                if error.code == "record-twice" and self._same(whose, self._whole(values)) in self._kept:
                    return SheetRow(*place, "same", whose, values)
                findings = [_of(error)]
            else:
                row = records.kept(op, self._kind, made)
                values = {one.name: row[one.name] for one in self._kind.fields}
        if findings:
            level = min((one.level for one in findings), key=("refused", "undecided").index)
            return SheetRow(*place, level, whose, findings=tuple(findings))
        same = self._same(whose, values)
        state = "same" if same in self._kept else "new"
        self._kept.add(same)
        return SheetRow(*place, state, whose, values)

    def _person(self, line: _Line) -> tuple[Member | None, Finding | None]:
        """Return whose a line is, or why that cannot be told; neither of a matter of the branch."""
        if self._kind.about == "branch":
            return None, None
        if (meant := self._by_id.get(self._whose.get((line.sheet, line.row), ""))) is not None:
            return meant, None
        if not line.name:
            return None, refused("", "records-no-name")
        named = self._by_name.get(_key(line.name), [])
        if line.number:
            found = self._by_number.get(line.number)
            if found is not None and found in named:
                return found, None
            if found is not None:
                return None, undecided("", "row-name-differs", name=found.name)
        present = [one for one in named if one.status == "active"] or named
        if len(present) == 1:
            return present[0], None
        if not present:
            return None, refused("", "records-nobody", name=line.name)
        return None, undecided("", "records-namesakes", name=line.name, count=len(present))

    def _values(self, line: _Line) -> tuple[dict[str, Any], list[Finding]]:
        values: dict[str, Any] = {}
        findings: list[Finding] = []
        for name, cell in line.cells.items():
            one = self._kind.by_name[name]
            try:
                values[name] = self._value(one, cell, line)
            except RefusedError as error:
                findings.append(_of(error, name))
        return values, findings

    def _value(self, one: Field, cell: Cell, line: _Line) -> Any:
        where = f"{line.sheet} 第 {line.row} 行 {line.name}"
        if cell.flaw:
            raise RefusedError("records-flaw", field=one.word, where=where)
        if not isinstance(one, Day | Date | Month):
            return one.read(text_of(cell), f"{self._kind.name}.{one.name}", where)
        length = len("2026-01") if isinstance(one, Month) else None
        if isinstance(cell.value, date):
            return cell.value.isoformat()[: length or len("2026-01-01")]
        today = self._ledger.clock.today()
        reading = parse_date(cell.value, this_year=today.year, number_format=cell.number_format, shift=cell.shift)
        if reading.code:
            raise RefusedError("value-bad-date", field=one.word, value=text_of(cell)[:40], where=where)
        return reading.value[:length]

    def _whole(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {one.name: values.get(one.name, one.blank) for one in self._kind.fields}

    def _same(self, member_id: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return (member_id, *(values[one.name] for one in self._kind.fields))


def _of(error: RefusedError, name: str = "") -> Finding:
    return Finding(roster_findings.REFUSED, name, error.code, dict(error.facts))


def field_word(kind: Kind, name: str) -> str:
    """Return what people call a field of a kind; nothing for none."""
    return words.label("field", f"{kind.name}.{name}") if name else ""
