"""Attendance: who should come to a meeting, frozen with it, and who came; everybody is present unless marked.

A make-up never touches a mark (M33); who should come follows from the kinds of the meeting (M14-M17).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import group, post, spans, texts
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation, Row
from models.post import Query
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

MARKS = ("present", "late", "personal", "sick", "official", "absent", "observer")
PRESENT_MARKS = ("present", "late")
LEAVE_MARKS = ("personal", "sick", "official")
AWAY_MARKS = (*LEAVE_MARKS, "absent")
EXPECTED_MARKS = (*PRESENT_MARKS, *AWAY_MARKS)
"""应到: everybody but observers (列席)."""

ONLY_COMMITTEE = {"committee"}
ONLY_GROUP = {"group"}


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person who should come, or might: what a list needs to find and show her."""

    member_id: str
    name: str
    name_pinyin: str
    name_initials: str
    group_id: str | None
    group: str
    category: str


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person's line on a meeting's sheet. made_up: id of the make-up, empty without one."""

    member_id: str
    name: str
    name_pinyin: str
    name_initials: str
    group: str
    mark: str
    reason: str
    made_up: str


# --- who should come --------------------------------------------------------------------


def register_on(query: Query, day: date, org: int = SELF) -> list[Attendee]:
    """Return the members of an organisation on a day, by pinyin.

    A person counts from the first day that joining or arriving can mean until the day of leaving, which no longer
    counts; who left on a day nobody knows is not there.
    """
    rows = query(
        "SELECT m.id AS member_id, m.name, m.name_pinyin, m.name_initials, m.group_id, m.category,"
        " coalesce(g.name, '') AS \"group\", m.joined_date, m.arrived_date, m.status, m.left_date FROM member m"
        " LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
        " WHERE m.org = ? ORDER BY m.name_pinyin, m.name, m.id",
        (org,),
    )
    names = Attendee.__slots__
    return [Attendee(**{name: row[name] for name in names}) for row in rows if _there(row, day)]


def _there(row: Row, day: date) -> bool:
    if not (spans.begun(row["joined_date"], day) and spans.begun(row["arrived_date"], day)):
        return False
    return row["status"] == "active" or bool(row["left_date"] and not spans.ended(row["left_date"], day))


def expected(
    query: Query, *, kinds: Collection[str], day: date, group_id: str | None = None, org: int = SELF
) -> list[Attendee]:
    """Return who should come to a meeting of these kinds on a day, by pinyin.

    党小组会 alone: its group; 支委会 alone: secretaries and committee members then; anything else: everybody, or
    the group when one is named.
    Raises RefusedError("no-branch-committee" | "meeting-group-missing" | "group-unknown" | "group-not-standing").
    """
    return among(query, register_on(query, day, org), kinds=kinds, day=day, group_id=group_id, org=org)


def among(
    query: Query,
    register: list[Attendee],
    *,
    kinds: Collection[str],
    day: date,
    group_id: str | None = None,
    org: int = SELF,
) -> list[Attendee]:
    """Return those of the day's register who should come; as `expected`, for who has read the register already."""
    wanted = set(kinds)
    if wanted == ONLY_COMMITTEE:
        return _committee(query, register, day, org)
    refuse_group(query, wanted, group_id, day, org)
    return [one for one in register if one.group_id == group_id] if group_id else register


def _committee(query: Query, register: list[Attendee], day: date, org: int) -> list[Attendee]:
    terms = [term for term in post.list_posts(query, org, day=day) if term.post in post.LEADING_POSTS]
    if not terms:
        raise RefusedError("no-branch-committee", day=display_date(day.isoformat(), "chinese"))
    held = {term.member_id for term in terms}
    return [one for one in register if one.member_id in held]


def refuse_group(query: Query, kinds: Collection[str], group_id: str | None, day: date, org: int = SELF) -> None:
    """Refuse a 党小组会 of no group, and a meeting of a group that did not stand on its day."""
    if ONLY_GROUP & set(kinds) and not group_id:
        raise RefusedError("meeting-group-missing")
    if not group_id:
        return
    rows = query("SELECT * FROM party_group WHERE org = ? AND id = ?", (org, group_id))
    if not rows:
        raise RefusedError("group-unknown", name=group_id)
    kept = group.Group(**rows[0])
    if not spans.stood(kept.formed_date, kept.dissolved_date, day):
        raise RefusedError("group-not-standing", name=kept.name, day=display_date(day.isoformat(), "chinese"))


# --- the sheet --------------------------------------------------------------------------


def sheet(ledger: "Ledger", meeting_id: str, org: int = SELF) -> list[AttendanceLine]:
    """Return the lines of a meeting's sheet: those who should have come by pinyin, then observers."""
    rows = ledger.query(
        "SELECT a.member_id, m.name, m.name_pinyin, m.name_initials, coalesce(g.name, '') AS \"group\", a.mark,"
        " a.reason, coalesce(u.id, '') AS made_up"
        " FROM attendance a JOIN member m ON m.org = a.org AND m.id = a.member_id"
        " LEFT JOIN party_group g ON g.org = m.org AND g.id = m.group_id"
        " LEFT JOIN make_up u ON u.org = a.org AND u.meeting_id = a.meeting_id AND u.member_id = a.member_id"
        " WHERE a.org = ? AND a.meeting_id = ? ORDER BY a.mark = 'observer', m.name_pinyin, m.name, m.id",
        (org, meeting_id),
    )
    return [AttendanceLine(**row) for row in rows]


