"""Meetings: 三会一课, study and every other gathering, recorded after the event.

One event may be several kinds at once (党课 held with 党员大会). What was held is withdrawn with a reason, never
deleted; what was entered late stays recognisable by `entered_on`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from models import amounts, attendance, spans, texts, words
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation, Row
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

MEETING_KINDS = ("assembly", "committee", "group", "lecture", "study", "theme_day", "org_life", "appraisal")
THREE_MEETINGS_ONE_CLASS = ("assembly", "committee", "group", "lecture")
"""三会一课."""

TEXT_LIMITS = {
    "topic": 200,
    "place": 100,
    "chair": 60,
    "recorder": 60,
    "lecturer": 60,
    "lecturer_post": 60,
    "guests": 500,
    "minutes": 50_000,
    "decisions": 10_000,
    "effect": 2_000,
    "remark": 300,
}
LONG_TEXTS = ("guests", "minutes", "decisions", "effect")
EDITABLE = ("kinds", "group_id", "day", "start_time", "end_time", "study_minutes", *TEXT_LIMITS)

LATE_AFTER_DAYS = 7
"""Entered more than so many days after the event, a meeting is shown as 补录 (the product's own bound)."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as kept. kinds: `+` between them; `group` is the group's name; expected, present: persons on the
    sheet without and with presence; times `HH:MM` or nothing; study_minutes: what counts as study time.
    """

    org: int
    id: str
    kinds: str
    group_id: str | None
    topic: str
    day: str
    start_time: str
    end_time: str
    place: str
    chair: str
    recorder: str
    lecturer: str
    lecturer_post: str
    guests: str
    minutes: str
    decisions: str
    effect: str
    study_minutes: int
    remark: str
    entered_on: str
    status: str
    withdrawn_reason: str
    group: str
    expected: int
    present: int

    @property
    def kind_list(self) -> tuple[str, ...]:
        """The kinds, in the order of `MEETING_KINDS`."""
        return tuple(self.kinds.split("+"))

    @property
    def kind_words(self) -> str:
        """The kinds as people say them: 党员大会、党课."""
        return "、".join(words.label("meeting_kind_short", kind) for kind in self.kind_list)

    @property
    def late_days(self) -> int:
        """Days between the event and its entry."""
        return (date.fromisoformat(self.entered_on) - date.fromisoformat(self.day)).days

    @property
    def late(self) -> bool:
        """Whether it was entered so late that it is shown as 补录."""
        return self.late_days > LATE_AFTER_DAYS


_COLUMNS = tuple(field.name for field in fields(Meeting))[:-3]
_SELECT = (
    f"SELECT {', '.join(f'e.{name}' for name in _COLUMNS)}, coalesce(g.name, '') AS \"group\","
    " (SELECT count(*) FROM attendance a WHERE a.org = e.org AND a.meeting_id = e.id AND a.mark <> 'observer')"
    " AS expected,"
    " (SELECT count(*) FROM attendance a WHERE a.org = e.org AND a.meeting_id = e.id AND a.mark IN ('present', 'late'))"
    " AS present"
    " FROM meeting e LEFT JOIN party_group g ON g.org = e.org AND g.id = e.group_id"
)


# --- reading ----------------------------------------------------------------------------


def get(ledger: "Ledger", meeting_id: str, org: int = SELF) -> Meeting:
    """Return one meeting. Raises RefusedError("record-gone")."""
    rows = ledger.query(f"{_SELECT} WHERE e.org = ? AND e.id = ?", (org, meeting_id))
    if not rows:
        raise RefusedError("record-gone")
    return Meeting(**rows[0])


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings: days `first` to `last` (ISO, either may be empty), of a kind, of a group, with the words of
    `search` in topic, texts or names; withdrawn ones only where wanted.
    """

    first: str = ""
    last: str = ""
    kind: str = ""
    group_id: str = ""
    search: str = ""
    withdrawn: bool = False


def of_year(year: int, **more: Any) -> MeetingFilter:
    """Return the filter for one calendar year."""
    return MeetingFilter(first=f"{year:04d}-01-01", last=f"{year:04d}-12-31", **more)


def list_meetings(
    ledger: "Ledger", wanted: MeetingFilter | None = None, *, org: int | None = SELF, newest_first: bool = True
) -> list[Meeting]:
    """Return meetings by day; org None for all organisations of a committee's ledger."""
    where, parameters = _where(wanted or MeetingFilter(), org)
    order = "DESC" if newest_first else "ASC"
    by_day = f"ORDER BY e.day {order}, e.start_time {order}, e.id {order}"
    rows = ledger.query(f"{_SELECT} WHERE {where} {by_day}", parameters)
    return [Meeting(**row) for row in rows]


def years(ledger: "Ledger", org: int | None = SELF) -> list[int]:
    """Return the years that have meetings, the newest first."""
    where, parameters = ("1", ()) if org is None else ("org = ?", (org,))
    rows = ledger.query(
        f"SELECT DISTINCT CAST(substr(day, 1, 4) AS INTEGER) AS year FROM meeting WHERE {where} ORDER BY year DESC",
        parameters,
    )
    return [int(row["year"]) for row in rows]


def _where(wanted: MeetingFilter, org: int | None) -> tuple[str, tuple[Any, ...]]:
    parts, parameters = ["1"], []
    conditions: tuple[tuple[str, Any], ...] = (
        ("e.org = ?", org),
        ("e.day >= ?", wanted.first),
        ("e.day <= ?", wanted.last),
        ("instr('+' || e.kinds || '+', ?) > 0", f"+{wanted.kind}+" if wanted.kind else ""),
        ("e.group_id = ?", wanted.group_id),
    )
    for condition, value in conditions:
        if value not in (None, ""):
            parts.append(condition)
            parameters.append(value)
    if not wanted.withdrawn:
        parts.append("e.status = 'kept'")
    searched = ("topic", "minutes", "decisions", "effect", "place", "chair", "recorder", "lecturer", "guests", "remark")
    for word in wanted.search.lower().split():
        # instr, not LIKE: what people type may contain % and _.
        parts.append("(" + " OR ".join(f"instr(lower(e.{name}), ?)" for name in searched) + ")")
        parameters += [word] * len(searched)
    return " AND ".join(parts), tuple(parameters)


# --- writing ----------------------------------------------------------------------------


def record_meeting(
    op: Operation,
    *,
    meeting_id: str,
    kinds: Collection[str],
    day: str,
    topic: str,
    group_id: str | None = None,
    roster: Collection[str] | None = None,
    marks: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    org: int = SELF,
    **values: str | int,
) -> str:
    """Record a meeting with its sheet and return the id.

    roster: member ids who should have come; None for those who follow from kinds and day. marks: member id -> mark
    of `attendance.MARKS` for everybody not simply present (observers too). values: fields of `EDITABLE`.
    Raises RefusedError: "meeting-in-future", "meeting-before-founding", "meeting-across-midnight",
    "meeting-kind-missing", those of `attendance.expected` and `attendance.freeze`, and a value that cannot stand.
    """
    row = _checked(op, {"kinds": kinds, "group_id": group_id, "day": day, "topic": topic, **values}, org)
    when = date.fromisoformat(row["day"])
    register = attendance.register_on(op.rows, when, org)
    if roster is None:
        kept_kinds = _split(row["kinds"])
        standing = attendance.among(op.rows, register, kinds=kept_kinds, day=when, group_id=group_id, org=org)
        roster = [one.member_id for one in standing]
    complete: Row = dict.fromkeys(_COLUMNS, "") | {"group_id": None, "study_minutes": 0}
    complete |= {"org": org, "id": meeting_id, "status": "kept", "entered_on": op.today.isoformat(), **row}
    op.insert("meeting", complete)
    attendance.freeze(op, meeting_id, when, register, roster, marks or {}, reasons or {}, org)
    return meeting_id


def edit_meeting(op: Operation, meeting_id: str, *, org: int = SELF, **values: Any) -> bool:
    """Change fields of `EDITABLE`; the sheet stays as it was frozen. Tell whether anything became different.

    Raises RefusedError as `record_meeting` does, for one that is withdrawn ("meeting-already-withdrawn"), and for a
    day on which somebody of the sheet was no member ("attendance-not-member") or after a make-up
    ("make-up-too-early").
    """
    row = op.row("meeting", (org, meeting_id))
    if row is None:
        raise RefusedError("record-gone")
    if row["status"] == "withdrawn":
        raise RefusedError("meeting-already-withdrawn", topic=row["topic"])
    kept = {name: row[name] for name in EDITABLE} | {"kinds": _split(row["kinds"])} | values
    checked = _checked(op, kept, org)
    if any(checked[name] != row[name] for name in ("kinds", "group_id", "day")):
        when = date.fromisoformat(checked["day"])
        attendance.refuse_group(op.rows, _split(checked["kinds"]), checked["group_id"], when, org)
    if checked["day"] != row["day"]:
        days = (date.fromisoformat(row["day"]), date.fromisoformat(checked["day"]))
        attendance.refuse_moving(op, meeting_id, *days, org)
    return op.update("meeting", (org, meeting_id), checked)


def withdraw_meeting(op: Operation, meeting_id: str, *, reason: str, org: int = SELF) -> None:
    """Withdraw a meeting (作废) with a reason: it stays in the list, crossed out, and counts nowhere."""
    row = op.row("meeting", (org, meeting_id))
    if row is None:
        raise RefusedError("record-gone")
    if row["status"] == "withdrawn":
        raise RefusedError("meeting-already-withdrawn", topic=row["topic"])
    said = texts.line("meeting.withdrawn_reason", reason, 300, required=True, where=row["topic"])
    op.update("meeting", (org, meeting_id), {"status": "withdrawn", "withdrawn_reason": said})


def joined(kinds: Collection[str]) -> str:
    """Return kinds as they are kept. Raises RefusedError("meeting-kind-missing" | "value-not-allowed")."""
    for kind in kinds:
        texts.choice("meeting.kinds", kind, MEETING_KINDS)
    if not kinds:
        raise RefusedError("meeting-kind-missing")
    return "+".join(kind for kind in MEETING_KINDS if kind in kinds)


def _split(kinds: str) -> list[str]:
    return kinds.split("+")


def _checked(op: Operation, values: Mapping[str, Any], org: int) -> Row:
    topic = str(values["topic"])
    row: Row = {"kinds": joined(values["kinds"]), "group_id": values["group_id"] or None}
    row["day"] = _day(op, str(values["day"]), org, topic)
    for name, limit in TEXT_LIMITS.items():
        if name in values:
            row[name] = texts.line(
                f"meeting.{name}",
                values[name],
                limit,
                required=name == "topic",
                where=topic[:40],
                multiline=name in LONG_TEXTS,
            )
    for name in ("start_time", "end_time"):
        if name in values:
            row[name] = _time(name, values[name], topic)
    if row.get("start_time") and row.get("end_time") and row["end_time"] <= row["start_time"]:
        raise RefusedError("meeting-across-midnight", start=row["start_time"], end=row["end_time"], where=topic[:40])
    if "study_minutes" in values:
        row["study_minutes"] = amounts.checked_minutes(values["study_minutes"], where=topic[:40])
    return row


def _time(name: str, value: str, topic: str) -> str:
    if value and not _TIME.fullmatch(value):
        field = words.label("field", f"meeting.{name}")
        raise RefusedError("value-bad-time", field=field, value=value, where=topic[:40])
    return value


def _day(op: Operation, text: str, org: int, topic: str) -> str:
    day = texts.full_date("meeting.day", text, where=topic[:40])
    if day > op.today.isoformat():
        today = display_date(op.today.isoformat(), "chinese")
        raise RefusedError("meeting-in-future", day=display_date(day, "chinese"), today=today)
    own = op.row("organization", (org,))
    founded = own["founded_date"] if own else ""
    if not spans.begun(founded, date.fromisoformat(day)):
        raise RefusedError(
            "meeting-before-founding", day=display_date(day, "chinese"), founded=display_date(founded, "chinese")
        )
    return day
