"""When something is asked: who stood in a whole period, what runs, what is over, what came late."""

from datetime import date

import pytest

from models.duty_note import DutyNote
from models.rules import duties
from tests.models.rules.conftest import facts, group, held, post
from tests.models.rules.test_duties import LICHENG, NATIONAL, YEAR_END, of, states

# --- standing -----------------------------------------------------------------------------


def test_a_branch_founded_in_march_is_asked_from_april_and_from_the_second_quarter() -> None:
    read = facts(NATIONAL, founded_date="2026-03-10")
    monthly = states(of(read, "national/theme_day"))
    assert monthly == {"2026-03": "waived"} | {f"2026-{month:02d}": "missed" for month in range(4, 13)}
    quarterly = of(read, "national/assembly")
    assert states(quarterly) == {"2026-Q1": "waived", "2026-Q2": "missed", "2026-Q3": "missed", "2026-Q4": "missed"}
    assert "2026年3月10日成立" in quarterly[0].why and "第一季度不满" in quarterly[0].why
    assert states(of(read, "national/org_life")) == {"2026": "waived"}
    assert of(read, "national/theme_day", year=2025) == []
    next_year = states(of(read, "national/assembly", year=2027, as_of=date(2027, 12, 31)))
    assert list(next_year.values()) == ["missed", "missed", "missed", "open"]


@pytest.mark.parametrize("founded", ["2026-03-01", "2026-03", ""])
def test_a_month_that_it_stood_in_whole_is_asked(founded: str) -> None:
    found = states(of(facts(NATIONAL, founded_date=founded), "national/theme_day"))
    assert found["2026-03"] == "missed"
    assert ("2026-02" in found) == (not founded)


def test_groups_dissolved_on_1_june_are_asked_nothing_from_june() -> None:
    read = facts(
        LICHENG,
        groups=(group("一组", dissolved="2026-06-01"), group("二组", dissolved="2026-06-01")),
        meetings=(held("group", "2026-05-08", group_id="一组"),),
    )
    found = of(read, "licheng_2010/Q08")
    assert {one.period.key for one in found} == {f"2026-{month:02d}" for month in range(1, 6)}
    may = {one.subject: one.state for one in found if one.period.key == "2026-05"}
    assert may == {"一组": "done", "二组": "missed"}


def test_a_group_formed_or_dissolved_within_a_month_is_not_asked_for_it() -> None:
    read = facts(LICHENG, groups=(group("一组", "2026-04-15", "2026-08-20"),))
    found = of(read, "licheng_2010/Q08")
    assert states(found) == {"2026-04": "waived", "2026-08": "waived"} | {
        f"2026-{month:02d}": "missed" for month in (5, 6, 7)
    }
    assert "4月15日成立" in found[0].why and "8月20日撤销" in found[-1].why


def test_of_a_young_branch_the_founding_is_the_reason() -> None:
    read = facts(LICHENG, founded_date="2026-03-10", groups=(group("一组"),), posts=(post("甲", "organization"),))
    for key in ("licheng_2010/Q07", "licheng_2010/Q08"):
        first, *_ = of(read, key)
        assert (first.period.key, first.state) == ("2026-03", "waived")
        assert first.why.startswith("支部2026年3月10日成立")


def test_no_committee_posts_no_committee_duties() -> None:
    (duty,) = of(facts(LICHENG, posts=(post("甲", "secretary"),)), "licheng_2010/Q07")
    assert duty.state == "waived" and "支委会" in duty.why


def test_a_committee_is_asked_for_the_months_in_which_it_always_stood() -> None:
    posts = (
        post("甲", "organization", "2026-02-10", "2026-07-01"),
        post("乙", "publicity", "2026-06-15", "2026-09-20"),
    )
    found = of(facts(LICHENG, posts=posts), "licheng_2010/Q07")
    assert states(found) == {"2026-02": "waived", "2026-09": "waived"} | {
        f"2026-{month:02d}": "missed" for month in range(3, 9)
    }


