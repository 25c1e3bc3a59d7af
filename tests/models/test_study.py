"""Study beside meetings, credits by hand, exemptions, rule sets in use, explanations."""

from datetime import date
from typing import Any

import pytest

from models import (
    duty_note,
    journal,
    member,
    rule_choice,
    undo,
)
from models.errors import RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.models.conftest import add_members

STUDY = {
    "kind": "training",
    "title": "基层党务培训班",
    "from_day": "2026-04-07",
    "to_day": "2026-04-09",
    "study_minutes": 1440,
}


def add(book: Ledger, *who: str, **values: Any) -> list[str]:
    with book.operation("study.add") as op:
        return records.add(op, book.ids, kind_of("study_record"), who, **STUDY | values)


def studied(book: Ledger, **only: Any) -> list[records.Record]:
    return records.listed(book, kind_of("study_record"), **only)


def credited(book: Ledger, **only: Any) -> list[records.Record]:
    return records.listed(book, kind_of("credit_entry"), **only)


def unchanged(book: Ledger) -> tuple[str, int]:
    return book.content_digest(), journal.last_seq(book)


def test_one_study_of_several_people(book: Ledger) -> None:
    first, second, _ = add_members(book)
    made = add(book, first, second, first, result="合格")
    assert len(made) == 2
    assert [(one.name, one.number("study_minutes"), one.text("result")) for one in studied(book)] == [
        ("单田芳", 1440, "合格"),
        ("曾国祥", 1440, "合格"),
    ]
    assert len(studied(book, member_id=first)) == 1
    undo.undo(book)
    assert studied(book) == []


@pytest.mark.parametrize(
    ("values", "code", "told"),
    [
        ({"study_minutes": -60}, "hours-wrong", "-1"),
        ({"study_minutes": 6}, "hours-wrong", "0.1"),
        ({"study_minutes": 60_030}, "hours-wrong", "1000"),
        ({"kind": "tv"}, "value-not-allowed", "tv"),
        ({"title": ""}, "value-empty", "学习内容"),
        ({"title": "学" * 201}, "value-too-long", "200"),
        ({"from_day": "2026-02-29"}, "value-bad-date", "2026-02-29"),
        ({"from_day": "2026-04"}, "value-bad-date", "2026-04"),
        ({"to_day": "2026-04-06"}, "dates-reversed", "2026-04-06"),
        ({"to_day": "2026-11-22"}, "study-in-future", "2026年11月22日"),
        ({"proof": "a\nb"}, "value-bad-characters", "U+000A"),
    ],
)
def test_study_that_cannot_be(book: Ledger, values: dict[str, Any], code: str, told: str) -> None:
    first = add_members(book)[0]
    before = unchanged(book)
    with pytest.raises(RefusedError) as caught:
        add(book, first, **values)
    assert (caught.value.code, unchanged(book)) == (code, before)
    assert told in caught.value.what() + caught.value.next_step()
    (made,) = add(book, first)
    before = unchanged(book)
    with pytest.raises(RefusedError) as caught, book.operation("study.edit") as op:
        records.edit(op, kind_of("study_record"), made, **values)
    assert (caught.value.code, unchanged(book)) == (code, before)


def test_study_of_nobody_and_of_a_stranger(book: Ledger) -> None:
    for who, code in ((), "study-nobody"), (("nobody",), "member-unknown"):
        with pytest.raises(RefusedError) as caught:
            add(book, *who)
        assert caught.value.code == code


def test_one_day_is_its_own_end_and_a_year_takes_what_touches_it(book: Ledger) -> None:
    first = add_members(book)[0]
    with book.operation("study.add") as op:
        one_day = {"kind": "online", "title": "一天", "from_day": "2026-04-07", "study_minutes": 0}
        records.add(op, book.ids, kind_of("study_record"), [first], **one_day)
    add(book, first, title="跨年", from_day="2025-12-30", to_day="2026-01-02")
    titles = {year: [one.title for one in studied(book, year=year)] for year in (2024, 2025, 2026)}
    assert titles == {2024: [], 2025: ["跨年"], 2026: ["跨年", "一天"]}
    assert studied(book)[1].text("to_day") == "2026-04-07"


def test_a_study_record_changes_and_goes(book: Ledger) -> None:
    (made,) = add(book, add_members(book)[0])
    with book.operation("study.edit") as op:
        assert records.edit(op, kind_of("study_record"), made, study_minutes=90, kind="self_study")
        assert not records.edit(op, kind_of("study_record"), made, study_minutes=90)
    assert studied(book)[0].number("study_minutes") == 90
    with book.operation("study.remove") as op:
        records.remove(op, kind_of("study_record"), made)
    assert studied(book) == []


