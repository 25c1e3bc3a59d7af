"""A year's statistics: rows for kinds and groups, months with their duty, and totals that add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from models import attendance, meeting
from models.ledger import Ledger
from models.rules import catalog, statistics
from models.rules.facts import Facts
from models.rules.statistics import KindRow, YearStatistics
from tests.models.rules.conftest import chosen, facts, group, held, post, record

YEAR_END = date(2026, 12, 31)
LICHENG, NATIONAL = "licheng_2010", "national"


def row(found: YearStatistics, kind: str, subject_id: str = "") -> KindRow:
    (one,) = [one for one in found.rows if (one.kind, one.subject_id) == (kind, subject_id)]
    return one


def test_months_hold_the_days_and_the_duty() -> None:
    meetings = (held("theme_day", "2026-01-15"), held("theme_day", "2026-01-29"), held("theme_day", "2026-03-15"))
    found = statistics.statistics_of(facts(NATIONAL, meetings=meetings), 2026, date(2026, 4, 10))
    one = row(found, "theme_day")
    assert [cell.days for cell in one.months[:4]] == [("2026-01-15", "2026-01-29"), (), ("2026-03-15",), ()]
    assert [cell.duty for cell in one.months] == ["done", "missed", "done", "open"] + [""] * 8
    assert (one.held, one.required) == (3, 12)
    assert one.months[0].meeting_ids == tuple(one.id for one in meetings[:2])


def test_a_longer_period_stands_in_its_last_month() -> None:
    found = statistics.statistics_of(facts(LICHENG, meetings=(held("assembly", "2026-02-03"),)), 2026, YEAR_END)
    duties = {number: cell.duty for number, cell in enumerate(row(found, "assembly").months, 1) if cell.duty}
    assert duties == {3: "done", 6: "missed", 9: "missed", 12: "open"}
    assert row(found, "assembly").required == 4


def test_q10_both_alternatives() -> None:
    for options, required in (({}, 4), ({"Q10": "half_year"}, 2)):
        read = Facts(choices=(chosen(LICHENG, **options),))
        assert row(statistics.statistics_of(read, 2026, YEAR_END), "lecture").required == required


def test_rules_of_several_sets_ask_for_the_same_meetings_not_for_more() -> None:
    read = facts(NATIONAL, LICHENG)
    assert row(statistics.statistics_of(read, 2026, YEAR_END), "assembly").required == 4


def test_of_rules_with_other_periods_the_one_that_asks_most_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    national = catalog.rule_sets()[NATIONAL]
    yearly = tuple(replace(one, key=f"{one.key}_year", period="year", value=5) for one in national.rules)
    monkeypatch.setattr(catalog, "rule_sets", lambda: {NATIONAL: replace(national, rules=national.rules + yearly)})
    found = statistics.statistics_of(Facts(), 2026, YEAR_END)
    assert (row(found, "assembly").required, row(found, "theme_day").required) == (5, 12)


def test_each_group_has_its_row() -> None:
    groups = (group("一组", dissolved="2026-06-01"), group("二组"), group("旧组", dissolved="2024-01-01"))
    meetings = (held("group", "2026-05-08", group_id="一组"), held("group+lecture", "2026-05-08", group_id="二组"))
    found = statistics.statistics_of(facts(LICHENG, groups=groups, meetings=meetings), 2026, YEAR_END)
    rows = [one for one in found.rows if one.kind == "group"]
    assert [(one.subject, one.held, one.required) for one in rows] == [("一组", 1, 5), ("二组", 1, 12)]
    assert row(found, "lecture").held == 1
    assert found.meetings == 2, "a meeting of two kinds is one meeting"


def test_without_groups_and_committee_the_rows_say_so() -> None:
    found = statistics.statistics_of(facts(NATIONAL), 2026, YEAR_END)
    assert row(found, "group").note == "未设党小组" and row(found, "group").required is None
    committee = row(found, "committee")
    assert "不设支委会" in committee.note and committee.required is None
    assert {cell.duty for cell in committee.months} == {"waived"}
    standing = facts(NATIONAL, posts=(post("甲", "organization"),))
    assert row(statistics.statistics_of(standing, 2026, YEAR_END), "committee").required == 12


def test_a_branch_founded_in_march_owes_nine_months() -> None:
    one = row(
        statistics.statistics_of(facts(NATIONAL, founded_date="2026-03-10"), 2026, date(2026, 5, 1)), "theme_day"
    )
    assert [cell.duty for cell in one.months[:5]] == ["", "", "waived", "missed", "open"]
    assert one.required == 9 and "3月10日成立" in one.note


def test_weeks_that_reach_over_the_year_stand_in_january_and_december() -> None:
    read = facts(LICHENG, meetings=(held("study", "2025-12-30"), held("study", "2027-01-02")))
    one = row(statistics.statistics_of(read, 2026, date(2027, 2, 1)), "study")
    assert one.held == 0, "the meetings themselves are of other years"
    assert one.required == 53
    only_the_last = Facts(choices=(chosen(LICHENG, from_date="2027-01-01"),))
    one = row(statistics.statistics_of(only_the_last, 2026, date(2027, 2, 1)), "study")
    assert [cell.duty for cell in one.months] == [""] * 11 + ["missed"]


def test_the_rate_is_of_all_meetings_and_rounded_once() -> None:
    meetings = (held("study", "2026-03-01"), held("study", "2026-03-02", expected=3, present=2))
    found = statistics.statistics_of(facts(NATIONAL, meetings=meetings), 2026, YEAR_END)
    assert (found.expected, found.present, found.rate_percent) == (6, 5, 8333)
    two_of_three = statistics.statistics_of(facts(NATIONAL, meetings=meetings[1:]), 2026, YEAR_END)
    assert two_of_three.rate_percent == 6667
    assert statistics.statistics_of(facts(NATIONAL), 2026, YEAR_END).rate_percent is None


def test_read_from_a_ledger_without_observers_and_withdrawn(make: Callable[..., Ledger]) -> None:
    with make("单田芳", "曾国祥", "买买提·艾山") as book:
        one, other, third = [row["id"] for row in book.query("SELECT id FROM member ORDER BY id")]
        record(book, "theme_day", "2026-12-28", roster=[one, other], marks={other: "sick", third: "observer"})
        gone = record(book, "theme_day", "2026-12-29")
        with book.operation("meeting.withdraw") as op:
            meeting.withdraw_meeting(op, gone, reason="登错了")
        found = statistics.year_statistics(book, year=2026)
        assert (found.meetings, found.expected, found.present) == (1, 2, 1)
        kept = meeting.list_meetings(book, meeting.of_year(2026))
        assert [(one.expected, one.present) for one in kept] == [(2, 1)]
        assert [one.mark for one in attendance.sheet(book, kept[0].id)].count("observer") == 1
