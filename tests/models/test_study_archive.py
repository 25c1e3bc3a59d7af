"""The way of a study archive: who has one, each step, each refusal in words."""

from typing import Any

import pytest

from models import member, study_archive, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import add_members

YEAR, DAY = 2026, "2026-11-10"


@pytest.fixture
def who(book: Ledger) -> str:
    return add_members(book)[0]


def done(book: Ledger, step: str, who: str, **values: Any) -> None:
    given: dict[str, dict[str, Any]] = {
        "review": {"reviewer": "尉迟文静", "day": DAY, "review": "同意归档。"},
        "send_back": {"reason": "缺三季度心得"},
        "file": {"by": "邓喆", "day": DAY, "number": "2026-01", "digest": "0a" * 32},
        "reopen": {"reason": "补装考核成绩"},
    }
    with book.operation(f"archive.{step}") as op:
        if step == "fill":
            study_archive.fill(op, book.ids, who, YEAR, values.get("day", DAY))
        else:
            getattr(study_archive, step)(op, who, YEAR, **(given[step] | values))


def written(book: Ledger, who: str, text: str) -> None:
    with book.operation("archive.write") as op:
        study_archive.write_summary(op, book.ids, who, YEAR, summary=text)


def refused(code: str, call: Any, *arguments: Any, told: str = "", **values: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        call(*arguments, **values)
    assert caught.value.code == code, caught.value
    assert told in caught.value.what() + caught.value.next_step()


def test_everybody_of_the_year_has_one(book: Ledger) -> None:
    ids = add_members(book)
    with book.operation("member.add") as op:
        for name, values in (
            ("甲一", {"joined_date": "2026-12-30"}),
            ("乙二", {"joined_date": "2027-01"}),
            ("丙三", {"joined_date": "2001", "arrived_date": "2026-06"}),
        ):
            member.add_member(op, member_id=book.ids.new(), name=name, **values)
        leaving = (("丁四", "transfer", "2026-02"), ("戊五", "transfer", "2025-12-31"), ("己六", "mistake", "2026-05"))
        for name, kind, day in leaving:
            gone = member.add_member(op, member_id=book.ids.new(), name=name, joined_date="2001")
            member.remove_member(op, gone, kind=kind, date=day)
    names = {one.name for one in study_archive.list_archives(book, year=YEAR)}
    assert names == {"单田芳", "曾国祥", "买买提·艾山", "甲一", "丙三", "丁四"}
    assert {one.state for one in study_archive.list_archives(book, year=YEAR)} == {"open"}
    assert {one.id for one in study_archive.list_archives(book, year=YEAR)} == {""}
    assert study_archive.list_archives(book, year=2027) == [], "the year has not begun"
    assert {one.name for one in study_archive.list_archives(book, year=1990)} == {"单田芳"}
    assert len(ids) == 3


def test_the_whole_way_and_back(book: Ledger, who: str) -> None:
    written(book, who, "一年来……\n\n有收获。")
    states = []
    for step in ("fill", "review", "file", "reopen", "fill", "send_back", "fill", "review", "send_back"):
        done(book, step, who)
        states.append(study_archive.get(book, who, YEAR).state)
    assert states == ["filled", "reviewed", "filed", "open", "filled", "open", "filled", "reviewed", "open"]
    kept = study_archive.get(book, who, YEAR)
    assert (kept.summary, kept.returned, kept.file_number) == ("一年来……\n\n有收获。", "缺三季度心得", "2026-01")
    assert (kept.reviewer, kept.reviewed_on, kept.filed_on, kept.filed_digest) == ("", "", "", "")
    for _ in range(7):
        undo.undo(book)
    kept = study_archive.get(book, who, YEAR)
    assert (kept.state, kept.reviewer, kept.review) == ("reviewed", "尉迟文静", "同意归档。")


@pytest.mark.parametrize(
    ("before", "step", "code", "told"),
    [
        ((), "review", "archive-step", "请先办“学习档案填写完成”"),
        ((), "file", "archive-step", "请先办“学习档案填写完成”"),
        ((), "send_back", "archive-step-needless", "填写中"),
        ((), "reopen", "archive-step-needless", "填写中"),
        (("fill",), "file", "archive-step", "请先办“审阅学习档案”"),
        (("fill",), "fill", "archive-step", "请先办“退回学习档案”"),
        (("fill", "review"), "review", "archive-step", "请先办“退回学习档案”"),
        (("fill", "review", "file"), "review", "archive-step", "请先办“重新打开学习档案”"),
        (("fill", "review", "file"), "send_back", "archive-step", "请先办“重新打开学习档案”"),
    ],
)
def test_a_step_off_the_way(
    book: Ledger, who: str, before: tuple[str, ...], step: str, code: str, told: str
) -> None:
    for earlier in before:
        done(book, earlier, who)
    state = study_archive.get(book, who, YEAR).state
    refused(code, done, book, step, who, told=told)
    assert study_archive.get(book, who, YEAR).state == state
    assert step not in study_archive.may(study_archive.get(book, who, YEAR))


def test_a_reviewed_or_filed_summary_stays_as_it_is(book: Ledger, who: str) -> None:
    written(book, who, "初稿")
    done(book, "fill", who)
    written(book, who, "定稿")
    done(book, "review", who)
    refused("archive-closed", written, book, who, "再改", told="退回学习档案")
    done(book, "file", who)
    refused("archive-closed", written, book, who, "再改", told="重新打开学习档案")
    assert study_archive.get(book, who, YEAR).summary == "定稿"


@pytest.mark.parametrize(
    ("step", "values", "code"),
    [
        ("fill", {"day": "2025-12-31"}, "archive-too-early"),
        ("fill", {"day": "2026-12-31"}, "study-in-future"),
        ("fill", {"day": "2026-11"}, "value-bad-date"),
        ("review", {"reviewer": ""}, "value-empty"),
        ("review", {"review": " \n"}, "value-empty"),
        ("review", {"review": "字" * 1001}, "value-too-long"),
        ("review", {"day": "2026-11-09"}, "archive-too-early"),
        ("file", {"by": ""}, "value-empty"),
        ("file", {"day": "2026-11-09"}, "archive-too-early"),
        ("reopen", {"reason": ""}, "value-empty"),
        ("send_back", {"reason": ""}, "value-empty"),
    ],
)
def test_a_step_that_says_too_little(book: Ledger, who: str, step: str, values: dict[str, str], code: str) -> None:
    for earlier in {"fill": [], "review": ["fill"], "send_back": ["fill"], "file": ["fill", "review"]}.get(
        step, ["fill", "review", "file"]
    ):
        done(book, earlier, who)
    before = book.content_digest()
    refused(code, done, book, step, who, **values)
    assert book.content_digest() == before


def test_a_summary_has_its_limits(book: Ledger, who: str) -> None:
    written(book, who, "字" * 20_000)
    refused("value-too-long", written, book, who, "字" * 20_001)
    refused("value-bad-characters", written, book, who, "零\u200b宽")
    assert len(study_archive.get(book, who, YEAR).summary) == 20_000


def test_who_was_no_member_has_none(book: Ledger, who: str) -> None:
    with book.operation("archive.fill") as op, pytest.raises(RefusedError) as caught:
        study_archive.fill(op, book.ids, who, 1984, "1984-12-01")
    assert caught.value.code == "archive-not-hers"
    refused("archive-not-hers", study_archive.get, book, who, 1984)
    with book.operation("archive.fill") as op, pytest.raises(RefusedError) as caught:
        study_archive.fill(op, book.ids, who, 2027, DAY)
    assert caught.value.code == "archive-not-hers"


def test_the_summary_counts_states(book: Ledger) -> None:
    first, second, _third = add_members(book)
    done(book, "fill", first)
    for step in ("fill", "review", "file"):
        done(book, step, second)
    told = study_archive.summary(book, 1, YEAR)
    assert told.expected == 3
    assert dict(told.by_state) == {"open": 1, "filled": 1, "reviewed": 0, "filed": 1}