def test_a_term_that_follows_another_on_the_day_leaves_no_gap() -> None:
    posts = (post("甲", "organization", "", "2026-05-11"), post("乙", "organization", "2026-05-11"))
    assert set(states(of(facts(LICHENG, posts=posts), "licheng_2010/Q07")).values()) == {"missed"}


def test_a_gap_between_two_terms_waives_the_month_it_lies_in() -> None:
    posts = (post("甲", "organization", "", "2026-05-10"), post("乙", "organization", "2026-05-12"))
    found = states(of(facts(LICHENG, posts=posts), "licheng_2010/Q07"))
    assert {key for key, state in found.items() if state == "waived"} == {"2026-05"}


# --- time ---------------------------------------------------------------------------------


def test_what_runs_is_open_and_what_has_not_begun_is_not_listed() -> None:
    read = facts(NATIONAL, meetings=(held("theme_day", "2026-02-20"),))
    found = of(read, "national/theme_day", as_of=date(2026, 3, 31))
    assert states(found) == {"2026-01": "missed", "2026-02": "done", "2026-03": "open"}
    assert "到2026年3月31日为止" in found[-1].why
    assert duties.duties_of(read, 2027, date(2026, 12, 31)) == []


def test_a_meeting_of_a_later_month_does_not_heal_an_earlier_one() -> None:
    meetings = (held("theme_day", "2026-02-01"), held("theme_day", "2026-02-02"))
    found = states(of(facts(NATIONAL, meetings=meetings), "national/theme_day", as_of=date(2026, 3, 1)))
    assert found == {"2026-01": "missed", "2026-02": "done", "2026-03": "open"}


def test_what_was_held_after_the_day_is_not_seen_from_it() -> None:
    read = facts(NATIONAL, meetings=(held("theme_day", "2026-02-20"),))
    assert states(of(read, "national/theme_day", as_of=date(2026, 2, 20)))["2026-02"] == "done"
    assert states(of(read, "national/theme_day", as_of=date(2026, 2, 19)))["2026-02"] == "open"


@pytest.mark.parametrize(("entered", "late"), [("2026-03-12", False), ("2026-03-13", True)])
def test_met_only_by_a_record_entered_late(entered: str, late: bool) -> None:
    read = facts(NATIONAL, meetings=(held("theme_day", "2026-03-05", entered=entered),))
    (march,) = [one for one in of(read, "national/theme_day") if one.period.key == "2026-03"]
    assert (march.state, march.late) == ("done", late)
    assert ("补录" in march.why) == late
    both = facts(NATIONAL, meetings=(*read.meetings, held("theme_day", "2026-03-06")))
    assert not any(one.late for one in of(both, "national/theme_day"))


def test_a_note_explains_a_missed_period_and_leaves_a_running_one_open() -> None:
    notes = tuple(
        DutyNote(1, key, "national/theme_day", "", key, "疫情", "2026-12-31") for key in ("2026-11", "2026-12")
    )
    found = of(facts(NATIONAL, notes=notes), "national/theme_day", as_of=YEAR_END)
    assert [one.state for one in found[-2:]] == ["explained", "open"]
    assert "疫情" in found[-2].why


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    meetings = (held("study", "2025-12-30"), held("study", "2027-01-02"))
    read = facts(LICHENG, meetings=meetings)
    assert of(read, "licheng_2010/Q22") == [], "the sessions themselves are of other years"
    found = states(of(read, "licheng_2010/Q20"))
    assert len(found) == 53, "2026 has 53 weeks"
    assert {key for key, state in found.items() if state == "done"} == {"2026-W01", "2026-W53"}
    assert "done" not in states(of(read, "licheng_2010/Q20", year=2025)).values()


def test_one_event_of_several_kinds_counts_for_each() -> None:
    read = facts(LICHENG, meetings=(held("assembly+lecture", "2026-02-03"),))
    for key in ("licheng_2010/Q09", "licheng_2010/Q10"):
        assert states(of(read, key))["2026-Q1"] == "done"
