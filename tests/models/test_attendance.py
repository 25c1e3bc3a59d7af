"""Marks and make-ups: a make-up never changes a mark, and what leans on a mark holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from models import attendance, journal, make_up, meeting, member, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import add_members


@pytest.fixture
def people(book: Ledger) -> list[str]:
    """Three members: 单田芳, 曾国祥, 买买提·艾山."""
    return add_members(book)


@pytest.fixture
def held(book: Ledger, people: list[str]) -> str:
    """A meeting of 90 study minutes on 5 March with the second away ill and the third late."""
    with book.operation("meeting.record") as op:
        values = {"day": "2026-03-05", "topic": "党课", "study_minutes": 90}
        marks = {people[1]: "sick", people[2]: "late"}
        return meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["lecture"], marks=marks, **values)


def marks(book: Ledger, meeting_id: str) -> dict[str, str]:
    return {line.name: line.mark for line in attendance.sheet(book, meeting_id)}


def mark(book: Ledger, held: str, who: str, wanted: str, reason: str | None = None) -> bool:
    with book.operation("attendance.mark") as op:
        return attendance.mark(op, held, who, wanted, reason=reason)


def make(book: Ledger, held: str, who: str, **values: Any) -> str:
    with book.operation("make_up.add") as op:
        ordinary = {"day": "2026-03-20"} | values
        return make_up.add_make_up(op, make_up_id=book.ids.new(), meeting_id=held, member_id=who, **ordinary)


@contextmanager
def refused(book: Ledger, code: str) -> Iterator[None]:
    """What must be refused with this code, in words, with nothing written."""
    before = book.content_digest(), journal.last_seq(book)
    with pytest.raises(RefusedError) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book)) == before


@pytest.mark.parametrize("wanted", attendance.MARKS)
def test_every_mark_can_be_set(book: Ledger, held: str, people: list[str], wanted: str) -> None:
    assert mark(book, held, people[0], wanted) == (wanted != "present")
    assert marks(book, held)["单田芳"] == wanted
    kept = meeting.get(book, held)
    assert kept.expected == (2 if wanted == "observer" else 3)
    assert kept.present == 1 + (wanted in attendance.PRESENT_MARKS)


def test_a_reason_belongs_to_an_absence(book: Ledger, held: str, people: list[str]) -> None:
    mark(book, held, people[1], "sick", reason="住院")
    assert attendance.sheet(book, held)[2].reason == "住院"
    mark(book, held, people[1], "personal")
    assert attendance.sheet(book, held)[2].reason == "住院"
    mark(book, held, people[1], "present", reason="住院")
    assert attendance.sheet(book, held)[2].reason == ""


def test_what_a_sheet_refuses(book: Ledger, held: str, people: list[str]) -> None:
    with refused(book, "value-not-allowed"):
        mark(book, held, people[0], "maybe")
    with refused(book, "record-gone"):
        mark(book, held, "nobody", "sick")
    with refused(book, "value-too-long"):
        mark(book, held, people[0], "sick", reason="病" * 101)
    with refused(book, "attendance-not-expected"), book.operation("meeting.record") as op:
        values = {"day": "2026-03-06", "topic": "小会", "roster": people[:2], "marks": {people[2]: "sick"}}
        meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["assembly"], **values)


def test_somebody_forgotten_and_somebody_too_many(book: Ledger, held: str) -> None:
    with book.operation("member.add") as op:
        more = member.add_member(op, member_id=book.ids.new(), name="龚喆")
        late = member.add_member(op, member_id=book.ids.new(), name="后来", arrived_date="2026-03-06")
    with book.operation("attendance.mark") as op:
        attendance.add_line(op, held, more, "observer")
    assert marks(book, held)["龚喆"] == "observer"
    with refused(book, "attendance-not-member"), book.operation("attendance.mark") as op:
        attendance.add_line(op, held, late, "observer")
    with refused(book, "member-unknown"), book.operation("attendance.mark") as op:
        attendance.add_line(op, held, "nobody", "present")
    with book.operation("attendance.mark") as op:
        attendance.remove_line(op, held, more)
    assert "龚喆" not in marks(book, held)
    with refused(book, "record-gone"), book.operation("attendance.mark") as op:
        attendance.remove_line(op, held, more)


def test_somebody_who_had_left_cannot_be_put_on_a_sheet(book: Ledger, held: str, people: list[str]) -> None:
    with book.operation("attendance.mark") as op:
        attendance.remove_line(op, held, people[0])
    with book.operation("member.remove") as op:
        member.remove_member(op, people[0], kind="transfer", date="2026-03-05")
    with refused(book, "attendance-not-member"), book.operation("attendance.mark") as op:
        attendance.add_line(op, held, people[0], "present")


def test_the_same_person_twice_on_a_sheet_is_refused(book: Ledger, held: str, people: list[str]) -> None:
    with refused(book, "attendance-twice"), book.operation("attendance.mark") as op:
        attendance.add_line(op, held, people[0], "sick")
    assert marks(book, held)["单田芳"] == "present"


# --- make-up --------------------------------------------------------------------------


def test_a_make_up_never_changes_a_mark(book: Ledger, held: str, people: list[str]) -> None:
    before = marks(book, held), meeting.get(book, held)
    made = make(book, held, people[1], tutor="单田芳", content="送学上门")
    assert (marks(book, held), meeting.get(book, held)) == before
    (kept,) = make_up.list_make_ups(book)
    assert (kept.name, kept.topic, kept.meeting_day, kept.study_minutes) == ("曾国祥", "党课", "2026-03-05", 90)
    assert [line.made_up for line in attendance.sheet(book, held)] == ["", "", made]
    undo.undo(book)
    assert make_up.list_make_ups(book) == []


@pytest.mark.parametrize("wanted", attendance.AWAY_MARKS)
def test_another_absence_keeps_the_make_up_and_presence_is_refused(
    book: Ledger, held: str, people: list[str], wanted: str
) -> None:
    make(book, held, people[1])
    mark(book, held, people[1], wanted)
    assert len(make_up.list_make_ups(book)) == 1
    for other in ("present", "late", "observer"):
        with refused(book, "make-up-leans"):
            mark(book, held, people[1], other)
    with refused(book, "make-up-leans"), book.operation("attendance.mark") as op:
        attendance.remove_line(op, held, people[1])


@pytest.mark.parametrize(
    ("who", "values", "code"),
    [
        (0, {}, "make-up-not-away"),
        (2, {}, "make-up-not-away"),
        (1, {"day": "2026-03-04"}, "make-up-too-early"),
        (1, {"day": "2026-11-22"}, "meeting-in-future"),
        (1, {"day": "2026-02-29"}, "value-bad-date"),
        (1, {"day": "2026-03"}, "value-bad-date"),
        (1, {"study_minutes": -60}, "hours-wrong"),
        (1, {"study_minutes": 6}, "hours-wrong"),
        (1, {"tutor": "人" * 61}, "value-too-long"),
    ],
)
def test_a_make_up_that_cannot_be(
    book: Ledger, held: str, people: list[str], who: int, values: dict[str, Any], code: str
) -> None:
    with refused(book, code):
        make(book, held, people[who], **values)


def test_one_make_up_for_one_absence(book: Ledger, held: str, people: list[str]) -> None:
    made = make(book, held, people[1], day="2026-03-05", study_minutes=30)
    with refused(book, "make-up-twice"):
        make(book, held, people[1])
    with refused(book, "record-gone"):
        make(book, "nobody", people[1])
    with book.operation("make_up.remove") as op:
        make_up.remove_make_up(op, made)
    make(book, held, people[1])
    with refused(book, "record-gone"), book.operation("make_up.remove") as op:
        make_up.remove_make_up(op, made)


def test_no_make_up_for_a_withdrawn_meeting(book: Ledger, held: str, people: list[str]) -> None:
    make(book, held, people[1])
    mark(book, held, people[2], "absent")
    with book.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, held, reason="重复登记")
    with refused(book, "meeting-already-withdrawn"):
        make(book, held, people[2])
    with refused(book, "meeting-already-withdrawn"):
        mark(book, held, people[2], "present")


def test_a_meeting_nobody_could_come_to_is_refused(book: Ledger, held: str) -> None:
    with refused(book, "meeting-nobody"), book.operation("meeting.record") as op:
        meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["study"], day="1922-01-05", topic="学习")
