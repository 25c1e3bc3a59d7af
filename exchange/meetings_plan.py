"""The preview of an import of meetings and its writing: what each row would do, and then all of it as one operation.

Nothing is written while anything is only looked at. Meetings are only added: one that is there already stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exchange import import_writing, meetings_row
from exchange.import_writing import Watcher, told
from exchange.meetings_planner import Decision, Planner, PlanRow
from exchange.meetings_sheet import Register
from exchange.roster_sheet import SheetReport
from models import journal, meeting
from models.changes import Changes
from models.errors import RefusedError
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger

STATES = ("new", "same", "undecided", "refused", "skipped")
"""What a row would do; `skipped` is a row that a person left out."""

FIRST_YEAR = 1949
"""Of no earlier year can a register be."""

Decisions = Mapping[tuple[str, int], Decision]
"""(sheet, row number) -> what was decided about that row."""


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
        """Return the figures; of each row kept out, where it stands and why; `remarks` on the other rows.

        `changed` is always 0: a meeting that is there already is never touched.
        """
        counts = self.counts()
        numbers: dict[str, Any] = {"read": len(self.rows), "new": counts["new"], "changed": 0}
        numbers |= {"same": counts["same"], "skipped": counts["skipped"]}
        return numbers | {
            "undecided": [told(row, row.deciding()) for row in self.in_state("undecided")],
            "refused": [told(row, row.deciding()) for row in self.in_state("refused")],
            "remarks": [told(row, row.findings) for row in self.in_state("new", "same") if row.findings],
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
    return MeetingsPlan(
        register.name, register.digest, planner.finish(), register.sheets, journal.last_seq(ledger)
    )


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
    return import_writing.write_rows(
        ledger,
        plan,
        plan.in_state("new"),
        lambda op, row: _record(ledger, op, row),
        kind="meetings.import",
        why=f"导入会议：{plan.file}",
        watcher=Watcher(progress, cancelled, initiator),
    )


def _record(ledger: "Ledger", op: Operation, row: PlanRow) -> None:
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
