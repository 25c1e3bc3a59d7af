"""How often each kind of meeting was held in each month, and how many came (三会一课落实情况统计表, B6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from models.meeting import MEETING_KINDS
from models.rules import asked, duties, facts
from models.rules.asked import Asked
from models.rules.duties import Duty
from models.rules.facts import Facts, MeetingFact
from models.rules.fulfilment import Held
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

T = TypeVar("T", Duty, Asked)
NO_GROUPS = "未设党小组"
_WORST_FIRST = ("missed", "open", "explained", "done", "waived")


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One kind in one month. days: ISO days of the meetings; duty: `done`, `open`, `missed`, `explained`, `waived` or
    nothing where no rule asks.
    """

    days: tuple[str, ...]
    meeting_ids: tuple[str, ...]
    duty: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """One line: a kind, for `group` each group (`subject` its name). required: of the whole year, None without a rule;
    expected, present: persons over all its meetings.
    """

    kind: str
    subject_id: str
    subject: str
    months: tuple[MonthCell, ...]
    held: int
    required: int | None
    expected: int
    present: int
    note: str


@dataclass(frozen=True, slots=True)
class YearStatistics:
    """A branch's year. rate_percent: present of expected over all meetings, hundredths of a percent, or None."""

    year: int
    rows: tuple[KindRow, ...]
    meetings: int
    expected: int
    present: int
    rate_percent: int | None


def year_statistics(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date | None = None) -> YearStatistics:
    """Return the statistics of an organisation's year as they stand on a day (None: today)."""
    when = as_of or ledger.clock.today()
    read = facts.load(ledger, org=org, first_year=year, last_year=year, marks=(), study=False)
    return statistics_of(read, year, when)


def statistics_of(read: Facts, year: int, as_of: date) -> YearStatistics:
    """Return the statistics of a year: one row for each kind, for 党小组会 one for each group that has a say in it.

    A meeting of several kinds stands in the row of each, but counts once in the totals.
    """
    until = as_of.isoformat()
    meetings = [one for one in read.meetings if one.day[:4] == f"{year:04d}" and one.day <= until]
    wanted = [one for one in asked.alike_in(read, year, date(year, 12, 31)) if one[0].rule.metric == "meetings"]
    seen = Held(read, as_of)
    standing = [duties.duty_of(seen, alike) for alike in wanted if alike[0].period.first_day <= as_of]
    strictest = [alike[0] for alike in wanted]
    rows = []
    for kind in MEETING_KINDS:
        held = [one for one in meetings if kind in one.kinds]
        for subject_id, subject in _subjects(read, kind, held, strictest):
            mine = [one for one in held if kind != "group" or (one.group_id or "") == subject_id]
            required, told = _about(strictest, kind, subject_id), _about(standing, kind, subject_id)
            rows.append(_row(kind, subject_id, subject, mine, required, told))
    expected, present = sum(one.expected for one in meetings), sum(one.present for one in meetings)
    return YearStatistics(year, tuple(rows), len(meetings), expected, present, _rate(present, expected))


def _subjects(read: Facts, kind: str, held: list[MeetingFact], wanted: list[Asked]) -> list[tuple[str, str]]:
    """Return whose rows a kind has: the branch's, or those of groups that met or were asked to."""
    if kind != "group":
        return [("", "")]
    met = {one.group_id or "" for one in held} | {one.subject_id for one in wanted if one.rule.subject == "group"}
    found = [(one.id, one.name) for one in read.groups if one.id in met]
    return [*found, ("", "")] if "" in met or not found else found


def _about(found: Iterable[T], kind: str, subject_id: str) -> list[T]:
    return [one for one in found if kind in one.rule.meeting_kinds and one.subject_id == subject_id]


def _row(
    kind: str, subject_id: str, subject: str, held: list[MeetingFact], wanted: list[Asked], standing: list[Duty]
) -> KindRow:
    # Rules with other periods ask for the same meetings, not for more of them: the strictest counts.
    required: dict[str, int] = {}
    for one in wanted:
        if not one.waived:
            required[one.rule.key] = required.get(one.rule.key, 0) + one.rule.value
    placed = [(one, _months_of(one)) for one in standing]
    notes = [NO_GROUPS] if kind == "group" and not subject_id and not held else []
    notes += [one.waived for one in wanted if one.waived] + [one.note for one in standing if one.note]
    return KindRow(
        kind=kind,
        subject_id=subject_id,
        subject=subject,
        months=tuple(_cell(number, held, placed) for number in range(1, 13)),
        held=len(held),
        required=max(required.values(), default=None),
        expected=sum(one.expected for one in held),
        present=sum(one.present for one in held),
        note="；".join(dict.fromkeys(note.rstrip("。") for note in notes)),
    )


def _cell(number: int, held: list[MeetingFact], standing: list[tuple[Duty, range]]) -> MonthCell:
    """Return a month; the duty of a longer period stands in its last month, one not asked for in all of them."""
    mine = [one for one in held if int(one.day[5:7]) == number]
    states = {duty.state for duty, months in standing if number in months}
    worst = next((state for state in _WORST_FIRST if state in states), "")
    return MonthCell(tuple(one.day for one in mine), tuple(one.id for one in mine), worst)


def _months_of(duty: Duty) -> range:
    """Return the months in whose cells a duty stands; the last week of a year may reach into the next."""
    period, year = duty.period, duty.period.key[:4]
    last = int(period.last[5:7]) if period.last[:4] == year else 12
    first = int(period.first[5:7]) if period.first[:4] == year else 1
    return range(first if duty.state == "waived" else last, last + 1)


def _rate(present: int, expected: int) -> int | None:
    return (present * 20_000 + expected) // (2 * expected) if expected else None
