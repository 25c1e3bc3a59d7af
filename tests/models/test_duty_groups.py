"""Duties as the start page says them: short, by rule and subject, and never more than was recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models import duty_groups, duty_note, group, meeting, member, post, rule_choice
from models.clock import FixedClock
from models.duty_groups import DutyGroup
from models.ledger import Ledger
from models.rules import catalog, duties

TODAY = date(2026, 11, 21)


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Ledger]:
    """A branch with a committee and one group since January; nothing recorded yet."""
    clock = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
    with Ledger.create(tmp_path / "支部.zbtz", organization="桐花巷党支部", actor="尉迟文静", clock=clock) as ledger:
        with ledger.operation("group.add") as op:
            group.add_group(op, group_id="g1", name="第一党小组", formed_date="2026-01-01")
        with ledger.operation("member.add") as op:
            who = member.add_member(op, member_id=ledger.ids.new(), name="林立新", group="第一党小组")
        with ledger.operation("post.add") as op:
            post.add_post(op, post_id=ledger.ids.new(), member_id=who, post="organization", from_date="2026-01-01")
        yield ledger


def hold(ledger: Ledger, kind: str, *days: str, group_id: str | None = None, minutes: int = 0) -> None:
    for day in days:
        with ledger.operation("meeting.record") as op:
            meeting.record_meeting(
                op,
                meeting_id=ledger.ids.new(),
                kinds=[kind],
                day=day,
                topic="学习党章",
                group_id=group_id,
                study_minutes=minutes,
            )


def choose(ledger: Ledger, *sets: str) -> None:
    for key in sets:
        with ledger.operation("rules.choose") as op:
            rule_choice.choose(op, choice_id=ledger.ids.new(), use="duties", rule_set=key)


def pressing(ledger: Ledger) -> dict[str, DutyGroup]:
    found, _ = duty_groups.for_card(duties.list_duties(ledger, year=2026), TODAY)
    return {one.name: one for one in found}


def committee_days(*months: int) -> list[str]:
    return [f"2026-{month:02d}-05" for month in months]


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ((1, 2, 4, 6, 7, 9, 10), "支部委员会会议：3、5、8月未登记，11月待登记"),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "支部委员会会议：11月还没有登记"),
        ((1, 6, 7, 8, 9, 10, 11), "支部委员会会议：2—5月未登记"),
        ((3, 11), "支部委员会会议：1、2、4—10月未登记"),
    ],
    ids=str,
)
def test_the_months_of_one_rule_are_one_line(branch: Ledger, held: tuple[int, ...], sentence: str) -> None:
    hold(branch, "committee", *committee_days(*held))
    assert pressing(branch)["支部委员会会议"].sentence == sentence


def test_nothing_is_ever_said_not_to_have_been_held(branch: Ledger) -> None:
    choose(branch, "national", "licheng_2010")
    hold(branch, "study", "2026-02-02", minutes=90)
    for one in pressing(branch).values():
        assert "未召开" not in one.sentence and "没有召开" not in one.sentence


def test_a_group_is_named_and_its_own_periods_count(branch: Ledger) -> None:
    with branch.operation("group.add") as op:
        group.add_group(op, group_id="g2", name="第二党小组", formed_date="2026-09-10")
    hold(branch, "group", *(f"2026-{month:02d}-15" for month in range(1, 12)), group_id="g1")
    found = pressing(branch)
    assert "第一党小组 党小组会" not in found
    assert found["第二党小组 党小组会"].sentence == "第二党小组 党小组会：10月未登记，11月待登记"


def test_what_is_over_comes_first_and_what_ends_soonest_next(branch: Ledger) -> None:
    hold(branch, "theme_day", *(f"2026-{month:02d}-08" for month in range(1, 11)))
    hold(branch, "committee", *committee_days(*range(1, 11)))
    standings = [(one.standing, one.duties[-1].period.last) for one in pressing(branch).values()]
    order = [0 if standing == "missed" else 1 for standing, _ in standings]
    assert order == sorted(order)
    running = [last for standing, last in standings if standing == "open"]
    assert running == sorted(running)


@pytest.mark.parametrize(
    ("today", "rule", "word", "look"),
    [
        (date(2026, 1, 21), "支部委员会会议", "本月", "soon"),
        (date(2026, 1, 21), "支部党员大会", "本季度", "none"),
        (date(2026, 3, 21), "支部党员大会", "本月截止", "soon"),
        (date(2026, 2, 21), "支部委员会会议", "逾期", "soon"),  # 一般每月召开一次: never more than a warning
        (date(2026, 1, 21), "组织生活会", "今年", "none"),
        (date(2026, 2, 21), "主题党日", "逾期", "overdue"),
    ],
)
def test_how_a_line_stands(branch: Ledger, today: date, rule: str, word: str, look: str) -> None:
    found, _ = duty_groups.for_card(duties.list_duties(branch, year=2026, as_of=today), today)
    one = next(one for one in found if one.name == rule)
    assert (one.word(today), one.look(today)) == (word, look)


def test_what_was_explained_is_settled_but_stays_in_sight(branch: Ledger) -> None:
    hold(branch, "theme_day", *(f"2026-{month:02d}-08" for month in range(2, 12)))
    assert pressing(branch)["主题党日"].sentence == "主题党日：1月未登记"
    with branch.operation("duty.explain") as op:
        duty_note.explain(
            op, note_id="n", rule="national/theme_day", subject_id="", period="2026-01", text="春节前后活动场所改造"
        )
    found, settled = duty_groups.for_card(duties.list_duties(branch, year=2026), TODAY)
    assert "主题党日" not in [one.name for one in found]
    told = next(one for one in settled if one.name == "主题党日")
    assert told.standing == "explained"
    assert [duty.note for duty in told.of_state("explained")] == ["春节前后活动场所改造"]


def test_minutes_are_told_in_hours_and_weeks_by_number(branch: Ledger) -> None:
    choose(branch, "licheng_2010")
    hold(branch, "study", "2026-11-18", minutes=150)
    found = pressing(branch)
    hours = next(one for one in found.values() if one.rule.metric == "unit_minutes")
    assert "今年已登记 2.5 学时，还差 37.5 学时" in hours.sentence
    weeks = found["每周固定学习日"]
    assert weeks.sentence == f"每周固定学习日：{len(weeks.missed)} 周未登记"
    assert len(weeks.missed) == 46


def test_absences_without_a_make_up_are_one_line(branch: Ledger) -> None:
    choose(branch, "licheng_2010")
    (who,) = [one.id for one in member.list_members(branch)]
    for day in ("2026-05-05", "2026-06-05"):
        with branch.operation("meeting.record") as op:
            meeting.record_meeting(
                op, meeting_id=branch.ids.new(), kinds=["study"], day=day, topic="学习", marks={who: "sick"}
            )
    one = pressing(branch)["缺课补课"]
    assert one.sentence == "缺课补课：2 人次还没有登记补课"
    assert one.word(TODAY) == "待补"


def test_rules_without_a_number_ask_for_nothing(branch: Ledger) -> None:
    choose(branch, "licheng_2010", "national")
    assert all(one.rule.metric != "note" for one in pressing(branch).values())


def test_the_year_stands_month_by_month(branch: Ledger) -> None:
    hold(branch, "committee", *committee_days(1, 2))
    hold(branch, "assembly", "2026-02-12")
    rows = {
        row.group.name: [cell.text for cell in row.cells]
        for row in duty_groups.year_sheet(duties.list_duties(branch, year=2026), 2026)
    }
    # All of it was entered today, long after.
    assert rows["支部委员会会议"] == ["✓ 补录", "✓ 补录", *["缺"] * 8, "待", ""]
    assert rows["支部党员大会"] == ["", "", "✓ 补录", "", "", "缺", "", "", "缺", "", "", "待"]
    assert rows["组织生活会"] == [*[""] * 11, "待"]


def test_weeks_of_a_month_are_counted_in_one_cell(branch: Ledger) -> None:
    choose(branch, "licheng_2010")
    hold(branch, "study", "2026-02-04", "2026-02-11", minutes=60)
    (weeks,) = (
        row
        for row in duty_groups.year_sheet(duties.list_duties(branch, year=2026), 2026)
        if row.group.name == "每周固定学习日"
    )
    # The week that ends on 1 February is February's too; two of its weeks have a session.
    assert weeks.cells[1].text == "缺 2"


def test_the_sets_in_use_follow_their_days(branch: Ledger) -> None:
    assert [one.key for one in duty_groups.rule_sets_in_use(branch, TODAY)] == ["national"]
    with branch.operation("rules.choose") as op:
        rule_choice.choose(
            op,
            choice_id=branch.ids.new(),
            use="duties",
            rule_set="licheng_2010",
            from_date="2026-03-01",
            to_date="2026-11-20",
        )
    days = {"2026-02-28": [], "2026-03-01": ["licheng_2010"], "2026-11-20": ["licheng_2010"], "2026-11-21": []}
    for day, keys in days.items():
        assert [one.key for one in duty_groups.rule_sets_in_use(branch, date.fromisoformat(day))] == keys


def test_every_rule_names_its_source_and_what_is_uncertain() -> None:
    for rule_set in catalog.rule_sets().values():
        for rule in rule_set.rules:
            assert rule.clause in duty_groups.source(rule, rule_set)
            told = duty_groups.caveats(rule, rule_set)
            assert ("未核实" in told) == rule.unverified
            assert any(one.startswith("一般") for one in told) == rule.soft


def test_in_the_first_quarter_the_gaps_of_last_year_are_still_shown(branch: Ledger) -> None:
    hold(branch, "committee", *committee_days(*range(1, 11)))
    earlier = duties.list_duties(branch, year=2026, as_of=date(2027, 1, 5))
    listed = duties.list_duties(branch, year=2027, as_of=date(2027, 1, 5))
    assert duty_groups.last_year_shown(date(2027, 1, 5)) == 2026
    assert duty_groups.last_year_shown(date(2027, 4, 1)) is None
    found, _ = duty_groups.for_card(listed, date(2027, 1, 5), earlier)
    said = [one.sentence for one in found]
    assert "支部委员会会议：去年11、12月未登记" in said
    assert "支部委员会会议：1月还没有登记" in said
    assert [one.standing for one in found if one.year_word] == ["missed"] * sum(bool(one.year_word) for one in found)
