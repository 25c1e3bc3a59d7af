"""Recording, changing, withdrawing and finding meetings, and what is refused with nothing changed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models import attendance, group, journal, make_up, meeting, member, organization, post, undo
from models.clock import FixedClock
from models.errors import RefusedError
from models.ledger import Ledger
from models.meeting import MeetingFilter
from tests.models.conftest import ACTOR, BRANCH, NOW, add_members

MINUTES = "一、传达精神。\n二、<b>讨论</b> & 表决：同意 3 票；反对 0 票。\n\t=SUM(A1)  %s {name} '\"\n"


def record(book: Ledger, **values: Any) -> str:
    """Record a meeting with ordinary values but for those given, and return its id."""
    ordinary = {"kinds": ["assembly"], "day": "2026-03-05", "topic": "第一季度党员大会"}
    with book.operation("meeting.record") as op:
        return meeting.record_meeting(op, meeting_id=book.ids.new(), **(ordinary | values))


def refused(book: Ledger, code: str, **values: Any) -> RefusedError:
    """Recording must be refused with this code, in words, and nothing written."""
    before = book.content_digest(), journal.last_seq(book)
    with pytest.raises(RefusedError) as caught:
        record(book, **values)
    assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book)) == before
    return caught.value


def test_a_meeting_as_it_is_kept(book: Ledger) -> None:
    first, second, third = add_members(book)
    made = record(
        book,
        kinds=["lecture", "assembly"],
        topic="  第一季度党员大会　",
        start_time="14:30",
        end_time="16:00",
        place="会议室",
        lecturer="单田芳",
        minutes=MINUTES.replace("\n", "\r\n"),
        study_minutes=90,
        marks={second: "sick", third: "late"},
        reasons={second: "住院"},
    )
    kept = meeting.get(book, made)
    assert (kept.kinds, kept.kind_words, kept.topic) == ("assembly+lecture", "党员大会、党课", "第一季度党员大会")
    assert (kept.minutes, kept.study_minutes, kept.status) == (MINUTES.strip(), 90, "kept")
    assert (kept.expected, kept.present, kept.entered_on) == (3, 2, "2026-11-21")
    lines = {line.member_id: (line.mark, line.reason) for line in attendance.sheet(book, made)}
    assert lines == {first: ("present", ""), second: ("sick", "住院"), third: ("late", "")}


@pytest.mark.parametrize(
    ("values", "code", "told"),
    [
        ({"day": "2026-11-22"}, "meeting-in-future", "2026年11月22日还没有到（今天是2026年11月21日）"),
        ({"day": "2026-02-29"}, "value-bad-date", "2026-02-29"),
        ({"day": "2026-3-5"}, "value-bad-date", "2026-3-5"),
        ({"day": "2026-03"}, "value-bad-date", "2026-03"),
        ({"day": ""}, "value-bad-date", ""),
        ({"day": "2008-06-30"}, "meeting-before-founding", "2008年6月30日支部还没有成立（2008年7月成立）"),
        ({"start_time": "23:00", "end_time": "01:00"}, "meeting-across-midnight", "01:00"),
        ({"start_time": "14:30", "end_time": "14:30"}, "meeting-across-midnight", "14:30"),
        ({"start_time": "24:00"}, "value-bad-time", "24:00"),
        ({"end_time": "9:5"}, "value-bad-time", "9:5"),
        ({"kinds": []}, "meeting-kind-missing", "没有选会议类别"),
        ({"kinds": ["party"]}, "value-not-allowed", "party"),
        ({"topic": " 　"}, "value-empty", "议题"),
        ({"topic": "会" * 201}, "value-too-long", "201"),
        ({"topic": "第一\u200b次"}, "value-bad-characters", "U+200B"),
        ({"minutes": "记" * 200_000}, "value-too-long", "50000"),
        ({"minutes": "响\x07铃"}, "value-bad-characters", "U+0007"),
        ({"place": "一\n二"}, "value-bad-characters", "U+000A"),
        ({"study_minutes": -60}, "hours-wrong", "-1"),
        ({"study_minutes": 6}, "hours-wrong", "0.1"),
        ({"study_minutes": 1470}, "hours-wrong", "24"),
        ({"kinds": ["group"]}, "meeting-group-missing", "党小组"),
        ({"kinds": ["group"], "group_id": "nobody"}, "group-unknown", "nobody"),
        ({"kinds": ["committee"]}, "no-branch-committee", "2026年3月5日"),
        ({"marks": {"nobody": "sick"}}, "member-unknown", ""),
    ],
)
def test_what_cannot_have_been(book: Ledger, values: dict[str, Any], code: str, told: str) -> None:
    add_members(book)
    with book.operation("organization.edit") as op:
        organization.edit(op, 1, founded_date="2008-07")
    error = refused(book, code, **values)
    assert told in error.what() + error.next_step()


def test_29_february_of_a_leap_year_and_today_are_days(book: Ledger) -> None:
    add_members(book)
    for day in ("2024-02-29", "2026-11-21"):
        assert meeting.get(book, record(book, day=day)).day == day


def test_fifty_thousand_characters_with_markup_stay_as_typed(book: Ledger) -> None:
    add_members(book)
    text = ("<p onclick=\"x()\">&amp;</p>\n" * 5000)[:49_999] + "。"
    assert meeting.get(book, record(book, minutes=text)).minutes == text


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_more_than_a_week_late_is_late(book: Ledger, days: int, late: bool) -> None:
    add_members(book)
    kept = meeting.get(book, record(book, day=(NOW.date() - timedelta(days)).isoformat()))
    assert (kept.late_days, kept.late) == (days, late)


# --- people come and go ---------------------------------------------------------------


def left(book: Ledger, who: str, day: str) -> None:
    with book.operation("member.remove") as op:
        member.remove_member(op, who, kind="transfer", date=day)


def names(book: Ledger, meeting_id: str) -> list[str]:
    return [line.name for line in attendance.sheet(book, meeting_id)]


def test_a_transfer_on_1_june(book: Ledger) -> None:
    """May's meeting still names her, June's does not, in whatever order they are entered."""
    second = add_members(book)[1]
    before = record(book, day="2026-05-08", topic="五月")
    left(book, second, "2026-06-01")
    later = record(book, day="2026-05-31", topic="五月补录")
    june = record(book, day="2026-06-01", topic="六月")
    assert "曾国祥" in names(book, before)
    assert "曾国祥" in names(book, later)
    assert "曾国祥" not in names(book, june)
    error = refused(book, "attendance-not-member", day="2026-06-05", marks={second: "observer"})
    assert "曾国祥不是本支部党员（2026年6月1日离开）" in error.what()
    error = refused(book, "attendance-not-member", day="2026-06-05", roster=[second])
    assert "转入、离开日期" in error.next_step()
    assert meeting.get(book, before).expected == 3


def test_who_arrives_later_is_not_on_earlier_sheets(book: Ledger) -> None:
    add_members(book)
    with book.operation("member.add") as op:
        values = {"joined_date": "1998-07-01", "arrived_date": "2026-06"}
        new = member.add_member(op, member_id=book.ids.new(), name="龚喆", **values)
    assert "龚喆" not in names(book, record(book, day="2026-05-31"))
    assert "龚喆" in names(book, record(book, day="2026-06-01"))
    error = refused(book, "attendance-not-member", day="2026-05-31", marks={new: "absent"})
    assert "2026年6月才到本支部" in error.what()


def test_a_sheet_follows_a_renamed_member_and_group(book: Ledger) -> None:
    first = add_members(book)[0]
    with book.operation("group.add") as op:
        formed = group.add_group(op, group_id=book.ids.new(), name="第一党小组")
        member.edit_member(op, first, group="第一党小组")
    made = record(book, kinds=["group"], group_id=formed)
    with book.operation("member.edit") as op:
        member.edit_member(op, first, name="单田方")
        group.edit_group(op, formed, name="桐花党小组")
    assert names(book, made) == ["单田方"]
    assert meeting.get(book, made).group == "桐花党小组"


def test_a_sheet_stays_when_its_people_change_groups_and_posts(book: Ledger) -> None:
    first, second, _ = add_members(book)
    with book.operation("post.add") as op:
        held = post.add_post(op, post_id=book.ids.new(), member_id=first, post="secretary", from_date="2021")
        post.add_post(op, post_id=book.ids.new(), member_id=second, post="publicity", from_date="2026-04")
    march, april = (record(book, kinds=["committee"], day=f"2026-0{month}-05") for month in (3, 4))
    assert (names(book, march), names(book, april)) == (["单田芳"], ["曾国祥", "单田芳"][::-1])
    with book.operation("post.edit") as op:
        post.edit_post(op, held, to_date="2026-03-01")
    assert names(book, march) == ["单田芳"]
    assert names(book, record(book, kinds=["committee"], day="2026-04-06")) == ["曾国祥"]


def test_a_group_that_does_not_stand_that_day(book: Ledger) -> None:
    first, second, _ = add_members(book)
    with book.operation("group.add") as op:
        formed = group.add_group(op, group_id=book.ids.new(), name="流动党小组", formed_date="2026-02")
        member.edit_member(op, first, group="流动党小组")
        member.edit_member(op, second, group="流动党小组")
        group.edit_group(op, formed, dissolved_date="2026-06-01")
    for day in ("2026-02-01", "2026-05-31"):
        assert names(book, record(book, kinds=["group"], group_id=formed, day=day)) == ["单田芳", "曾国祥"]
    for day in ("2026-01-31", "2026-06-01"):
        error = refused(book, "group-not-standing", kinds=["group"], group_id=formed, day=day)
        assert "流动党小组" in error.what()


@pytest.mark.parametrize(
    ("kinds", "grouped", "wanted"),
    [
        (["assembly"], False, {"单田芳", "曾国祥", "买买提·艾山"}),
        (["assembly", "lecture"], False, {"单田芳", "曾国祥", "买买提·艾山"}),
        (["committee"], False, {"单田芳", "曾国祥"}),
        (["committee", "assembly"], False, {"单田芳", "曾国祥", "买买提·艾山"}),
        (["committee", "study"], False, {"单田芳", "曾国祥", "买买提·艾山"}),
        (["group"], True, {"买买提·艾山"}),
        (["group", "study"], True, {"买买提·艾山"}),
        (["theme_day"], True, {"买买提·艾山"}),
    ],
)
def test_who_should_come_follows_from_all_kinds(
    book: Ledger, kinds: list[str], grouped: bool, wanted: set[str]
) -> None:
    first, second, third = add_members(book)
    with book.operation("group.add") as op:
        formed = group.add_group(op, group_id=book.ids.new(), name="一组")
        member.edit_member(op, third, group="一组")
        for who, held in ((first, "secretary"), (second, "organization")):
            post.add_post(op, post_id=book.ids.new(), member_id=who, post=held)
    assert set(names(book, record(book, kinds=kinds, group_id=formed if grouped else None))) == wanted


# --- changing -------------------------------------------------------------------------


def test_an_edit_leaves_the_sheet_alone(book: Ledger) -> None:
    second = add_members(book)[1]
    made = record(book, marks={second: "sick"})
    left(book, second, "2026-03-07")
    with book.operation("meeting.edit") as op:
        assert meeting.edit_meeting(op, made, kinds=["theme_day"], place="广场", day="2026-03-06")
        assert not meeting.edit_meeting(op, made, place="广场")
    kept = meeting.get(book, made)
    assert (kept.kinds, kept.place, kept.day, kept.topic) == ("theme_day", "广场", "2026-03-06", "第一季度党员大会")
    assert (kept.expected, kept.present) == (3, 2)
    undo.undo(book)
    assert meeting.get(book, made).kinds == "assembly"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"day": "2027-01-01"}, "meeting-in-future"),
        ({"kinds": []}, "meeting-kind-missing"),
        ({"topic": ""}, "value-empty"),
        ({"kinds": ["group"]}, "meeting-group-missing"),
        ({"kinds": ["group"], "group_id": "nobody"}, "group-unknown"),
    ],
)
def test_an_edit_is_checked_as_an_entry_is(book: Ledger, values: dict[str, Any], code: str) -> None:
    add_members(book)
    made = record(book)
    before = meeting.get(book, made)
    with pytest.raises(RefusedError) as caught, book.operation("meeting.edit") as op:
        meeting.edit_meeting(op, made, **values)
    assert caught.value.code == code
    assert meeting.get(book, made) == before


def test_an_edit_moves_no_meeting_to_before_its_group(book: Ledger) -> None:
    led = add_members(book)[0]
    with book.operation("group.add") as op:
        formed = group.add_group(op, group_id=book.ids.new(), name="流动党小组", formed_date="2026-02")
        member.edit_member(op, led, group="流动党小组")
    made = record(book, kinds=["group"], group_id=formed)
    with pytest.raises(RefusedError, match="流动党小组"), book.operation("meeting.edit") as op:
        meeting.edit_meeting(op, made, day="2026-01-31")
    with book.operation("group.edit") as op:
        group.edit_group(op, formed, formed_date="2026-04")
    with book.operation("meeting.edit") as op:
        assert meeting.edit_meeting(op, made, place="广场")  # what was not touched is not asked again


def test_a_group_keeps_its_name_and_dates_apart(book: Ledger) -> None:
    with book.operation("group.add") as op:
        first = group.add_group(op, group_id=book.ids.new(), name="一组", formed_date="2021-05")
        second = group.add_group(op, group_id=book.ids.new(), name="二组")
    for key, values, code in (
        (first, {"dissolved_date": "2020-12-31"}, "dates-reversed"),
        (second, {"name": "一组"}, "group-exists"),
        ("nobody", {"name": "三组"}, "record-gone"),
    ):
        with pytest.raises(RefusedError) as caught, book.operation("group.edit") as op:
            group.edit_group(op, key, **values)
        assert caught.value.code == code
    with book.operation("group.edit") as op:
        assert group.edit_group(op, first, name="一组", dissolved_date="2021-05-09")


def test_a_day_that_contradicts_the_sheet(book: Ledger) -> None:
    first, second, _ = add_members(book)
    made = record(book, marks={first: "absent"})
    with book.operation("make_up.add") as op:
        who = {"meeting_id": made, "member_id": first}
        make_up.add_make_up(op, make_up_id=book.ids.new(), day="2026-04-10", **who)
    left(book, second, "2026-04-01")
    with book.operation("meeting.edit") as op:
        assert meeting.edit_meeting(op, made, day="2026-03-31")
    for day, told in (("2026-04-01", "曾国祥不是本支部党员"), ("2026-04-11", "曾国祥不是")):
        with pytest.raises(RefusedError, match=told), book.operation("meeting.edit") as op:
            meeting.edit_meeting(op, made, day=day)
    undo.undo(book)
    undo.undo(book)
    with pytest.raises(RefusedError, match="补课日期2026年4月10日早于"), book.operation("meeting.edit") as op:
        meeting.edit_meeting(op, made, day="2026-04-11")
    assert meeting.get(book, made).day == "2026-03-05"


def test_a_withdrawn_meeting_is_kept_and_counts_nowhere(book: Ledger) -> None:
    add_members(book)
    made = record(book)
    with pytest.raises(RefusedError, match="作废原因"), book.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, made, reason=" ")
    with book.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, made, reason="重复登记")
    assert meeting.list_meetings(book) == []
    (kept,) = meeting.list_meetings(book, MeetingFilter(withdrawn=True))
    assert (kept.status, kept.withdrawn_reason, kept.expected) == ("withdrawn", "重复登记", 3)
    with pytest.raises(RefusedError, match="已经作废"), book.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, made, reason="再来")
    with pytest.raises(RefusedError, match="已经作废"), book.operation("meeting.edit") as op:
        meeting.edit_meeting(op, made, topic="改写")
    undo.undo(book)
    assert len(meeting.list_meetings(book)) == 1


def test_a_meeting_nobody_knows(book: Ledger) -> None:
    with pytest.raises(RefusedError, match="不在了"):
        meeting.get(book, "nobody")
    with pytest.raises(RefusedError, match="不在了"), book.operation("meeting.edit") as op:
        meeting.edit_meeting(op, "nobody", place="x")


# --- finding --------------------------------------------------------------------------


@pytest.fixture
def year(book: Ledger) -> Ledger:
    """Four meetings of two years."""
    add_members(book)
    record(book, topic="学习二十届四中全会精神", minutes="讨论 50% 的工作_计划", day="2026-01-10")
    long = "批评与自我批评。" * 2000 + "𠮷先生发言"
    record(book, topic="组织生活会", minutes=long, day="2026-02-10", kinds=["org_life"])
    evening = {"day": "2026-02-10", "start_time": "19:00"}
    record(book, topic="党课", kinds=["lecture", "theme_day"], lecturer="Wang Lei", **evening)
    record(book, topic="去年的大会", day="2025-12-31")
    return book


@pytest.mark.parametrize(
    ("search", "wanted"),
    [
        ("党", ["党课"]),
        ("学习", ["学习二十届四中全会精神"]),
        ("批评与自我批评", ["组织生活会"]),
        ("𠮷", ["组织生活会"]),
        ("四中全会 工作", ["学习二十届四中全会精神"]),
        ("四中全会 批评", []),
        ("50%", ["学习二十届四中全会精神"]),
        ("%", ["学习二十届四中全会精神"]),
        ("作_计", ["学习二十届四中全会精神"]),
        ("_", ["学习二十届四中全会精神"]),
        ("wang LEI", ["党课"]),
        ("自我批评。批评与" * 20, ["组织生活会"]),
        ("没有的", []),
    ],
)
def test_search_finds_chinese_of_any_length(year: Ledger, search: str, wanted: list[str]) -> None:
    assert [one.topic for one in meeting.list_meetings(year, meeting.of_year(2026, search=search))] == wanted


@pytest.mark.parametrize(
    ("wanted", "topics"),
    [
        (MeetingFilter(), ["党课", "组织生活会", "学习二十届四中全会精神", "去年的大会"]),
        (meeting.of_year(2025), ["去年的大会"]),
        (MeetingFilter(first="2026-02-01", last="2026-02-28"), ["党课", "组织生活会"]),
        (MeetingFilter(kind="theme_day"), ["党课"]),
        (MeetingFilter(kind="assembly"), ["学习二十届四中全会精神", "去年的大会"]),
        (MeetingFilter(group_id="none"), []),
    ],
)
def test_what_is_asked_for(year: Ledger, wanted: MeetingFilter, topics: list[str]) -> None:
    assert [one.topic for one in meeting.list_meetings(year, wanted)] == topics
    back = meeting.list_meetings(year, wanted, newest_first=False)
    assert [one.topic for one in back] == topics[::-1]


def test_the_years(year: Ledger) -> None:
    assert meeting.years(year) == [2026, 2025]


def test_a_wrong_clock_cannot_make_the_past_the_future(tmp_path: Path) -> None:
    """The day of entry is the ledger's own clock's, in local time."""
    clock = FixedClock(NOW)
    with Ledger.create(tmp_path / "x.zbtz", organization=BRANCH, actor=ACTOR, clock=clock) as book:
        add_members(book)
        clock.current -= timedelta(days=400)
        refused(book, "meeting-in-future", day="2026-03-05")
        kept = meeting.get(book, record(book, day="2025-01-05"))
        assert kept.entered_on == date(2025, 10, 17).isoformat()
