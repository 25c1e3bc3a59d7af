"""The preview of an import of meetings and its writing: what each row would do, and then all of it as one operation.

Nothing is written while anything is only looked at. Meetings are only added: one that is there already stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from exchange import import_writing, meetings_columns, meetings_persons, meetings_row
from exchange.import_writing import Watcher, told
from exchange.meetings_header import field_of
from exchange.meetings_planner import Decision, Planner, PlanRow
from exchange.meetings_sheet import MeetingRow, MeetingSheet, Register
from models import journal, meeting, member, organization, words
from models.changes import Changes
from models.errors import RefusedError
from models.gate import Operation
from models.kinds import records
from models.kinds.catalog import kind_of
from models.similar_names import name_key

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
    """What an import would do. as_of: number of the ledger's last operation when it was planned. unread: sheet and
    header of every column with values that were not taken.
    """

    file: str
    digest: str
    rows: tuple[PlanRow, ...]
    sheets: tuple[MeetingSheet, ...]
    as_of: int
    unread: tuple[tuple[str, str], ...] = ()

    def counts(self) -> dict[str, int]:
        """Return the number of rows in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    def in_state(self, *states: str) -> tuple[PlanRow, ...]:
        """Return the rows in these states, in the order of the file."""
        return tuple(row for row in self.rows if row.state in states)

    def summary(self) -> dict[str, Any]:
        """Return the figures; of each row kept out, where it stands and why; `remarks` on the other rows.

        `changed` is always 0: a meeting that is there already is never touched. `hours`: how many of those read are the
        study hours of one person.
        """
        counts = self.counts()
        numbers: dict[str, Any] = {"read": len(self.rows), "new": counts["new"], "changed": 0}
        numbers |= {"same": counts["same"], "skipped": counts["skipped"], "hours": self.hours()}
        return numbers | {
            "undecided": [told(row, row.deciding()) for row in self.in_state("undecided")],
            "refused": [told(row, row.deciding()) for row in self.in_state("refused")],
            "remarks": [
                *(told(row, row.findings) for row in self.in_state("new", "same") if row.findings),
                *({"sheet": sheet, "row": 0, "name": "", "field": "", "code": code, "reason": reason}
                  for sheet, code, reason in self.left_sheets()),
            ],
            "unread": [{"sheet": sheet, "header": header} for sheet, header in self.unread],
        }  # fmt: skip

    def hours(self) -> int:
        """Return how many rows are no meetings but the study hours of one person."""
        return sum(1 for row in self.rows if row.hours)

    def left_sheets(self) -> list[tuple[str, str, str]]:
        """Return the sheets that were not read: name, code, and the sentence why and what to do with them."""
        found = []
        for sheet in self.sheets:
            code = sheet.left or ("meetings-sheet-turned" if sheet.turned else "")
            if code:
                code = {"meetings-no-header": "meetings-sheet-unknown"}.get(code, code)
                reason = words.error_text(code, "what", {}) + words.error_text(code, "next", {})
                found.append((sheet.name, code, reason))
        return found

    def unread_words(self) -> str:
        """Name the columns that were not read, running numbers left out; empty when everything was."""
        headers = dict.fromkeys(header for _, header in self.unread if field_of(header) != "serial")
        return "、".join(headers)


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
    names = {name_key(one.name) for one in member.list_members(ledger, status="")}
    columns = meetings_columns.looked_at(register.rows, names)
    own = name_key(organization.own(ledger).name)
    for row in _rows(register, columns, year, today):
        decision = (decisions or {}).get(row.key, Decision())
        settled, asked = meetings_columns.settled(
            row, columns, decision.values, lambda name: own.endswith(name_key(name).removeprefix("中共"))
        )
        reading = meetings_row.read_row(settled, today=today, year=year, file=register.name, decided=decision.values)
        reading.findings[:0] = asked
        reading.asked = bool(asked)
        planner.add(reading, decision, living=row.sheet in columns.living)
    values = {key: decision.values for key, decision in (decisions or {}).items()}
    unread = [*meetings_columns.unread(register.rows, columns, values)]
    unread += [(sheet.name, header) for sheet in register.sheets for header in sheet.unread]
    return MeetingsPlan(
        register.name, register.digest, planner.finish(), register.sheets, journal.last_seq(ledger),
        tuple(dict.fromkeys(unread)),
    )  # fmt: skip


def _rows(register: Register, columns: meetings_columns.Columns, year: int, today: date) -> list[MeetingRow]:
    """Return the rows of a register, the lines of persons put together by day and topic."""

    def day_of(row: MeetingRow) -> str:
        of_row = year or meetings_row.year_above(row, register.name)
        return meetings_row.when_of(row, of_row, today).day

    return meetings_persons.gathered(register.rows, columns, register.name, day_of)


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
    if row.hours:
        records.add(
            op, ledger.ids, kind_of("study_record"), [row.person], kind=row.study_kind, from_day=row.day, **values
        )
        return
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
