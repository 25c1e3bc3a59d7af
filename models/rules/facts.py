"""What a ledger says about one organisation in a span of years, read with a few queries.

Every result of this package is a pure function of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models import spans
from models.dates import KEPT_FROM, KEPT_TO
from models.duty_note import DutyNote, list_notes
from models.errors import UsageError
from models.group import Group, list_groups
from models.post import PostTerm, list_posts
from models.rule_choice import RuleChoice, list_choices
from models.rules import works
from models.rules.works import WorkFact
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

ALL_MARKS = ("present", "late", "personal", "sick", "official", "absent")
"""Observers count nowhere."""


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A member as far as rules ask; `group` is the group's name."""

    id: str
    name: str
    group_id: str | None
    group: str
    joined_date: str
    arrived_date: str
    status: str
    left_date: str

    def there(self, day: date) -> bool:
        """Tell whether she was a member of the organisation on a day, as `attendance.register_on` does."""
        if not (spans.begun(self.joined_date, day) and spans.begun(self.arrived_date, day)):
            return False
        return self.status == "active" or bool(self.left_date and not spans.ended(self.left_date, day))

    @property
    def since(self) -> str:
        """The later of joining and arriving, empty when neither is known."""
        return max(self.joined_date, self.arrived_date)


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting that stands. expected, present: persons on its sheet; effect: whether one is written down."""

    id: str
    kinds: tuple[str, ...]
    group_id: str | None
    topic: str
    day: str
    start_time: str
    end_time: str
    effect: bool
    study_minutes: int
    entered_on: str
    expected: int
    present: int

    @property
    def late_days(self) -> int:
        """Days between the event and its entry."""
        return (date.fromisoformat(self.entered_on) - date.fromisoformat(self.day)).days


@dataclass(frozen=True, slots=True)
class MakeUpFact:
    """A make-up with what is asked of its meeting: kinds, topic and day."""

    id: str
    meeting_id: str
    member_id: str
    day: str
    study_minutes: int
    topic: str
    meeting_day: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyFact:
    """One person's study beside the meetings, as its kind declares it; the minutes are those of all its days."""

    id: str
    member_id: str
    kind: str
    title: str
    from_day: str
    to_day: str
    study_minutes: int


@dataclass(frozen=True, slots=True)
class ExemptionFact:
    """Who is freed from study, as its kind declares it; without a last day it goes on."""

    id: str
    member_id: str
    from_date: str
    to_date: str
    reason: str

    def stands_on(self, day: date) -> bool:
        """Tell whether it covers a day."""
        return spans.stood(self.from_date, self.to_date, day)


