"""Texts, talks, tests and the reading list: entered, changed, taken back, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from models import amounts, change_words, journal, member, points, reading, undo
from models.errors import RefusedError
from models.gate import Operation
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.models.conftest import add_members

TEXTS = kind_of("reflection")
TEXT = {"kind": "reflection", "title": "读《条例》有感", "day": "2026-05-04"}
TALK = {"kind": "exchange", "title": "交流", "day": "2026-05-04"}
TEST = kind_of("exam")
EXAM = {"title": "春季测试", "day": "2026-04-20", "method": "closed"}
Work = Callable[[Operation], Any]


def write(book: Ledger, kind: str, work: Work) -> Any:
    with book.operation(kind) as op:
        return work(op)


def refused(book: Ledger, kind: str, work: Work, code: str) -> RefusedError:
    before = (book.content_digest(), journal.last_seq(book))
    with pytest.raises(RefusedError) as caught:
        write(book, kind, work)
    assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book)) == before
    return caught.value


def add_text(book: Ledger, who: str, **more: Any) -> Work:
    return lambda op: records.add(op, book.ids, TEXTS, [who], **TEXT | more)[0]


# --- texts ------------------------------------------------------------------------------


def test_a_text_is_kept_changed_reviewed_shown_and_taken_back(book: Ledger) -> None:
    who, other, _ = add_members(book)
    one = write(book, "reflection.add", add_text(book, who, body="第一段\r\n\t<b>第二段</b>　", pages=3))
    two = write(book, "reflection.add", add_text(book, other, kind="notes", day="2025-12-31", title="笔记"))
    (kept,) = records.listed(book, TEXTS, year=2026)
    assert (kept.text("body"), kept.number("pages"), kept.name) == ("第一段\n\t<b>第二段</b>", 3, "单田芳")
    assert kept.entered_on == "2026-11-21"
    assert [x.id for x in records.listed(book, TEXTS)] == [two, one]
    assert [x.id for x in records.listed(book, TEXTS, member_id=other)] == [two]
    assert records.listed(book, TEXTS, org=2) == [] and len(records.listed(book, TEXTS, org=None)) == 2
    assert write(book, "reflection.edit", lambda op: records.edit(op, TEXTS, one, title="新题")) is True
    assert write(book, "reflection.edit", lambda op: records.edit(op, TEXTS, one, title="新题")) is False
    said = {"reviewer": "书记", "reviewed_on": "2026-06-01", "review": "有体会"}
    write(book, "reflection.review", lambda op: records.perform(op, TEXTS, "review", [one, two], **said))
    shown = {"exhibited_on": "2026-07-01", "exhibited_at": "橱窗"}
    write(book, "reflection.exhibit", lambda op: records.perform(op, TEXTS, "exhibit", [one], **shown))
    both = {x.id: x for x in records.listed(book, TEXTS)}
    assert both[one].title == "新题" and both[one].text("exhibited_at") == "橱窗"
    assert both[two].text("review") == "有体会"
    write(book, "reflection.remove", lambda op: records.remove(op, TEXTS, one))
    assert [x.id for x in records.listed(book, TEXTS)] == [two]
    undo.undo(book)
    assert {x.id: x for x in records.listed(book, TEXTS)} == both


def test_a_hundred_thousand_characters_in_one_line_and_not_one_more(book: Ledger) -> None:
    who, *_ = add_members(book)
    long = "学😀<p>𠅤" * 20_000
    made = write(book, "reflection.add", add_text(book, who, body=long[:100_000]))
    assert records.listed(book, TEXTS)[0].text("body") == long[:100_000]
    more = "学" * 100_001
    refused(book, "reflection.edit", lambda op: records.edit(op, TEXTS, made, body=more), "value-too-long")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "value-empty"),
        ({"title": "两\n行"}, "value-bad-characters"),
        ({"body": "零\u200b宽"}, "value-bad-characters"),
        ({"kind": "poem"}, "value-not-allowed"),
        ({"day": "2026-05"}, "value-bad-date"),
        ({"day": "2026-11-22"}, "study-in-future"),
        ({"day": "1985-06-30"}, "study-not-member"),
        ({"pages": -1}, "count-wrong"),
        ({"pages": 2001}, "count-wrong"),
        ({"reviewed_on": "2026-05-03"}, "study-reviewed-early"),
        ({"exhibited_on": "2026-12-01"}, "study-in-future"),
        ({"reviewed_on": "昨天"}, "value-bad-date"),
    ],
)
def test_a_text_that_cannot_be(book: Ledger, values: dict[str, Any], code: str) -> None:
    who, *_ = add_members(book)
    refused(book, "reflection.add", add_text(book, who, **values), code)


def test_nothing_is_entered_after_leaving_but_what_was_before_stays_open(book: Ledger) -> None:
    who, *_ = add_members(book)
    write(book, "member.remove", lambda op: member.remove_member(op, who, kind="transfer", date="2026-05-04"))
    assert "离开" in refused(book, "reflection.add", add_text(book, who), "study-not-member").what()
    write(book, "reflection.add", add_text(book, who, day="2026-05-03"))
    refused(book, "talk.add", lambda op: records.add(op, book.ids, kind_of("talk"), [who], **TALK), "study-not-member")
    refused(book, "exam.add", lambda op: sheets.enter(op, book.ids, TEST, {who: {}}, **(EXAM | {"day": "2026-06-01"})),
            "study-not-member")


def test_a_later_day_of_writing_does_not_pass_its_review(book: Ledger) -> None:
    who, *_ = add_members(book)
    made = write(book, "reflection.add", add_text(book, who))
    said = {"reviewer": "书记", "reviewed_on": "2026-05-10", "review": ""}
    write(book, "reflection.review", lambda op: records.perform(op, TEXTS, "review", [made], **said))
    refused(book, "reflection.edit", lambda op: records.edit(op, TEXTS, made, day="2026-05-11"),
            "study-reviewed-early")
    said["reviewer"] = ""
    refused(book, "reflection.review", lambda op: records.perform(op, TEXTS, "review", [made], **said), "value-empty")
    show = lambda op: records.perform(op, TEXTS, "exhibit", [made, "没有"], exhibited_on="2026-06-01")  # noqa: E731
    refused(book, "reflection.exhibit", show, "record-gone")
    show = lambda op: records.perform(op, TEXTS, "exhibit", [made], exhibited_at="橱窗")  # noqa: E731
    refused(book, "reflection.exhibit", show, "value-empty")


# --- talks and tests --------------------------------------------------------------------


def test_one_talk_of_a_team(book: Ledger) -> None:
    one, two, _ = add_members(book)
    said = {**TALK, "ranking": "二等奖"}
    team = write(book, "talk.add", lambda op: records.add(op, book.ids, kind_of("talk"), [one, two, one], **said))
    assert {(x.name, x.text("ranking")) for x in records.listed(book, kind_of("talk"), year=2026)} == {
        ("单田芳", "二等奖"),
        ("曾国祥", "二等奖"),
    }
    write(book, "talk.edit", lambda op: records.edit(op, kind_of("talk"), team[0], points="一、\n二、"))
    assert records.listed(book, kind_of("talk"), member_id=one)[0].text("points") == "一、\n二、"
    write(book, "talk.remove", lambda op: records.remove(op, kind_of("talk"), team[1]))
    assert [x.id for x in records.listed(book, kind_of("talk"))] == team[:1]
    refused(book, "talk.add", lambda op: records.add(op, book.ids, kind_of("talk"), [], **TALK), "study-nobody")
    refused(book, "talk.edit", lambda op: records.edit(op, kind_of("talk"), team[0], kind="song"), "value-not-allowed")
    refused(book, "talk.remove", lambda op: records.remove(op, kind_of("talk"), team[1]), "record-gone")
    refused(book, "talk.add", lambda op: records.add(op, book.ids, kind_of("talk"), ["没有"], **TALK), "member-unknown")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        *[("92.5", 9250), ("100", 10_000), ("0", 0), ("1000", 100_000), ("88.05", 8805)],
        *[("９２．５", 9250), ("92。5", 9250), (" 60分 ", 6000)],
    ],
)
def test_scores_as_people_write_them(text: str, score: int) -> None:
    assert points.read(text, most=1000, field="成绩") == score
    assert TEST.by_name["score"].read(amounts.credits_text(score), "exam.score") == score


@pytest.mark.parametrize("text", ["", "优", "-1", "1000.01", "9,5", "1e2", "92.555", "nan", "九十"])
def test_what_is_no_score(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        points.read(text, most=1000, field="成绩")
    assert caught.value.code == "score-wrong" and (text in caught.value.what())


def test_one_test_of_several_people(book: Ledger) -> None:
    one, two, three = add_members(book)
    results: dict[str, dict[str, Any]] = {one: {"score": 9250, "passed": "yes"}, two: {"grade": "良"}}
    results[three] = {"passed": "no"}
    made = write(book, "exam.add", lambda op: sheets.enter(op, book.ids, TEST, results, organizer="街道", **EXAM))
    kept = {x.member_id: x for x in records.listed(book, TEST, year=2026)}
    told = kept[one].number("score"), kept[two].number("score"), kept[two].text("grade"), kept[three].text("passed")
    assert told == (9250, None, "良", "no")
    assert {x.text("organizer") for x in kept.values()} == {"街道"}
    write(book, "exam.edit", lambda op: records.edit(op, TEST, made[0], score=None, passed=""))
    assert records.listed(book, TEST, member_id=one)[0].number("score") is None
    refused(book, "exam.edit", lambda op: records.edit(op, TEST, made[0], score=100_001), "score-wrong")
    refused(book, "exam.edit", lambda op: records.edit(op, TEST, made[0], passed="maybe"), "value-not-allowed")
    refused(book, "exam.add", lambda op: sheets.enter(op, book.ids, TEST, {}, **EXAM), "study-nobody")
    write(book, "exam.remove", lambda op: records.remove(op, TEST, made[2]))
    assert len(records.listed(book, TEST)) == 2


# --- the reading list -------------------------------------------------------------------


def add_to(op: Operation, book: Ledger, year: int = 2026) -> list[str]:
    return records.add(op, book.ids, reading.ITEM, (), year=year, title="推荐书", need="required")


def test_a_years_list_and_who_has_read_it(book: Ledger) -> None:
    one, two, _ = add_members(book)

    def add(title: str, need: str, **more: Any) -> str:
        values = {"year": 2026, "title": title, "need": need} | more
        return str(write(book, "reading.add", lambda op: records.add(op, book.ids, reading.ITEM, (), **values))[0])

    extra, first = add("推荐书", "recommended"), add("必读书", "required", due_date="2026-06", author="甲")
    assert [x.id for x in reading.list_items(book, year=2026)] == [first, extra]
    days = {one: "2026-05-01", two: "2026-05-02"}
    write(book, "reading.mark", lambda op: reading.mark_read(op, book.ids, first, days))
    for marked in journal.changes_of(book, journal.last_seq(book)):
        assert ("书目", "", "必读书") in change_words.changed_fields(book, marked)
    (done,) = reading.list_done(book, member_id=one)
    assert (done.name, done.text("reading_id"), done.day) == ("单田芳", first, "2026-05-01")
    write(book, "reading.mark", lambda op: reading.mark_read(op, book.ids, first, {one: "2026-05-09"}))
    assert [x.day for x in reading.list_done(book, year=2026)] == ["2026-05-02", "2026-05-09"]
    read = refused(book, "reading.remove", lambda op: records.remove(op, reading.ITEM, first), "record-led-to")
    assert read.what() == "“必读书”已登记 2 人的阅读完成情况，不能删去。"
    write(book, "reading.unmark", lambda op: reading.unmark_read(op, first, [one, two, "没有"]))
    write(book, "reading.edit", lambda op: records.edit(op, reading.ITEM, extra, due_date="2026-12"))
    write(book, "reading.remove", lambda op: records.remove(op, reading.ITEM, first))
    assert [(x.id, x.text("due_date")) for x in reading.list_items(book)] == [(extra, "2026-12")]
    twice = refused(book, "reading.add", lambda op: add_to(op, book), "record-twice")
    assert twice.what() == "2026 年、推荐书的书目已经登记过了。"
    refused(book, "reading.add", lambda op: add_to(op, book, year=1066), "reading-year")
    add("推荐书", "required", year=2025)
    moved = reading.list_items(book, year=2025)[0].id
    refused(book, "reading.edit", lambda op: records.edit(op, reading.ITEM, moved, year=2026), "record-twice")
    write(book, "reading.edit", lambda op: records.edit(op, reading.ITEM, moved, year=2025, title="推荐书"))
    refused(book, "reading.mark", lambda op: reading.mark_read(op, book.ids, extra, {}), "study-nobody")
    late = {one: "2026-11-22"}
    refused(book, "reading.mark", lambda op: reading.mark_read(op, book.ids, extra, late), "study-in-future")
    refused(book, "reading.mark", lambda op: reading.mark_read(op, book.ids, first, days), "record-gone")


# --- self-study looked at ---------------------------------------------------------------


def test_several_peoples_self_study_is_looked_at_at_once(book: Ledger) -> None:
    people = add_members(book)
    span = {"from_day": "2026-03-01", "to_day": "2026-03-31"}
    values: dict[str, Any] = {"kind": "self_study", "title": "自学", "study_minutes": 600} | span
    made = write(book, "study.add", lambda op: records.add(op, book.ids, kind_of("study_record"), people, **values))
    kind = kind_of("study_record")
    said = {"checker": "书记", "checked_on": "2026-04-02", "check_result": "笔记完整"}
    write(book, "study.check", lambda op: records.perform(op, kind, "check", made, **said))
    assert all(said.items() <= one.values.items() for one in records.listed(book, kind))
    for more, code in (
        ({"checked_on": "2026-03-30"}, "study-reviewed-early"),
        ({"checked_on": "2026-12-30"}, "study-in-future"),
        ({"checker": ""}, "value-empty"),
        ({"check_result": ""}, "value-empty"),
    ):
        act = lambda op, more=more: records.perform(op, kind, "check", made, **said | more)  # noqa: E731
        refused(book, "study.check", act, code)
