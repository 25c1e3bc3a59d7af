"""The preview of an import of meetings and its writing: what each row would do, and then all of it as one operation.

Nothing is written while anything is only looked at. Meetings are only added: one that is there already stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exchange import meetings_row
from exchange.meetings_findings import MeetingFinding
from exchange.meetings_planner import Decision, Planner, PlanRow
from exchange.meetings_sheet import Register
from exchange.roster_sheet import SheetReport
from models import meeting
from models.changes import Changes
from models.errors import RefusedError

if TYPE_CHECKING:
    from models.ledger import Ledger

STATES = ("new", "same", "undecided", "refused", "skipped")
"""What a row would do; `skipped` is a row that a person left out."""

FIRST_YEAR = 1949
"""Of no earlier year can a register be."""

Decisions = Mapping[tuple[str, int], Decision]
"""(sheet, row number) -> what was decided about that row."""

_PROGRESS_EVERY = 50


@dataclass(frozen=True, slots=True)
class MeetingsPlan:
    """What an import would do. as_of: number of the ledger's last operation when it was planned."""

    file: str
    digest: str
    rows: tuple[PlanRow, ...]
    sheets: tuple[SheetReport, ...]
    as_of: int

    def counts(self) -> dict[str, int]:
        """Return the number of rows in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    def in_state(self, *states: str) -> tuple[PlanRow, ...]:
        """Return the rows in these states, in the order of the file."""
        return tuple(row for row in self.rows if row.state in states)

    def summary(self) -> dict[str, Any]:
        """Return the figures; of each row kept out, where it stands and why; `remarks` on rows that come in.

        `changed` is always 0: a meeting that is there already is never touched.
        """
        counts = self.counts()
        numbers: dict[str, Any] = {"read": len(self.rows), "new": counts["new"], "changed": 0}
        numbers |= {"same": counts["same"], "skipped": counts["skipped"]}
        return numbers | {
            "undecided": [_told(row, row.deciding()) for row in self.in_state("undecided")],
            "refused": [_told(row, row.deciding()) for row in self.in_state("refused")],
            "remarks": [_told(row, row.findings) for row in self.in_state("new") if row.findings],
        }


def plan_import(
    ledger: "Ledger", register: Register, decisions: Decisions | None = None, *, year: int = 0
) -> MeetingsPlan:
    """Compare a register with the ledger's own meetings and say what each row would do. Nothing is written.

    decisions: what a person settled; plan again with more of them as they are made. year: for days written without
    one, 0 to take it from headings, titles or the file's name. Raises RefusedError("meetings-year" | "value-bad-date").
    """
    today = ledger.clock.today()
    if year and not FIRST_YEAR <= year <= today.year:
        raise RefusedError("meetings-year", value=str(year), first=FIRST_YEAR, last=today.year)
    planner = Planner(ledger, today)
    for row in register.rows:
        decision = (decisions or {}).get(row.key, Decision())
        reading = meetings_row.read_row(row, today=today, year=year, file=register.name, decided=decision.values)
        planner.add(reading, decision)
    as_of = ledger.query("SELECT coalesce(max(seq), 0) AS seq FROM journal_operation")[0]["seq"]
    return MeetingsPlan(register.name, register.digest, planner.finish(), register.sheets, as_of)


def apply_plan(
    ledger: "Ledger",
    plan: MeetingsPlan,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    initiator: object | None = None,
) -> Changes:
    """Write all rows that are new, as one operation that one undo takes back.

    progress: called with the rows done and all rows. Returns the change notice; its `seq` is 0 when there was nothing
    to write. Raises RefusedError("roster-plan-stale" | "import-cancelled") with nothing written, WorldError.
    """
    rows = plan.in_state("new")
    if not rows:
        return Changes(0, "meetings.import", {}, initiator)
    noticed: list[Changes] = []
    with ledger.lock:
        now = ledger.query("SELECT coalesce(max(seq), 0) AS seq FROM journal_operation")[0]["seq"]
        if now != plan.as_of:
            raise RefusedError("roster-plan-stale", path=plan.file)
        ledger.changed.append(noticed.append)
        try:
            _write(ledger, plan, rows, progress, cancelled, initiator)
        finally:
            ledger.changed.remove(noticed.append)
    return noticed[0]


def _write(
    ledger: "Ledger",
    plan: MeetingsPlan,
    rows: tuple[PlanRow, ...],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
    initiator: object | None,
) -> None:
    with ledger.operation("meetings.import", why=f"导入会议：{plan.file}", initiator=initiator) as op:
        op.note = {"file": plan.file, "digest": plan.digest, **plan.counts()}
        for done, row in enumerate(rows, 1):
            values: dict[str, Any] = dict(row.values)
            meeting.record_meeting(
                op,
                meeting_id=ledger.ids.new(),
                kinds=row.kinds,
                day=row.day,
                topic=row.name,
                group_id=row.group_id or None,
                roster=[one.member_id for one in row.expected],
                marks=row.marks,
                reasons=row.reasons,
                **values,
            )
            if done % _PROGRESS_EVERY:
                continue
            if cancelled is not None and cancelled():
                raise RefusedError("import-cancelled", path=plan.file)
            if progress is not None:
                progress(done, len(rows))


def _told(row: PlanRow, findings: tuple[MeetingFinding, ...]) -> dict[str, Any]:
    reason = "".join(dict.fromkeys(finding.reason() for finding in findings))
    first = findings[0]
    return {
        "sheet": row.sheet,
        "row": row.row,
        "name": row.name,
        "field": first.field,
        "code": first.code,
        "reason": reason,
    }