# --- credits --------------------------------------------------------------------------


def credit(book: Ledger, who: str, **values: Any) -> str:
    ordinary = {"day": "2026-05-04", "hundredths": 150, "reason": "撰写调研报告"}
    with book.operation("credit.add") as op:
        return records.add(op, book.ids, kind_of("credit_entry"), [who], **ordinary | values)[0]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"hundredths": 0}, "credits-wrong"),
        ({"hundredths": 100_001}, "credits-wrong"),
        ({"hundredths": -100_001}, "credits-wrong"),
        ({"reason": " "}, "value-empty"),
        ({"day": "2026-11-22"}, "study-in-future"),
        ({"day": "2026"}, "value-bad-date"),
        ({"proof": "证" * 101}, "value-too-long"),
    ],
)
def test_credits_that_cannot_be(book: Ledger, values: dict[str, Any], code: str) -> None:
    first = add_members(book)[0]
    before = unchanged(book)
    with pytest.raises(RefusedError) as caught:
        credit(book, first, **values)
    assert (caught.value.code, unchanged(book)) == (code, before)
    assert caught.value.what() and caught.value.next_step()


def test_credits_are_listed_by_year_and_taken_back(book: Ledger) -> None:
    first = add_members(book)[0]
    credit(book, first, day="2025-12-31", hundredths=-50)
    made = credit(book, first)
    assert [one.number("hundredths") for one in credited(book)] == [-50, 150]
    assert [one.number("hundredths") for one in credited(book, year=2025)] == [-50]
    with book.operation("credit.remove") as op:
        records.remove(op, kind_of("credit_entry"), made)
    assert credited(book, year=2026) == []
    with pytest.raises(RefusedError, match="不在了"), book.operation("credit.remove") as op:
        records.remove(op, kind_of("credit_entry"), made)


# --- exemptions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"from_date": ""}, "value-empty"),
        ({"from_date": "2026-13"}, "value-bad-date"),
        ({"to_date": "2026-01"}, "dates-reversed"),
        ({"reason": ""}, "value-empty"),
    ],
)
def test_an_exemption_that_cannot_be(book: Ledger, values: dict[str, str], code: str) -> None:
    first = add_members(book)[0]
    ordinary = {"from_date": "2026-02", "to_date": "2026-06-30", "reason": "长期患病"}
    before = unchanged(book)
    with pytest.raises(RefusedError) as caught, book.operation("exemption.add") as op:
        records.add(op, book.ids, kind_of("study_exemption"), [first], **ordinary | values)
    assert (caught.value.code, unchanged(book)) == (code, before)


def test_an_exemption_stands_changes_and_goes(book: Ledger) -> None:
    first = add_members(book)[0]
    with book.operation("exemption.add") as op:
        values = {"from_date": "2026-02", "to_date": "2026-06-30", "reason": "长期患病"}
        made = records.add(op, book.ids, kind_of("study_exemption"), [first], **values)[0]
    with book.operation("exemption.edit") as op:
        assert records.edit(op, kind_of("study_exemption"), made, to_date="2026-07")
    (kept,) = records.listed(book, kind_of("study_exemption"))
    assert (kept.name, kept.values) == ("单田芳", values | {"to_date": "2026-07"})
    assert [kept.stands_on(date(2026, month, 1)) for month in (1, 2, 6, 7)] == [False, True, True, False]
    for year, found in ((2025, []), (2026, [kept]), (2027, [])):
        assert records.listed(book, kind_of("study_exemption"), year=year) == found
    with book.operation("exemption.edit") as op:
        records.edit(op, kind_of("study_exemption"), made, from_date="2026", to_date="2026")
        records.add(op, book.ids, kind_of("study_exemption"), [first], from_date="2025-03", reason="年老体弱")
    by_year = [records.listed(book, kind_of("study_exemption"), year=year) for year in range(2024, 2028)]
    days = [[one.day for one in found] for found in by_year]
    assert days == [[], ["2025-03"], ["2025-03", "2026"], ["2025-03"]]
    with book.operation("exemption.remove") as op:
        records.remove(op, kind_of("study_exemption"), made)
    assert [one.title for one in records.listed(book, kind_of("study_exemption"))] == ["年老体弱"]


# --- rule sets ------------------------------------------------------------------------


