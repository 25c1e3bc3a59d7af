"""Whose hours count for how much, and against which target: one short, exact, one over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from models import make_up, meeting, member
from models.errors import UsageError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import catalog, credits, duties, hours, statistics
from models.rules.facts import Facts
from models.rules.hours import HourTotal
from tests.models.rules.conftest import (
    chosen,
    exempt,
    facts,
    held,
    made_up,
    person,
    post,
    record,
    sheets,
    studied,
)

YEAR_END = date(2026, 12, 31)
LICHENG, JIANGSU, NATIONAL = "licheng_2010", "jiangsu_organs_2010", "national"


def of(read: Facts, *, year: int = 2026, as_of: date = YEAR_END) -> dict[str, HourTotal]:
    return {one.name: one for one in hours.hours_of(read, year, as_of)}


TABLE = [
    # rule, source, hours, post, kind of unit, year
    ("jiangsu_organs_2010/Q13", "001:L31", 24, "", "organ", 2026),
    ("jiangsu_organs_2010/Q14", "001:L31", 40, "secretary", "organ", 2026),
    ("jiangsu_organs_2010/Q14", "001:L31", 40, "publicity", "organ", 2026),
    ("licheng_2010/Q17", "004:L14", 40, "secretary", "village", 2026),
    ("licheng_2010/Q18", "004:L14", 24, "secretary", "community", 2026),
    ("licheng_2010/Q18", "004:L14", 24, "organization", "village", 2026),
    ("licheng_2010/Q18", "004:L14", 24, "deputy_secretary", "village", 2026),
    ("licheng_2010/Q19", "004:L14", 16, "", "village", 2026),
    ("licheng_2010/Q19", "004:L14", 16, "group_leader", "community", 2026),
    ("national/hours_member", "党员教育管理工作条例第二十条", 32, "", "community", 2026),
    ("national/hours_leader_2019", "2019—2023年全国党员教育培训工作规划", 56, "secretary", "community", 2023),
    ("national/hours_leader_2024", "全国党员教育培训工作规划（2024—2028年）", 56, "secretary", "community", 2026),
    ("national/hours_member", "党员教育管理工作条例第二十条", 32, "secretary", "community", 2029),
]


@pytest.mark.parametrize(("key", "source", "target", "held_post", "kind", "year"), TABLE)
@pytest.mark.parametrize("more", [-30, 0, 30])
def test_targets_one_short_exact_and_one_over(
    key: str, source: str, target: int, held_post: str, kind: str, year: int, more: int
) -> None:
    read = facts(
        key.split("/")[0],
        kind=kind,
        members=(person("甲"),),
        posts=(post("甲", held_post),) if held_post else (),
        records=(studied("甲", "training", f"{year}-05-01", f"{year}-05-01", target * 60 + more),),
    )
    one = of(read, year=year, as_of=date(year, 12, 31))["甲"]
    assert one.rule is not None and one.rule_set is not None
    assert f"{one.rule_set.key}/{one.rule.key}" == key
    assert (one.target, one.total) == (target * 60, target * 60 + more)
    assert one.state == ("short" if more < 0 else "met")
    assert one.rule.quote if ":L" in source else one.rule.clause == source
    assert one.rule.title in one.why and ("还差0.5学时" in one.why) == (more < 0)


def test_soft_and_unverified_rules_say_so() -> None:
    members, posts = (person("甲"), person("乙")), (post("乙", "secretary"),)
    soft = of(facts(JIANGSU, members=members, posts=posts))
    assert "一般不少于24学时" in soft["甲"].why and "一般不少于40学时" in soft["乙"].why
    national = of(facts(NATIONAL, members=members, posts=posts))
    assert "未核实" not in national["甲"].why and "未核实" in national["乙"].why


@pytest.mark.parametrize(
    ("mark", "minutes"),
    [("present", 120), ("late", 120), ("personal", 0), ("sick", 0), ("official", 0), ("absent", 0), ("observer", 0)],
)
def test_who_was_there_or_late_gets_the_meetings_time(mark: str, minutes: int) -> None:
    lesson = held("study", "2026-03-05", minutes=120)
    read = facts(LICHENG, members=(person("甲"),), meetings=(lesson,), sheets=sheets([lesson], {"甲": mark}))
    one = of(read)["甲"]
    assert one.total == minutes
    assert [line.source_id for line in one.lines] == ([lesson.id] if minutes else [])


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [
        *(("lecture", True), ("study", True), ("theme_day", True), ("assembly", False), ("committee", False)),
        *(("assembly+lecture", True), ("org_life", False)),
    ],
)
def test_which_meetings_count_stands_in_the_rule(kinds: str, counts: bool) -> None:
    one = held(kinds, "2026-03-05", minutes=60)
    read = facts(NATIONAL, members=(person("甲"),), meetings=(one,), sheets=sheets([one], {"甲": "present"}))
    assert of(read)["甲"].total == (60 if counts else 0)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [("training", True), ("online", True), ("delivered", True), ("self_study", False), ("other", False)],
)
def test_which_records_count_stands_in_the_rule(kind: str, counts: bool) -> None:
    read = facts(
        NATIONAL, members=(person("甲"),), records=(studied("甲", kind, "2026-03-05", "2026-03-05", 60),)
    )
    assert of(read)["甲"].total == (60 if counts else 0)


def test_a_course_over_new_year_is_split_by_day() -> None:
    """V8: 31 December to 3 January; three days of four lie in the new year."""
    read = facts(
        NATIONAL, members=(person("甲"),), records=(studied("甲", "training", "2025-12-31", "2026-01-03", 24 * 60),)
    )
    assert of(read, year=2025, as_of=YEAR_END)["甲"].total == 6 * 60
    new = of(read)["甲"]
    assert new.total == 18 * 60
    assert new.lines[0].day == "2026-01-01" and "共24学时" in new.lines[0].why
    assert of(read, as_of=date(2026, 1, 2))["甲"].total == 12 * 60


def test_what_does_not_divide_goes_to_the_last_day() -> None:
    read = facts(
        NATIONAL, members=(person("甲"),), records=(studied("甲", "training", "2025-12-31", "2026-01-06", 90),)
    )
    assert of(read, year=2025, as_of=YEAR_END)["甲"].total == 12
    assert of(read)["甲"].total == 78
    ends_with_the_year = studied("甲", "training", "2026-12-29", "2026-12-31", 100)
    assert of(facts(NATIONAL, members=(person("甲"),), records=(ends_with_the_year,)))["甲"].total == 100


def test_a_make_up_gives_its_own_minutes_on_its_own_day() -> None:
    lesson = held("study", "2025-12-20", minutes=120)
    read = facts(
        LICHENG,
        members=(person("甲"),),
        meetings=(lesson,),
        sheets=sheets([lesson], {"甲": "sick"}),
        make_ups=(made_up(lesson, "甲", "2026-01-10", 90),),
    )
    assert of(read, year=2025, as_of=YEAR_END)["甲"].total == 0
    (line,) = of(read)["甲"].lines
    assert (line.kind, line.minutes, line.day) == ("make_up", 90, "2026-01-10")
    assert "2025年12月20日" in line.why


def test_the_highest_of_all_sets_in_use_is_the_target() -> None:
    read = facts(LICHENG, JIANGSU, NATIONAL, members=(person("甲"), person("乙")), posts=(post("甲", "secretary"),))
    found = of(read)
    assert [(one.rule.key, one.target) for one in found.values() if one.rule] == [
        ("hours_leader_2024", 56 * 60),
        ("hours_member", 32 * 60),
    ]


def test_the_role_is_that_of_the_closing_day() -> None:
    posts = (post("甲", "secretary", "2020-01-01", "2026-12-31"), post("乙", "secretary", "2026-12-31"))
    read = facts(JIANGSU, members=(person("甲"), person("乙")), posts=posts)
    assert {name: one.target for name, one in of(read).items()} == {"甲": 24 * 60, "乙": 40 * 60}
    before = of(read, as_of=date(2026, 12, 30))
    assert {name: one.target for name, one in before.items()} == {"甲": 40 * 60, "乙": 24 * 60}
    assert (before["甲"].role, before["乙"].role) == ("支部书记", "党员")


def test_members_of_the_closing_day_are_listed() -> None:
    left, late = person("走", left="2026-06-01"), person("来", arrived="2027-01-01")
    read = facts(NATIONAL, members=(person("在"), left, late, person("新", arrived="2026-12")))
    assert set(of(read)) == {"在", "新"}
    assert set(of(read, as_of=date(2026, 5, 31))) == {"在", "走"}
    assert hours.hours_of(read, 2027, YEAR_END) == []
    nobody_knows_when = replace(person("走"), status="left")
    assert of(facts(NATIONAL, members=(nobody_knows_when,))) == {}


def test_exempt_members_are_listed_and_not_judged() -> None:
    read = facts(
        NATIONAL,
        members=(person("甲"), person("乙")),
        exemptions=(exempt("甲", "年老体弱", "2026-03-01"), exempt("乙", "住院", "2026-01-01", "2026-06-01")),
    )
    found = of(read)
    assert found["甲"].state == "exempt" and "年老体弱" in found["甲"].why
    assert found["乙"].state == "short"


def test_pro_rata_only_where_the_branch_chose_it() -> None:
    members = (person("早", arrived="2020-01-01"), person("晚", arrived="2026-07-02"))
    whole = Facts(choices=(chosen(NATIONAL),), members=members)
    assert {one.target for one in of(whole).values()} == {32 * 60}
    cut = of(Facts(choices=(chosen(NATIONAL, prorate=True),), members=members))
    assert cut["早"].target == 32 * 60
    # 183 of 365 days, upwards to half an hour.
    assert cut["晚"].target == 16 * 60 + 30
    assert "全年32学时" in cut["晚"].why


def test_without_a_rule_there_is_no_target_but_lines() -> None:
    read = Facts(
        choices=(chosen(NATIONAL, to_date="2026-06-30"),),
        members=(person("甲"),),
        records=(studied("甲", "training", "2026-03-05", "2026-03-05", 60),),
    )
    one = of(read)["甲"]
    assert (one.target, one.state, one.total, one.rule) == (None, "no_target", 60, None)


def test_rules_for_other_kinds_of_units_do_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    national = catalog.rule_sets()[NATIONAL]
    rules = tuple(replace(one, organization_kinds=("school",)) for one in national.rules)
    monkeypatch.setattr(catalog, "rule_sets", lambda: {NATIONAL: replace(national, rules=rules)})
    targets = [of(Facts(kind=kind, members=(person("甲"),)))["甲"].target for kind in ("school", "village", "")]
    assert targets == [32 * 60, None, None]


def test_a_long_course_is_read_in_both_its_years(make: Callable[..., Ledger]) -> None:
    with make("单田芳") as book:
        (one,) = [row["id"] for row in book.query("SELECT id FROM member")]
        with book.operation("study.add") as op:
            span = {"from_day": "2025-12-22", "to_day": "2026-01-10"}
            records.add(
                op, book.ids, kind_of("study_record"), [one], kind="training", title="轮训", study_minutes=1200, **span
            )
        assert [hours.list_hours(book, year=year)[0].total for year in (2025, 2026)] == [600, 600]


def test_read_from_a_ledger_with_withdrawn_meeting_and_make_up(make: Callable[..., Ledger]) -> None:
    with make("单田芳", "曾国祥", licheng_2010="duties") as book:
        one, other = [row["id"] for row in book.query("SELECT id FROM member ORDER BY id")]
        first = record(book, "study", "2026-03-05", study_minutes=120, marks={one: "sick"})
        second = record(book, "study", "2026-03-12", study_minutes=90, marks={one: "late", other: "absent"})
        with book.operation("make_up.add") as op:
            make_up.add_make_up(op, make_up_id=book.ids.new(), meeting_id=first, member_id=one, day="2026-03-20")
        with book.operation("study.add") as op:
            records.add(
                op, book.ids, kind_of("study_record"), [other], kind="training", title="轮训", from_day="2026-05-01",
                study_minutes=480,
            )
        totals = {total.member_id: total for total in hours.list_hours(book, year=2026)}
        assert [(line.kind, line.minutes) for line in totals[one].lines] == [("meeting", 90), ("make_up", 120)]
        assert [(line.kind, line.minutes) for line in totals[other].lines] == [("meeting", 120), ("study", 480)]
        for meeting_id in (first, second):
            with book.operation("meeting.withdraw") as op:
                meeting.withdraw_meeting(op, meeting_id, reason="登错了")
        totals = {total.member_id: total for total in hours.list_hours(book, year=2026)}
        assert totals[one].lines == ()
        assert [line.kind for line in totals[other].lines] == ["study"]


@pytest.mark.parametrize("year", [1850, 1900, 2100, 2200])
def test_every_year_of_a_day_that_may_be_kept_can_be_reckoned(make: Callable[..., Ledger], year: int) -> None:
    """A slip of the hand (1900 for 2020) is kept like any day: its year must open, so that it can be put right."""
    with make("单田芳") as book:
        if year < 2026:
            with book.operation("member.add") as op:
                member.add_member(op, member_id=book.ids.new(), name="尉迟芳")
            with book.operation("meeting.record") as op:
                meeting.record_meeting(
                    op, meeting_id=book.ids.new(), kinds=["study"], day=f"{year}-01-01", topic="学习", study_minutes=60
                )
        assert [one.total for one in hours.list_hours(book, year=year)] == ([60] if year < 2026 else [])
        assert statistics.year_statistics(book, year=year).meetings == (1 if year < 2026 else 0)
        assert credits.list_credits(book, year=year) == []
        assert duties.list_duties(book, year=year) == []


@pytest.mark.parametrize("year", [-1, 0, 1, 1849, 2201, 10_000])
def test_a_year_no_ledger_can_have_is_refused(make: Callable[..., Ledger], year: int) -> None:
    with make("单田芳") as book, pytest.raises(UsageError) as caught:
        hours.list_hours(book, year=year)
    assert caught.value.code == "rules-year" and str(year) in caught.value.what()
