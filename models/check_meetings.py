"""What cannot be right about the year's records: sheets, make-ups, study, posts that contradict each other.

The program itself refuses all of it when it is entered; it comes about when a date of a member or of the branch is
corrected afterwards, or with another program.
"""

from collections.abc import Iterator
from typing import Any

from models import texts, words
from models.attendance import AWAY_MARKS, MARKS
from models.errors import RefusedError
from models.finding import Finding
from models.ledger import Ledger
from models.meeting import MEETING_KINDS
from models.post import POSTS

Row = dict[str, Any]


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with meetings and what hangs on them, in every organisation."""
    yield from _meetings(ledger)
    yield from _strangers(ledger)
    yield from _sheets(ledger)
    yield from _make_ups(ledger)
    yield from _posts(ledger)


def _meetings(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT e.org, e.id, e.topic, e.day, e.kinds, e.start_time, e.end_time, e.entered_on, o.founded_date"
        " FROM meeting e JOIN organization o ON o.number = e.org WHERE e.status = 'kept' ORDER BY e.org, e.day, e.id"
    ):
        key = (row["org"], row["id"])
        try:
            texts.full_date("meeting.day", row["day"])
        except RefusedError:
            yield _finding("date-impossible", "meeting", key, row, field=_word("meeting.day"), value=row["day"])
        if unknown := [kind for kind in row["kinds"].split("+") if kind not in MEETING_KINDS]:
            yield _unknown("meeting", "kinds", key, row, "、".join(unknown))
        if row["start_time"] and row["end_time"] and row["end_time"] <= row["start_time"]:
            yield _finding("times-reversed", "meeting", key, row, start=row["start_time"], end=row["end_time"])
        if row["day"] > row["entered_on"]:
            yield _finding("entered-before-held", "meeting", key, row, day=row["day"], entered=row["entered_on"])
        if row["founded_date"] > row["day"]:
            yield _finding("held-before-founding", "meeting", key, row, day=row["day"], founded=row["founded_date"])


def _strangers(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each person, however many sheets name her: it is her dates that are to be looked at.

    ISO text compares as `spans` does: a month or year alone is less than each of its days.
    """
    for row in ledger.query(
        "SELECT m.org, m.id, m.name, min(e.day) AS day, e.topic, count(*) AS count FROM attendance a"
        " JOIN meeting e ON e.org = a.org AND e.id = a.meeting_id"
        " JOIN member m ON m.org = a.org AND m.id = a.member_id"
        " WHERE e.status = 'kept' AND (m.joined_date > e.day OR m.arrived_date > e.day"
        " OR (m.status = 'left' AND m.left_date <> '' AND m.left_date <= e.day))"
        " GROUP BY m.org, m.id ORDER BY m.org, m.name_pinyin, m.id"
    ):
        facts = {name: row[name] for name in ("name", "day", "topic", "count")}
        yield Finding("attendance-of-stranger", "warning", "member", (row["org"], row["id"]), facts)


def _sheets(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT org, id, topic, day FROM meeting e WHERE status = 'kept' AND NOT EXISTS"
        " (SELECT 1 FROM attendance a WHERE a.org = e.org AND a.meeting_id = e.id) ORDER BY org, day, id"
    ):
        yield _finding("meeting-without-sheet", "meeting", (row["org"], row["id"]), row, day=row["day"])
    places = ", ".join("?" * len(MARKS))
    for row in ledger.query(
        "SELECT a.org, a.meeting_id, a.member_id, a.mark, m.name || '（' || e.topic || '）' AS topic FROM attendance a"
        " JOIN meeting e ON e.org = a.org AND e.id = a.meeting_id"
        f" JOIN member m ON m.org = a.org AND m.id = a.member_id WHERE a.mark NOT IN ({places})",
        MARKS,
    ):
        yield _unknown("attendance", "mark", (row["org"], row["meeting_id"], row["member_id"]), row, row["mark"])


def _make_ups(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT u.org, u.id, u.day, u.entered_on, e.day AS held, a.mark, m.name AS topic FROM make_up u"
        " JOIN attendance a USING (org, meeting_id, member_id) JOIN meeting e ON e.org = u.org AND e.id = u.meeting_id"
        " JOIN member m ON m.org = u.org AND m.id = u.member_id WHERE e.status = 'kept' ORDER BY u.org, u.day, u.id"
    ):
        key = (row["org"], row["id"])
        if row["day"] < row["held"]:
            yield _finding("make-up-before-meeting", "make_up", key, row, day=row["day"], held=row["held"])
        if row["day"] > row["entered_on"]:
            yield _finding("entered-before-held", "make_up", key, row, day=row["day"], entered=row["entered_on"])
        if row["mark"] not in AWAY_MARKS:
            yield _finding("make-up-of-present", "make_up", key, row, held=row["held"])


def _posts(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT p.org, p.id, p.post, p.from_date, p.to_date, p.group_id, m.name AS topic, m.status"
        " FROM post_term p JOIN member m ON m.org = p.org AND m.id = p.member_id ORDER BY p.org, p.id"
    ):
        key = (row["org"], row["id"])
        first, last = row["from_date"], row["to_date"]
        if row["post"] not in POSTS:
            yield _unknown("post_term", "post", key, row, row["post"])
        if last and last < first[: len(last)]:
            yield _finding("span-reversed", "post_term", key, row, first=first, second=last)
        if row["status"] == "left" and not last:
            yield _finding("post-after-leaving", "post_term", key, row)


def _finding(code: str, table: str, key: tuple[Any, ...], row: Row, **facts: Any) -> Finding:
    return Finding(code, "warning", table, key, {"name": row["topic"], **facts})


def _unknown(table: str, column: str, key: tuple[Any, ...], row: Row, value: str) -> Finding:
    facts = {"name": row["topic"], "field": _word(f"{table}.{column}"), "value": value}
    return Finding("value-unknown", "warning", table, key, facts)


def _word(field: str) -> str:
    return words.label("field", field)
