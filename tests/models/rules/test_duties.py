"""What a branch was asked and whether it did it, each rule with its source: one short, exact, one over."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from models import duty_note, meeting
from models.duty_note import DutyNote
from models.ledger import Ledger
from models.rules import catalog, duties
from models.rules.duties import Duty
from models.rules.facts import Facts
from tests.models.rules.conftest import (
    chosen,
    days,
    exempt,
    facts,
    group,
    held,
    made_up,
    person,
    post,
    record,
    sheets,
    studied,
)

YEAR_END = date(2026, 12, 31)
NEXT_YEAR = date(2027, 1, 31)
LICHENG, JIANGSU, NATIONAL = "licheng_2010", "jiangsu_organs_2010", "national"


def of(read: Facts, key: str, *, as_of: date = NEXT_YEAR, year: int = 2026) -> list[Duty]:
    return [
        one
        for one in duties.duties_of(read, year, as_of)
        if key in (one.key, *(f"{rule_set.key}/{rule.key}" for rule_set, rule in one.others))
    ]


def states(found: Iterable[Duty]) -> dict[str, str]:
    return {one.period.key: one.state for one in found}


# --- the table ----------------------------------------------------------------------------

COMMITTEE = (post("甲", "secretary"), post("乙", "organization"))
TABLE = [
    # rule, source, kind, period, the facts of the branch, first day of a row of meetings
    ("licheng_2010/Q07", "004:L14", "committee", "2026-05", {"posts": COMMITTEE}, 1),
    ("licheng_2010/Q08", "004:L14", "group", "2026-05", {"groups": (group("一组"),)}, 1),
    ("licheng_2010/Q09", "004:L14", "assembly", "2026-Q2", {}, 1),
    ("licheng_2010/Q10", "004:L14", "lecture", "2026-Q2", {}, 1),
    ("licheng_2010/Q20", "004:L14", "study", "2026-W20", {}, 1),
    ("national/assembly", "支部工作条例（试行）第四章", "assembly", "2026-Q2", {}, 1),
    ("national/committee", "支部工作条例（试行）第四章", "committee", "2026-05", {"posts": COMMITTEE}, 1),
    ("national/group", "支部工作条例（试行）第四章", "group", "2026-05", {"groups": (group("一组"),)}, 1),
    ("national/theme_day", "党员教育管理工作条例第十六条", "theme_day", "2026-05", {}, 1),
    ("national/org_life", "党员教育管理工作条例第十七条", "org_life", "2026", {}, 1),
    ("national/appraisal", "党员教育管理工作条例第十八条", "appraisal", "2026", {}, 1),
]


@pytest.mark.parametrize(("key", "source", "kind", "period", "branch", "value"), TABLE)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_times_one_short_exact_and_one_over(
    key: str, source: str, kind: str, period: str, branch: dict[str, object], value: int, more: int
) -> None:
    whose = "一组" if kind == "group" else None
    meetings = tuple(held(kind, day, group_id=whose) for day in days("2026-05-11", value + more))
    (duty,) = [
        one for one in of(facts(key.split("/")[0], meetings=meetings, **branch), key) if one.period.key == period
    ]
    assert (duty.required, duty.done) == (value, value + more)
    assert duty.state == ("missed" if more < 0 else "done")
    assert duty.meetings == tuple(one.id for one in meetings)
    assert str(value) in duty.why and duty.rule.title in duty.why
    assert duty.rule.quote if source == "004:L14" else duty.rule.clause.endswith(source[-4:])


@pytest.mark.parametrize(("minutes", "state"), [(39 * 60 + 30, "missed"), (40 * 60, "done"), (40 * 60 + 30, "done")])
def test_q21_hours_of_the_unit_count_each_session_once_whoever_came(minutes: int, state: str) -> None:
    """004:L14 「各单位每年集中学习时间不少于40个学时」."""
    meetings = (
        held("study", "2026-03-05", minutes=minutes - 120, expected=40, present=3),
        held("study+lecture", "2026-06-30", minutes=120),
        held("assembly", "2026-07-01", minutes=600),
    )
    (duty,) = of(facts(LICHENG, meetings=meetings), "licheng_2010/Q21")
    assert (duty.required, duty.done, duty.state) == (2400, minutes, state)


@pytest.mark.parametrize(
    ("lacking", "said", "done"),
    [
        ({}, "四项齐全", 100),
        ({"start_time": ""}, "还缺学习时间", 75),
        ({"end_time": ""}, "还缺学习时间", 75),
        ({"expected": 0, "present": 0}, "还缺学习人员", 75),
        ({"effect": False}, "还缺学习效果", 75),
        ({"effect": False, "start_time": "", "expected": 0}, "还缺学习时间、学习人员、学习效果", 25),
    ],
)
def test_q22_each_session_has_its_four_items(lacking: dict[str, object], said: str, done: int) -> None:
    """004:L14 「学习时间、学习人员、学习内容和学习效果“四落实”」."""
    meetings = (held("study", "2026-03-05", **lacking), held("assembly", "2026-03-06", effect=False))
    read = facts(LICHENG, meetings=meetings)
    (duty,) = of(read, "licheng_2010/Q22")
    assert (duty.done, duty.state) == (done, "missed" if lacking else "done")
    assert said in duty.why
    (same_day,) = of(read, "licheng_2010/Q22", as_of=date(2026, 3, 5))
    assert same_day.state == ("open" if lacking else "done")


@pytest.mark.parametrize("mark", ["personal", "sick", "official", "absent"])
def test_q23_an_absence_asks_one_make_up_and_is_never_missed(mark: str) -> None:
    """004:L14 「对因故缺课的党员干部，指定专人、安排适当时间进行补课」."""
    lesson, other = held("study", "2026-03-05", minutes=120), held("assembly", "2026-03-06")
    branch = {
        "members": (person("甲"), person("乙")),
        "meetings": (lesson, other),
        "sheets": sheets([lesson, other], {"甲": mark, "乙": "present"}),
    }
    (duty,) = of(facts(LICHENG, **branch), "licheng_2010/Q23", as_of=date(2030, 1, 1))
    assert (duty.subject_id, duty.state, duty.period.key) == ("甲", "open", lesson.id)
    made = facts(LICHENG, make_ups=(made_up(lesson, "甲", "2026-03-20", 60),), **branch)
    assert [one.state for one in of(made, "licheng_2010/Q23")] == ["done"]
    assert [one.state for one in of(made, "licheng_2010/Q23", as_of=date(2026, 3, 19))] == ["open"]


def test_what_was_made_up_stays_done_after_somebody_has_gone() -> None:
    lesson = held("lecture", "2026-03-05")
    read = facts(
        LICHENG,
        members=(person("甲", left="2026-06-01"),),
        meetings=(lesson,),
        sheets=sheets([lesson], {"甲": "absent"}),
        make_ups=(made_up(lesson, "甲", "2026-03-20", 60),),
    )
    assert [one.state for one in of(read, "licheng_2010/Q23")] == ["done"]


def test_a_make_up_is_not_asked_of_who_has_gone_or_was_exempt() -> None:
    lesson = held("lecture", "2026-03-05")
    read = facts(
        LICHENG,
        members=(person("甲", left="2026-06-01"), person("乙")),
        exemptions=(exempt("乙", "年老体弱", "2026-01-01"),),
        meetings=(lesson,),
        sheets=sheets([lesson], {"甲": "absent", "乙": "sick"}),
    )
    found = of(read, "licheng_2010/Q23")
    assert {one.subject_id: one.state for one in found} == {"甲": "waived", "乙": "waived"}
    assert "年老体弱" in found[1].why
    assert {one.subject_id: one.state for one in of(read, "licheng_2010/Q23", as_of=date(2026, 5, 31))} == {
        "甲": "open",
        "乙": "waived",
    }


@pytest.mark.parametrize("key", ["licheng_2010/Q32", "licheng_2010/Q34", "licheng_2010/Q38", "national/lecture"])
def test_a_rule_without_a_number_is_shown_and_never_judged(key: str) -> None:
    (duty,) = of(facts(key.split("/")[0]), key, as_of=date(2030, 1, 1))
    assert (duty.state, duty.required, duty.done) == ("waived", 0, 0)
    assert "不判定" in duty.why


# --- q10, choices and spans ---------------------------------------------------------------


def test_q10_quarter_or_half_year_as_the_branch_chose() -> None:
    lectures = (held("lecture", "2026-02-03"), held("lecture", "2026-08-03"))
    by_default = facts(LICHENG, meetings=lectures)
    assert states(of(by_default, "licheng_2010/Q10")) == {
        "2026-Q1": "done",
        "2026-Q2": "missed",
        "2026-Q3": "done",
        "2026-Q4": "missed",
    }
    halves = Facts(choices=(chosen(LICHENG, Q10="half_year"),), meetings=lectures)
    assert states(of(halves, "licheng_2010/Q10")) == {"2026-H1": "done", "2026-H2": "done"}
    unheard = Facts(choices=(chosen(LICHENG, Q10="week"),), meetings=lectures)
    assert states(of(unheard, "licheng_2010/Q10")) == states(of(by_default, "licheng_2010/Q10"))


def test_a_ledger_that_chose_nothing_goes_by_the_national_set() -> None:
    assert {one.rule_set.key for one in duties.duties_of(Facts(), 2026, YEAR_END)} == {catalog.DEFAULT_DUTIES}


@pytest.mark.parametrize("level", ["general_branch", "committee"])
def test_what_is_asked_of_branches_is_not_asked_of_what_stands_above_them(level: str) -> None:
    assert duties.duties_of(Facts(level=level), 2026, YEAR_END) == []


@pytest.mark.parametrize(("year", "keys"), [(2018, set()), (2019, {"assembly", "lecture"})])
def test_a_regulation_asks_nothing_of_the_years_before_it(year: int, keys: set[str]) -> None:
    found = duties.duties_of(Facts(), year, date(2020, 1, 31))
    assert {one.rule.key for one in found if one.rule.subject == "branch"} == keys


def test_a_set_holds_for_the_periods_that_end_within_its_span() -> None:
    read = Facts(choices=(chosen(LICHENG, from_date="2026-05-31", to_date="2026-09-29"),))
    assert states(of(read, "licheng_2010/Q09")) == {"2026-Q2": "missed"}
    read = Facts(choices=(chosen(LICHENG, from_date="2026-06-30", to_date="2026-09-30"),))
    assert states(of(read, "licheng_2010/Q09")) == {"2026-Q2": "missed", "2026-Q3": "missed"}


def test_sets_that_ask_the_same_are_one_duty_under_the_firm_rule() -> None:
    read = facts(NATIONAL, LICHENG, meetings=(held("assembly", "2026-02-03"),))
    found = of(read, "national/assembly")
    assert [one.key for one in found] == ["licheng_2010/Q09"] * 4
    assert found == of(read, "licheng_2010/Q09")
    assert [rule.key for _, rule in found[0].others] == ["assembly"]
    assert found[0].done == 1, "one meeting, not one for each set"


@pytest.mark.parametrize("keys", [("national", "probe"), ("probe", "national")])
def test_of_two_numbers_for_the_same_the_higher_counts(monkeypatch: pytest.MonkeyPatch, keys: tuple[str, str]) -> None:
    national = catalog.rule_sets()[NATIONAL]
    twice = replace(national, key="probe", rules=tuple(replace(one, value=2) for one in national.rules))
    monkeypatch.setattr(catalog, "rule_sets", lambda: {NATIONAL: national, "probe": twice})
    read = facts(*keys, meetings=(held("assembly", "2026-02-03"),))
    (first, *_) = of(read, "national/assembly")
    assert (first.key, first.required, first.done, first.state) == ("probe/assembly", 2, 1, "missed")


def test_a_note_on_either_of_two_merged_rules_explains_it() -> None:
    note = DutyNote(1, "n", "national/assembly", "", "2026-Q1", "防汛值守", "2026-04-02")
    (first, *_) = of(facts(NATIONAL, LICHENG, notes=(note,)), "licheng_2010/Q09")
    assert (first.state, first.note) == ("explained", "防汛值守")
    assert "防汛值守" in first.why


# --- the ledger ---------------------------------------------------------------------------


def test_a_withdrawn_meeting_counts_nowhere(make: Callable[..., Ledger]) -> None:
    with make("单田芳", licheng_2010="duties") as book:
        kept, gone = record(book, "study", "2026-12-28"), record(book, "study", "2026-12-29")
        before = duties.list_duties(book, year=2026)
        with book.operation("meeting.withdraw") as op:
            meeting.withdraw_meeting(op, gone, reason="重复登记")
        after = duties.list_duties(book, year=2026)
    assert len([one for one in before if one.rule.key == "Q22"]) == 2
    (left,) = [one for one in after if one.rule.key == "Q22"]
    assert left.meetings == (kept,)
    (week,) = [one for one in after if one.period.key == "2026-W53"]
    assert week.meetings == (kept,)


def test_days_of_the_first_week_before_new_year_are_read(make: Callable[..., Ledger]) -> None:
    with make("单田芳", licheng_2010="duties") as book:
        record(book, "study", "2025-12-29")
        (week,) = [one for one in duties.list_duties(book, year=2026) if one.period.key == "2026-W01"]
        assert week.state == "done"
        assert not [one for one in duties.list_duties(book, year=2025) if one.rule.key == "Q20" and one.done]


def test_a_branch_says_why_and_the_duty_is_explained(make: Callable[..., Ledger]) -> None:
    with make("单田芳") as book:
        with book.operation("duty.explain") as op:
            duty_note.explain(
                op, note_id=book.ids.new(), rule="national/theme_day", subject_id="", period="2026-08", text="防汛"
            )
        found = {one.period.key: one for one in duties.list_duties(book, year=2026) if one.rule.key == "theme_day"}
    assert (found["2026-08"].state, found["2026-08"].note) == ("explained", "防汛")
    assert found["2026-07"].state == "missed" and found["2026-12"].state == "open"


def test_study_records_are_no_meetings() -> None:
    read = facts(LICHENG, records=(studied("甲", "training", "2026-03-01", "2026-03-02", 960),))
    (duty,) = of(read, "licheng_2010/Q21")
    assert duty.done == 0