@dataclass(frozen=True, slots=True)
class EntryFact:
    """Credits entered by hand, as their kind declares them. hundredths: fewer with a minus."""

    id: str
    member_id: str
    day: str
    item: str
    hundredths: int
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One organisation. level: `branch`, …; kind: `village`, …; sheets: member -> (meeting id, mark) in order of day,
    as far as asked for. Withdrawn meetings, and make-ups of them, are not in it.
    """

    name: str = ""
    level: str = "branch"
    kind: str = ""
    founded_date: str = ""
    groups: tuple[Group, ...] = ()
    posts: tuple[PostTerm, ...] = ()
    members: tuple[MemberFact, ...] = ()
    exemptions: tuple[ExemptionFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    sheets: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    make_ups: tuple[MakeUpFact, ...] = ()
    records: tuple[StudyFact, ...] = ()
    works: tuple[WorkFact, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    choices: tuple[RuleChoice, ...] = ()
    notes: tuple[DutyNote, ...] = ()


def load(
    ledger: "Ledger",
    *,
    org: int = SELF,
    first_year: int,
    last_year: int,
    marks: Collection[str] = ALL_MARKS,
    study: bool = True,
) -> Facts:
    """Read the facts of the years, with the days of weeks that reach into them.

    marks: which lines of the sheets are wanted. study: whether study records, texts and credits are. Raises
    UsageError("rules-year") for years that no ledger can have.
    """
    for year in (first_year, last_year):
        if not KEPT_FROM <= year <= KEPT_TO:
            raise UsageError("rules-year", year=year, first=KEPT_FROM, last=KEPT_TO)
    first = (date(first_year, 1, 1) - timedelta(days=3)).isoformat()
    last = (date(last_year, 12, 31) + timedelta(days=3)).isoformat()
    own = ledger.query("SELECT name, level, kind, founded_date FROM organization WHERE number = ?", (org,))
    return Facts(
        **(own[0] if own else {}),
        groups=tuple(list_groups(ledger, org)),
        posts=tuple(list_posts(ledger.query, org)),
        members=_members(ledger, org),
        exemptions=_exemptions(ledger, org),
        meetings=_meetings(ledger, org, first, last),
        sheets=_sheets(ledger, org, first, last, marks),
        make_ups=_make_ups(ledger, org, first, last),
        records=_records(ledger, org, first, last) if study else (),
        works=works.load(ledger, org, first, last) if study else (),
        entries=_entries(ledger, org, first, last) if study else (),
        choices=tuple(list_choices(ledger, org)),
        notes=tuple(list_notes(ledger, org)),
    )


def _members(ledger: "Ledger", org: int) -> tuple[MemberFact, ...]:
    rows = ledger.query(
        "SELECT m.id, m.name, m.group_id, coalesce(g.name, '') AS \"group\", m.joined_date, m.arrived_date, m.status,"
        " m.left_date FROM member m LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
        " WHERE m.org = ? ORDER BY m.name_pinyin, m.name, m.id",
        (org,),
    )
    return tuple(MemberFact(**row) for row in rows)


def _meetings(ledger: "Ledger", org: int, first: str, last: str) -> tuple[MeetingFact, ...]:
    rows = ledger.query(
        "SELECT e.id, e.kinds, e.group_id, e.topic, e.day, e.start_time, e.end_time, e.effect <> '' AS effect,"
        " e.study_minutes, e.entered_on, coalesce(sum(a.mark <> 'observer'), 0) AS expected,"
        " coalesce(sum(a.mark IN ('present', 'late')), 0) AS present"
        " FROM meeting e LEFT JOIN attendance a ON a.org = e.org AND a.meeting_id = e.id"
        " WHERE e.org = ? AND e.day BETWEEN ? AND ? AND e.status = 'kept' GROUP BY e.id"
        " ORDER BY e.day, e.start_time, e.id",
        (org, first, last),
    )
    return tuple(MeetingFact(**(row | {"kinds": _kinds(row), "effect": bool(row["effect"])})) for row in rows)


def _kinds(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row["kinds"]).split("+"))


def _sheets(
    ledger: "Ledger", org: int, first: str, last: str, marks: Collection[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    if not marks:
        return {}
    # One row for a meeting and mark: a row for each line of a sheet would take three times as long.
    rows = ledger.query(
        "SELECT a.meeting_id, a.mark, group_concat(a.member_id, char(10)) AS members FROM meeting e"
        " JOIN attendance a ON a.org = e.org AND a.meeting_id = e.id"
        " WHERE e.org = ? AND e.day BETWEEN ? AND ? AND e.status = 'kept'"
        f" AND a.mark IN ({', '.join('?' * len(marks))}) GROUP BY e.id, a.mark ORDER BY e.day, e.start_time, e.id",
        (org, first, last, *marks),
    )
    sheets: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        line = (row["meeting_id"], row["mark"])
        for member_id in row["members"].split("\n"):
            sheets.setdefault(member_id, []).append(line)
    return {member_id: tuple(lines) for member_id, lines in sheets.items()}


def _make_ups(ledger: "Ledger", org: int, first: str, last: str) -> tuple[MakeUpFact, ...]:
    rows = ledger.query(
        "SELECT u.id, u.meeting_id, u.member_id, u.day, u.study_minutes, e.topic, e.day AS meeting_day, e.kinds"
        " FROM make_up u JOIN meeting e ON e.org = u.org AND e.id = u.meeting_id"
        " WHERE u.org = ? AND e.status = 'kept' AND (u.day BETWEEN ? AND ? OR e.day BETWEEN ? AND ?)"
        " ORDER BY u.day, u.id",
        (org, first, last, first, last),
    )
    return tuple(MakeUpFact(**(row | {"kinds": _kinds(row)})) for row in rows)


def _records(ledger: "Ledger", org: int, first: str, last: str) -> tuple[StudyFact, ...]:
    rows = ledger.query(
        "SELECT id, member_id, kind, title, from_day, to_day, study_minutes FROM study_record"
        " WHERE org = ? AND from_day <= ? AND to_day >= ? ORDER BY from_day, id",
        (org, last, first),
    )
    return tuple(StudyFact(**row) for row in rows)


def _exemptions(ledger: "Ledger", org: int) -> tuple[ExemptionFact, ...]:
    rows = ledger.query(
        "SELECT x.id, x.member_id, x.from_date, x.to_date, x.reason FROM study_exemption x"
        " JOIN member m ON m.org = x.org AND m.id = x.member_id WHERE x.org = ?"
        " ORDER BY m.name_pinyin, x.from_date, x.id",
        (org,),
    )
    return tuple(ExemptionFact(**row) for row in rows)


def _entries(ledger: "Ledger", org: int, first: str, last: str) -> tuple[EntryFact, ...]:
    rows = ledger.query(
        "SELECT id, member_id, day, item, hundredths, reason FROM credit_entry WHERE org = ? AND day BETWEEN ? AND ?"
        " ORDER BY day, id",
        (org, first, last),
    )
    return tuple(EntryFact(**row) for row in rows)
