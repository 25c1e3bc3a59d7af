"""Facts are those of one organisation and its years, whatever else a committee's ledger holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import (
    make_up,
    meeting,
    member,
    organization,
    post,
    rule_choice,
)
from models.clock import FixedClock
from models.gate import Operation
from models.ids import CountingIds
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import credits, duties, hours, statistics
from models.schema import SELF
from tests.models.rules.conftest import NOW


@pytest.fixture
def committee(tmp_path: Path) -> Iterator[Ledger]:
    """A committee's ledger with two branches whose records have the same ids, as after a copied file."""
    named = {"organization": "中共柳溪街道工作委员会", "level": "committee", "actor": "甲"}
    with Ledger.create(tmp_path / "党委.zbtz", clock=FixedClock(NOW), **named) as book:
        for number, minutes in ((2, 60), (3, 90)):
            with book.operation("branch.register") as op:
                organization.add(op, organization_id=f"支部 {number}", name=f"第{number}党支部")
            with book.operation("roster.import") as op:
                _record(op, CountingIds(), number, minutes)
        yield book


def _record(op: Operation, ids: CountingIds, org: int, minutes: int) -> None:
    one, other = (
        member.add_member(op, member_id=ids.new(), name=name, joined_date="1999", category="full", org=org)
        for name in ("单田芳", "曾国祥")
    )
    rule_choice.choose(op, choice_id=ids.new(), use="credits", rule_set="hour_credit", org=org)
    rule_choice.choose(op, choice_id=ids.new(), use="duties", rule_set="licheng_2010", org=org)
    post.add_post(op, post_id=ids.new(), member_id=one, post="publicity", org=org)
    made = meeting.record_meeting(
        op,
        meeting_id=ids.new(),
        kinds=["study"],
        day="2026-12-28",
        topic="学习",
        study_minutes=minutes,
        marks={other: "sick"},
        org=org,
    )
    make_up.add_make_up(op, make_up_id=ids.new(), meeting_id=made, member_id=other, day="2026-12-29", org=org)
    records.add(
        op, ids, kind_of("study_record"), [one], kind="training", title="轮训", from_day="2026-12-01",
        study_minutes=minutes, org=org,
    )
    values = {"day": "2026-12-02", "hundredths": minutes, "reason": "调研", "org": org}
    records.add(op, ids, kind_of("credit_entry"), [one], **values)
    if org == 3:
        records.add(op, ids, kind_of("study_exemption"), [other], from_date="2026-12-30", reason="住院", org=org)


@pytest.mark.parametrize(("org", "minutes", "states"), [(2, 60, ["short", "short"]), (3, 90, ["short", "exempt"])])
def test_each_branch_has_its_own(committee: Ledger, org: int, minutes: int, states: list[str]) -> None:
    by_name = {one.name: one for one in hours.list_hours(committee, org=org, year=2026)}
    one, other = by_name["单田芳"], by_name["曾国祥"]
    assert [line.minutes for line in one.lines] == [minutes, minutes]
    assert [(line.kind, line.minutes) for line in other.lines] == [("make_up", minutes)]
    assert [one.state, other.state] == states
    earned = {total.name: total.total for total in credits.list_credits(committee, org=org, year=2026)}
    an_hour_a_credit = round(minutes * 100 / 60)
    assert earned == {"单田芳": 2 * an_hour_a_credit + minutes, "曾国祥": an_hour_a_credit}
    found = statistics.year_statistics(committee, org=org, year=2026)
    assert (found.meetings, found.expected, found.present) == (1, 2, 1)
    asked = duties.list_duties(committee, org=org, year=2026)
    assert [one.state for one in asked if one.rule.key == "Q23"] == ["done"]
    assert [one.done for one in asked if one.rule.key == "Q21"] == [minutes]


def test_the_committee_itself_has_none_of_it(committee: Ledger) -> None:
    assert hours.list_hours(committee, org=SELF, year=2026) == []
    assert credits.list_credits(committee, org=SELF, year=2026) == []
    assert duties.list_duties(committee, org=SELF, year=2026) == []
    assert statistics.year_statistics(committee, org=SELF, year=2026).meetings == 0


def test_few_queries_whatever_the_branch_holds(committee: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    query = committee.query

    def counted(sql: str, parameters: tuple[object, ...] = ()) -> list[dict[str, object]]:
        asked.append(sql)
        return query(sql, parameters)

    monkeypatch.setattr(committee, "query", counted)
    for work in (duties.list_duties, hours.list_hours, credits.list_credits, statistics.year_statistics):
        asked.clear()
        work(committee, org=2, year=2026)
        assert len(asked) <= 13
