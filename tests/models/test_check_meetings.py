"""What cannot be right about meetings and what hangs on them is named, once, in words."""

from collections.abc import Callable

import pytest

from models import check, make_up, meeting, member, organization, post
from models.finding import Finding
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.models.conftest import add_members


@pytest.fixture
def held(book: Ledger) -> str:
    """A meeting of three with one away who made it up; a study record; a secretary."""
    first, second, third = add_members(book)
    with book.operation("meetings.import") as op:
        values = {"day": "2026-03-05", "topic": "第一季度党员大会", "start_time": "14:30", "end_time": "16:00"}
        made = meeting.record_meeting(
            op, meeting_id=book.ids.new(), kinds=["assembly"], marks={second: "sick"}, **values
        )
        who = {"meeting_id": made, "member_id": second}
        make_up.add_make_up(op, make_up_id=book.ids.new(), day="2026-03-20", **who)
        span = {"from_day": "2026-04-07", "to_day": "2026-04-09"}
        records.add(
            op, book.ids, kind_of("study_record"), [third], kind="online", title="网络课程", study_minutes=60, **span
        )
        post.add_post(op, post_id=book.ids.new(), member_id=first, post="secretary", from_date="2021-03")
    return made


def warnings(book: Ledger) -> list[Finding]:
    return [finding for finding in check.check_ledger(book) if finding.level == "warning"]


def test_an_ordinary_year_has_no_findings(book: Ledger, held: str) -> None:
    assert check.check_ledger(book) == []


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        ("UPDATE meeting SET day = '2026-02-30'", "date-impossible", "不是真实的日期：2026-02-30"),
        ("UPDATE meeting SET kinds = 'assembly+party'", "value-unknown", "的会议类别不是本程序认得的：party"),
        ("UPDATE meeting SET end_time = '14:30'", "times-reversed", "结束时间 14:30 不晚于开始时间 14:30"),
        ("UPDATE meeting SET entered_on = '2026-03-04'", "entered-before-held", "晚于登记日期（2026-03-04）"),
        ("UPDATE organization SET founded_date = '2026-04'", "held-before-founding", "早于支部成立日期（2026-04）"),
        ("UPDATE attendance SET mark = 'maybe' WHERE mark = 'sick'", "value-unknown", "曾国祥（第一季度党员大会）”的"),
        ("UPDATE attendance SET mark = 'late' WHERE mark = 'sick'", "make-up-of-present", "曾国祥出席了 2026-03-05 的"),
        ("UPDATE make_up SET day = '2026-03-04'", "make-up-before-meeting", "（2026-03-04）早于会议日期"),
        ("UPDATE make_up SET day = '2027-03-04'", "entered-before-held", "（2027-03-04）晚于登记日期（2026-11-21）"),
        ("UPDATE study_record SET kind = 'tv'", "value-unknown", "，网络课程”的学习类别不是本程序认得的：tv"),
        ("UPDATE study_record SET from_day = '2026-04-10'", "span-reversed", "从 2026-04-10 到 2026-04-09"),
        ("UPDATE study_record SET to_day = '2026-12-01'", "entered-before-held", "（2026-12-01）晚于登记日期"),
        ("UPDATE post_term SET post = 'king'", "value-unknown", "“单田芳”的职务不是本程序认得的：king"),
        ("UPDATE post_term SET to_date = '2020'", "span-reversed", "从 2021-03 到 2020"),
    ],
)
def test_what_only_another_program_can_write(book: Ledger, held: str, change: str, code: str, sentence: str) -> None:
    book.db.execute(change)
    found = {finding.code: finding for finding in warnings(book)}
    assert code in found
    assert sentence in found[code].sentence()
    assert found[code].place()
    # The row itself is named as altered as well.
    assert any(finding.level == "error" for finding in check.check_ledger(book))


def _left(book: Ledger, who: str) -> None:
    with book.operation("member.remove") as op:
        member.remove_member(op, who, kind="transfer", date="2026-03")


def _joined(book: Ledger, who: str) -> None:
    with book.operation("member.edit") as op:
        member.edit_member(op, who, joined_date="2026-03-06")


def _arrived(book: Ledger, who: str) -> None:
    with book.operation("member.edit") as op:
        member.edit_member(op, who, arrived_date="2026-04")


@pytest.mark.parametrize("corrected", [_left, _joined, _arrived])
def test_a_date_corrected_later_that_contradicts_a_sheet(
    book: Ledger, held: str, corrected: Callable[[Ledger, str], None]
) -> None:
    """One finding for the person, not one for each sheet; it opens at her record."""
    with book.operation("meeting.record") as op:
        values = {"day": "2026-05-05", "topic": "五月党课"}
        meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["lecture"], **values)
    who = book.query("SELECT id FROM member WHERE name = '曾国祥'")[0]["id"]
    corrected(book, who)
    (found,) = warnings(book)
    assert (found.code, found.table, found.key) == ("attendance-of-stranger", "member", (1, who))
    count = 2 if corrected is _left else 1
    assert f"曾国祥在 2026-03-05“第一季度党员大会”等 {count} 次会议的考勤里" in found.sentence()


def test_leaving_the_day_after_contradicts_nothing(book: Ledger, held: str) -> None:
    who = book.query("SELECT id FROM member WHERE name = '曾国祥'")[0]["id"]
    with book.operation("member.remove") as op:
        member.remove_member(op, who, kind="transfer", date="2026-03-06")
    assert warnings(book) == []


def test_a_withdrawn_meeting_is_not_looked_at(book: Ledger, held: str) -> None:
    with book.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, held, reason="重复登记")
    with book.operation("organization.edit") as op:
        organization.edit(op, 1, founded_date="2026-10-01")
    assert warnings(book) == []


def test_a_meeting_without_its_sheet(book: Ledger, held: str) -> None:
    with book.operation("meeting.record") as op:
        values = {"day": "2026-06-05", "topic": "六月支委会"}
        made = meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["committee"], **values)
        for line in op.rows("SELECT member_id FROM attendance WHERE meeting_id = ?", (made,)):
            op.delete("attendance", (1, made, line["member_id"]))
    (found,) = warnings(book)
    assert (found.code, found.sentence()) == (
        "meeting-without-sheet",
        "2026-06-05 的“六月支委会”没有考勤，请补上应到和实到人员。",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE meeting SET place = 'x'", "会议“第一季度党员大会”的地点被别的程序改动过"),
        ("UPDATE attendance SET reason = 'x' WHERE mark = 'sick'", "“曾国祥，2026-03-05 第一季度党员大会”的请假事由"),
        ("UPDATE make_up SET tutor = 'x'", "补课“曾国祥，2026-03-05 第一季度党员大会”的补课人"),
        ("UPDATE study_record SET result = 'x'", "学习记录“买买提·艾山，网络课程”的考核结果"),
        ("UPDATE post_term SET from_date = '2020'", "任职“单田芳”的任职日期"),
    ],
)
def test_a_row_that_another_program_changed_is_called_by_what_people_know(
    book: Ledger, held: str, change: str, sentence: str
) -> None:
    book.db.execute(change)
    (found,) = check.check_ledger(book)
    assert found.code == "row-altered"
    assert sentence in found.sentence()
