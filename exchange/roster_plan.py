"""The preview of a roster's import and its writing: what each row would do, and then all of it as one
operation.

Nothing is written while anything is only looked at. Rows that are refused or undecided stay out; a cell
that is empty in the sheet never erases what the ledger has.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exchange import import_writing, roster_branches, roster_match, roster_notices
from exchange.import_writing import Watcher, told
from exchange.roster_branches import Branches
from exchange.roster_findings import REFUSED, UNDECIDED, Finding, warning
from exchange.roster_match import Register
from exchange.roster_membership import Leaving
from exchange.roster_readings import Readings
from exchange.roster_row import RowReading
from exchange.roster_sheet import Roster, SheetReport
from models import journal, member, organization, texts
from models.changes import Changes
from models.dates import PartialDate
from models.errors import RefusedError
from models.gate import Operation
from models.member import Member

if TYPE_CHECKING:
    from models.ledger import Ledger

STATES = ("new", "changed", "same", "undecided", "refused", "skipped")
"""What a row would do; `skipped` is a row that a person left out."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a row.

    skip: leave it out. as_new: it is nobody who is in the ledger. member_id: it is this member. values:
    field -> value that stands in place of the sheet's (dates in ISO text, `full`, an ID number of 18
    digits; `status` = `active` for somebody who is still a member, `left` for somebody who is to be registered as
    having left; `branch` = the branch whose people come in, or `own`; `name_sign` = `remark` or `drop`).
    """

    skip: bool = False
    as_new: bool = False
    member_id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


Decisions = Mapping[tuple[str, int], Decision]
"""(sheet, row number) -> what was decided about that row."""

_UNDISTURBED = Decision()
_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the import would change."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the preview.

    state: one of `STATES`. member_id: the member it stands for, empty for a new one. values: what would be
    kept of a new member. leaving: how she left, where she is to be registered so.
    """

    sheet: str
    row: int
    name: str
    state: str
    field_changes: tuple[FieldChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    member_id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    leaving: Leaving | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Sheet and row number: what decisions refer to."""
        return self.sheet, self.row

    def deciding(self) -> tuple[Finding, ...]:
        """The findings that keep the row out, the refusals first."""
        kept_out = [f for f in self.findings if f.level == REFUSED]
        return (*kept_out, *(f for f in self.findings if f.level == UNDECIDED))


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What an import would do. as_of: number of the ledger's last operation when it was planned."""

    file: str
    digest: str
    rows: tuple[PlanRow, ...]
    sheets: tuple[SheetReport, ...]
    as_of: int
    branches: Branches = field(default_factory=lambda: Branches({}))

    def counts(self) -> dict[str, int]:
        """Return the number of rows in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    def in_state(self, *states: str) -> tuple[PlanRow, ...]:
        """Return the rows in these states, in the order of the file."""
        return tuple(row for row in self.rows if row.state in states)

    def notices(self) -> list[str]:
        """Return what is said of the whole file."""
        return roster_notices.notices(self.sheets, self.branches)

    def summary(self) -> dict[str, Any]:
        """Return the figures; of each row kept out, where it stands and why; `remarks` on rows that come in."""
        counts = self.counts()
        numbers: dict[str, Any] = {"read": len(self.rows)}
        numbers |= {state: counts[state] for state in ("new", "changed", "same", "skipped")}
        return numbers | {
            "undecided": [told(row, row.deciding()) for row in self.in_state("undecided")],
            "refused": [told(row, row.deciding()) for row in self.in_state("refused")],
            "remarks": [told(row, row.findings) for row in self.in_state("new", "changed") if row.findings],
            "notices": self.notices(),
            "unread": [{"sheet": sheet.name, "header": header} for sheet in self.sheets for header in sheet.unused],
        }


def plan_import(
    ledger: "Ledger", roster: Roster, decisions: Decisions | None = None, *, readings: Readings | None = None
) -> RosterPlan:
    """Compare a roster with the ledger's own members and say what each row would do. Nothing is written.

    decisions: what a person settled about rows; plan again with more of them as they are made. readings: kept from
    one plan of this roster to the next. Raises RefusedError for a decision that cannot stand ("value-bad-date",
    "member-unknown").
    """
    decided = decisions or {}
    today = ledger.clock.today()
    kept = readings or Readings()
    branches = roster_branches.branches_in(roster.rows, organization.own(ledger).name)
    found = [kept.read(row, today=today, decided=_values(decided, row.key)) for row in roster.rows]
    out = {reading.row.key for reading in found if _is_left_out(reading, decided)}
    for reading in found:
        _ask_for_branch(reading, branches, decided)
    repeated = _compare_rows([reading for reading in found if reading.row.key not in out], decided)
    register = Register(member.list_members(ledger, status=""))
    rows = []
    for reading in found:
        if reading.row.key in out:
            rows.append(_left_out(reading))
        elif reading.row.key in repeated:
            rows.append(_repeated(reading, repeated[reading.row.key]))
        else:
            rows.append(_row(register, reading, decided.get(reading.row.key, _UNDISTURBED)))
    as_of = journal.last_seq(ledger)
    return RosterPlan(roster.name, roster.digest, tuple(_one_row_each(rows)), roster.sheets, as_of, branches)


def _is_left_out(reading: RowReading, decided: Decisions) -> bool:
    decision = decided.get(reading.row.key, _UNDISTURBED)
    chosen = decision.values.get("branch", "")
    return decision.skip or roster_branches.is_left_out(roster_branches.branch_of(reading.row), chosen)


def _ask_for_branch(reading: RowReading, branches: Branches, decided: Decisions) -> None:
    chosen = _values(decided, reading.row.key).get("branch", "")
    name = roster_branches.branch_of(reading.row)
    finding = roster_branches.finding(branches, name, chosen)
    reading.findings += [finding] if finding else []


def _compare_rows(readings: list[RowReading], decided: Decisions) -> dict[tuple[str, int], RowReading]:
    """Note rows that stand for one person; return those that only repeat another, with that other."""
    repeated: dict[tuple[str, int], RowReading] = {}
    for same in roster_match.equal_rows(readings).values():
        same[0].findings.append(warning("", "row-equal", others=roster_match.rows_told(same, same[0])))
        repeated |= {reading.row.key: same[0] for reading in same[1:]}
    for reading, finding in roster_match.twice_in_file([r for r in readings if r.row.key not in repeated]):
        if finding.level == REFUSED or not decided.get(reading.row.key, _UNDISTURBED).as_new:
            reading.findings.append(finding)
    return repeated


def _left_out(reading: RowReading) -> PlanRow:
    return PlanRow(*reading.row.key, reading.name, "skipped", hidden=reading.row.hidden)


def _repeated(reading: RowReading, first: RowReading) -> PlanRow:
    said = warning("", "row-equal", others=roster_match.rows_told([first], reading))
    return PlanRow(*reading.row.key, reading.name, "same", findings=(said,), hidden=reading.row.hidden)


def apply_plan(
    ledger: "Ledger",
    plan: RosterPlan,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    initiator: object | None = None,
) -> Changes:
    """Write all rows that are new or changed, as one operation that one undo takes back.

    progress: called with the rows done and all rows. Returns the change notice; its `seq` is 0 when there
    was nothing to write. Raises RefusedError("roster-plan-stale" | "import-cancelled") with nothing
    written, WorldError.
    """
    return import_writing.write_rows(
        ledger,
        plan,
        plan.in_state("new", "changed"),
        lambda op, row: _write(ledger, op, row),
        kind="roster.import",
        why=f"导入花名册：{plan.file}",
        watcher=Watcher(progress, cancelled, initiator),
    )


def _write(ledger: "Ledger", op: Operation, row: PlanRow) -> None:
    member_id = row.member_id
    if row.state == "new":
        values: dict[str, Any] = dict(row.values)
        member_id = member.add_member(op, member_id=ledger.ids.new(), group_id=ledger.ids.new(), **values)
    elif row.field_changes:
        changes: dict[str, Any] = {change.field: change.after for change in row.field_changes}
        member.edit_member(op, member_id, group_id=ledger.ids.new(), **changes)
    if row.leaving is not None:
        left = row.leaving
        member.remove_member(op, member_id, kind=left.kind, date=left.day, reason=left.reason)


def _values(decided: Decisions, key: tuple[str, int]) -> Mapping[str, str]:
    return decided.get(key, _UNDISTURBED).values


def _row(register: Register, reading: RowReading, decision: Decision) -> PlanRow:
    """Say what one row would do."""
    sheet, number = reading.row.key
    findings = list(reading.findings)
    found: Member | None = None
    hidden, leaving = reading.row.hidden, reading.leaving
    if (leaving or any(one.code == "row-seems-left" for one in findings)) and (gone := register.departed(reading)):
        return PlanRow(sheet, number, reading.name, "same", member_id=gone.id, hidden=hidden)
    if decision.member_id:
        found = register.member(decision.member_id)
        if found is None:
            raise RefusedError("member-unknown", id=decision.member_id)
        findings = [f for f in findings if f.code != "row-same-name-in-file"]
    elif "name" in reading.values and not decision.as_new:
        match = register.match(reading)
        found = match.member
        findings += [match.finding] if match.finding else []
    values = _kept_values(reading, found, findings)
    changes = _changes(found, values, reading.derived) if found else ()
    state = _state(findings, found, changes, leaving)
    kept = values if state == "new" else {}
    member_id = found.id if found else ""
    return PlanRow(
        sheet, number, reading.name, state, changes, tuple(findings), member_id, kept, hidden, leaving
    )


def _state(
    findings: list[Finding], found: Member | None, changes: tuple[FieldChange, ...], leaving: Leaving | None
) -> str:
    levels = {finding.level for finding in findings}
    if REFUSED in levels:
        return "refused"
    if UNDECIDED in levels:
        return "undecided"
    if found is None:
        return "new"
    return "changed" if changes or leaving else "same"


def _kept_values(reading: RowReading, found: Member | None, findings: list[Finding]) -> dict[str, str]:
    """Return the row's values with its notes added to the remark (the sheet's, else the ledger's)."""
    values = dict(reading.values)
    remark = values.get("remark", found.remark if found else "")
    missing = [note for note in reading.notes if note not in remark]
    if missing:
        joined = "；".join([remark, *missing] if remark else missing)
        try:
            values["remark"] = texts.line("member.remark", joined, member.TEXT_LIMITS["remark"])
        except RefusedError as error:
            findings.append(Finding(REFUSED, "remark", error.code, error.facts))
    return values


def _changes(found: Member, values: Mapping[str, str], derived: set[str]) -> tuple[FieldChange, ...]:
    changes = []
    for name, after in values.items():
        before = getattr(found, name)
        if before == after or (before and name in derived):
            continue
        if name in member.DATE_FIELDS and before and _says_as_much(before, after):
            continue
        changes.append(FieldChange(name, before, after))
    return tuple(changes)


def _says_as_much(before: str, after: str) -> bool:
    """Tell whether a kept date is at least as precise as another that can mean the same day."""
    return len(before) >= len(after) and PartialDate.from_iso(before).agrees_with(PartialDate.from_iso(after))


def _one_row_each(rows: list[PlanRow]) -> list[PlanRow]:
    """Refuse rows that would all change the same member; by ID number they were found before."""
    by_member: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        if row.member_id and row.state in ("changed", "same"):
            by_member[row.member_id].append(row)
    twice = {key: same for key, same in by_member.items() if len(same) > 1}
    return [_taken_twice(row, twice[row.member_id]) if row.member_id in twice else row for row in rows]


def _taken_twice(row: PlanRow, rows: list[PlanRow]) -> PlanRow:
    others = "、".join(
        f"“{other.sheet}”第 {other.row} 行“{other.name}”" for other in rows[:_MOST_TOLD] if other is not row
    )
    finding = Finding(REFUSED, "name", "row-twice", {"others": others})
    return PlanRow(row.sheet, row.row, row.name, "refused", (), (*row.findings, finding), row.member_id)