def freeze(
    op: Operation,
    meeting_id: str,
    day: date,
    register: list[Attendee],
    roster: Collection[str],
    marks: Mapping[str, str],
    reasons: Mapping[str, str],
    org: int = SELF,
) -> None:
    """Write the sheet of a new meeting: `roster` should have come, `marks` names the exceptions (and observers).

    register: the members of that day.
    Raises RefusedError("attendance-not-member") for somebody who was no member then, "meeting-nobody" for a sheet
    without a name, "value-not-allowed".
    """
    there = {one.member_id: one for one in register}
    should_come = set(roster)
    rows: list[Row] = []
    for member_id in dict.fromkeys([*roster, *marks]):
        mark = marks.get(member_id, "present")
        if member_id not in there:
            refuse_stranger(op, member_id, day, org)
        name = there[member_id].name
        texts.choice("attendance.mark", mark, MARKS, where=name)
        if member_id not in should_come and mark != "observer":
            raise RefusedError("attendance-not-expected", name=name)
        reason = texts.line("attendance.reason", reasons.get(member_id, ""), 100, where=name)
        rows.append({"org": org, "meeting_id": meeting_id, "member_id": member_id, "mark": mark, "reason": reason})
    if not rows:
        raise RefusedError("meeting-nobody", day=display_date(day.isoformat(), "chinese"))
    op.insert_rows("attendance", rows)


def refuse_stranger(op: Operation, member_id: str, day: date, org: int = SELF) -> None:
    """Refuse somebody who was no member on a day: unknown, left before, or not yet there."""
    row = op.row("member", (org, member_id))
    if row is None:
        raise RefusedError("member-unknown", id=member_id)
    left = display_date(row["left_date"], "chinese") if row["status"] == "left" else ""
    since = display_date(max(row["arrived_date"], row["joined_date"]), "chinese")
    told = f"{left or '日期不详'}离开" if row["status"] == "left" else f"{since}才到本支部"
    shown = display_date(day.isoformat(), "chinese")
    raise RefusedError("attendance-not-member", name=row["name"], day=shown, told=told)


def refuse_moving(op: Operation, meeting_id: str, before: date, after: date, org: int = SELF) -> None:
    """Refuse another day for a meeting where its sheet or a make-up would contradict it."""
    then, now = ({one.member_id for one in register_on(op.rows, day, org)} for day in (before, after))
    sheet_of = "SELECT member_id FROM attendance WHERE org = ? AND meeting_id = ? ORDER BY member_id"
    for row in op.rows(sheet_of, (org, meeting_id)):
        if row["member_id"] in then - now:
            refuse_stranger(op, row["member_id"], after, org)
    made_up = op.rows(
        "SELECT u.day, m.name FROM make_up u JOIN member m ON m.org = u.org AND m.id = u.member_id"
        " WHERE u.org = ? AND u.meeting_id = ? AND u.day < ? ORDER BY u.day, u.id",
        (org, meeting_id, after.isoformat()),
    )
    if made_up:
        shown = display_date(made_up[0]["day"], "chinese")
        raise RefusedError("make-up-too-early", day=shown, name=made_up[0]["name"])


def mark(
    op: Operation, meeting_id: str, member_id: str, mark_: str, *, reason: str | None = None, org: int = SELF
) -> bool:
    """Change one person's mark (and reason) on a meeting's sheet; tell whether it became different.

    A mark of presence is refused while a make-up leans on the absence ("make-up-leans"), any for a withdrawn meeting
    ("meeting-already-withdrawn").
    """
    key = (org, meeting_id, member_id)
    held = op.row("meeting", (org, meeting_id))
    if held is None or op.row("attendance", key) is None:
        raise RefusedError("record-gone")
    if held["status"] == "withdrawn":
        raise RefusedError("meeting-already-withdrawn", topic=held["topic"])
    texts.choice("attendance.mark", mark_, MARKS)
    if mark_ not in AWAY_MARKS and op.rows(
        "SELECT 1 FROM make_up WHERE org = ? AND meeting_id = ? AND member_id = ?", key
    ):
        raise RefusedError("make-up-leans")
    values: Row = {"mark": mark_}
    if mark_ in PRESENT_MARKS:
        values["reason"] = ""
    elif reason is not None:
        values["reason"] = texts.line("attendance.reason", reason, 100)
    return op.update("attendance", key, values)


def add_line(op: Operation, meeting_id: str, member_id: str, mark_: str, *, org: int = SELF) -> None:
    """Put somebody on the sheet who is not there yet: an observer, or one who had been forgotten.

    Raises RefusedError: "record-gone", "member-unknown", "attendance-not-member", "attendance-twice".
    """
    row = op.row("meeting", (org, meeting_id))
    if row is None:
        raise RefusedError("record-gone")
    day = date.fromisoformat(row["day"])
    if member_id not in {one.member_id for one in register_on(op.rows, day, org)}:
        refuse_stranger(op, member_id, day, org)
    texts.choice("attendance.mark", mark_, MARKS)
    key = {"org": org, "meeting_id": meeting_id, "member_id": member_id}
    if op.row("attendance", (org, meeting_id, member_id)) is not None:
        person = op.row("member", (org, member_id)) or {"name": ""}
        raise RefusedError("attendance-twice", name=person["name"])
    op.insert("attendance", key | {"mark": mark_, "reason": ""})


def remove_line(op: Operation, meeting_id: str, member_id: str, *, org: int = SELF) -> None:
    """Take somebody off the sheet who had been put there by mistake."""
    key = (org, meeting_id, member_id)
    if op.row("attendance", key) is None:
        raise RefusedError("record-gone")
    if op.rows("SELECT 1 FROM make_up WHERE org = ? AND meeting_id = ? AND member_id = ?", key):
        raise RefusedError("make-up-leans")
    op.delete("attendance", key)