def choose(book: Ledger, use: str, rule_set: str, first: str = "", last: str = "", **options: Any) -> str:
    with book.operation("rules.choose") as op:
        span = {"from_date": first, "to_date": last, "options": options}
        return rule_choice.choose(op, choice_id=book.ids.new(), use=use, rule_set=rule_set, **span)


@pytest.mark.parametrize(
    ("use", "rule_set", "first", "last", "code"),
    [
        ("credits", "hour_credit", "2026-06-01", "", "credit-schemes-clash"),
        ("credits", "hour_credit", "", "", "credit-schemes-clash"),
        ("credits", "hour_credit", "2026-12-31", "2027-12-31", "credit-schemes-clash"),
        ("credits", "points_100", "2026-06-01", "", "rules-twice"),
        ("credits", "hour_credit", "2027-02-01", "2027-01-31", "dates-reversed"),
        ("credits", "hour_credit", "2027-02", "", "value-bad-date"),
        ("rest", "hour_credit", "2027-01-01", "", "value-not-allowed"),
        ("duties", "national", "2026-01-01", "", "rules-twice"),
        ("credits", "hour_credit", "2027-01-01", "", ""),
        ("credits", "hour_credit", "", "2025-12-31", ""),
        ("credits", "points_100", "2027-01-01", "", ""),
        ("duties", "licheng_2010", "2026-01-01", "", ""),
    ],
)
def test_two_credit_schemes_never_hold_on_one_day(
    book: Ledger, use: str, rule_set: str, first: str, last: str, code: str
) -> None:
    choose(book, "credits", "points_100", "2026-01-01", "2026-12-31")
    choose(book, "duties", "national")
    before = unchanged(book)
    if not code:
        choose(book, use, rule_set, first, last)
        assert len(rule_choice.list_choices(book)) == 3
        return
    with pytest.raises(RefusedError) as caught:
        choose(book, use, rule_set, first, last)
    assert (caught.value.code, unchanged(book)) == (code, before)
    assert caught.value.what() and caught.value.next_step()


def test_a_choice_changes_and_is_dropped(book: Ledger) -> None:
    old = choose(book, "credits", "points_100")
    with pytest.raises(RefusedError, match="另一套学分办法"):
        choose(book, "credits", "hour_credit", "2026-06-01")
    with book.operation("rules.choose") as op:
        assert rule_choice.change(op, old, to_date="2026-05-31", options={"Q10": "quarter"})
        assert not rule_choice.change(op, old, to_date="2026-05-31")
    new = choose(book, "credits", "hour_credit", "2026-06-01")
    assert [dict(one.options) for one in rule_choice.list_choices(book)] == [{"Q10": "quarter"}, {}]
    with pytest.raises(RefusedError, match="另一套学分办法"), book.operation("rules.choose") as op:
        rule_choice.change(op, new, from_date="2026-05-31")
    with book.operation("rules.choose") as op:
        rule_choice.drop(op, new)
    assert [one.rule_set for one in rule_choice.list_choices(book)] == ["points_100"]


# --- explanations ---------------------------------------------------------------------


def explain(book: Ledger, text: str, **values: str) -> bool:
    duty = {"rule": "national/assembly", "subject_id": "", "period": "2026-Q1"} | values
    with book.operation("duty.explain") as op:
        return duty_note.explain(op, note_id=book.ids.new(), text=text, **duty)


def test_a_duty_has_one_explanation(book: Ledger) -> None:
    assert not explain(book, " ")
    assert explain(book, "换届筹备，顺延。")
    assert not explain(book, "换届筹备，顺延。")
    assert explain(book, "防汛值守。")
    assert explain(book, "另一组。", subject_id="g1")
    told = [(one.text, one.subject_id) for one in duty_note.list_notes(book)]
    assert told == [("防汛值守。", ""), ("另一组。", "g1")]
    assert explain(book, "")
    assert [one.text for one in duty_note.list_notes(book)] == ["另一组。"]
    undo.undo(book)
    assert len(duty_note.list_notes(book)) == 2
    with pytest.raises(RefusedError) as caught:
        explain(book, "长" * 301)
    assert caught.value.code == "value-too-long"


def test_what_is_recorded_follows_a_renamed_member(book: Ledger) -> None:
    first = add_members(book)[0]
    add(book, first)
    credit(book, first)
    with book.operation("member.edit") as op:
        member.edit_member(op, first, name="单田方")
    assert studied(book)[0].name == credited(book)[0].name == "单田方"
