"""The invented year: the same every time, nothing a check would find, gaps where they were planted."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commands import invented, invented_year
from commands.invented_roster import write_roster
from commands.invented_year import Year
from exchange import roster_plan, roster_sheet
from models import check, make_up, meeting, member, post, vault
from models.clock import FixedClock
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import credits, duties

YEAR = 2025
NEW_YEAR = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Ledger]:
    """A branch of invented people, imported from a workbook, on a day that is given."""

    def made(count: int, now: datetime = NEW_YEAR, name: str = "支部") -> Ledger:
        path, workbook = tmp_path / f"{name}.zbtz", tmp_path / f"{name}.xlsx"
        write_roster(workbook, invented.people(count, year=YEAR))
        created = vault.create_ledger(path, organization=invented.BRANCH, actor=invented.SECRETARY)
        created.ledger.close()
        ledger = vault.open_ledger(path, clock=FixedClock(now))
        roster_plan.apply_plan(ledger, roster_plan.plan_import(ledger, roster_sheet.read_roster(workbook)))
        return ledger

    return made


def _events(ledger: Ledger) -> list[tuple[Any, ...]]:
    return [
        (one.day, one.kinds, one.topic, one.group, one.chair, one.expected, one.present, one.entered_on)
        for one in meeting.list_meetings(ledger, newest_first=False)
    ]


def test_it_is_the_same_every_time(make: Callable[..., Ledger]) -> None:
    with make(20) as first, make(20, name="再来") as second:
        for ledger in (first, second):
            clock = ledger.clock
            Year(ledger, YEAR).record()
            assert ledger.clock is clock
        assert len(_events(first)) > 80
        assert _events(first) == _events(second)


def test_nothing_is_wrong_with_it(make: Callable[..., Ledger]) -> None:
    with make(20) as ledger:
        before = [one.id for one in member.list_members(ledger)]
        Year(ledger, YEAR).record()
        assert [one.id for one in member.list_members(ledger)] == before
        assert check.check_ledger(ledger) == []
        kinds = {kind for one in meeting.list_meetings(ledger) for kind in one.kind_list}
        assert kinds >= {"assembly", "committee", "group", "lecture", "study", "theme_day"}
        assert {one.post for one in post.list_posts(ledger.query)} >= {"secretary", "organization"}
        assert make_up.list_make_ups(ledger)
        assert records.listed(ledger, kind_of("study_record"), year=YEAR)
        assert len(credits.list_credits(ledger, year=YEAR)) == 20


def test_entered_in_time_but_for_one(make: Callable[..., Ledger]) -> None:
    with make(20) as ledger:
        Year(ledger, YEAR).record()
        late = [one for one in meeting.list_meetings(ledger) if one.late]
        assert [one.day[:7] for one in late] == [f"{YEAR}-{invented_year.LATE_STUDY:02d}"]


def test_the_gaps_are_found_by_the_rules(make: Callable[..., Ledger]) -> None:
    with make(20) as ledger:
        Year(ledger, YEAR).record()
        found = {
            (one.rule.key, one.period.key, one.state)
            for one in duties.list_duties(ledger, year=YEAR)
            if one.state not in ("done", "waived")
        }
    assert ("committee", f"{YEAR}-{invented_year.COMMITTEE_MISSED:02d}", "missed") in found
    assert ("group", f"{YEAR}-{invented_year.GROUP_MISSED:02d}", "explained") in found
    assert ("assembly", f"{YEAR}-Q4", "missed") in found


def test_the_running_year_ends_today(make: Callable[..., Ledger]) -> None:
    with make(12, datetime(YEAR, 5, 20, 4, 0, tzinfo=UTC)) as ledger:
        Year(ledger, YEAR).record()
        days = [one.day for one in meeting.list_meetings(ledger)]
        assert max(days) == f"{YEAR}-05-18"
        assert max(one.entered_on for one in meeting.list_meetings(ledger)) <= f"{YEAR}-05-20"


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_small_branch_has_no_committee_and_still_meets(count: int, make: Callable[..., Ledger]) -> None:
    with make(count) as ledger:
        Year(ledger, YEAR).record()
        held = {kind for one in meeting.list_meetings(ledger) for kind in one.kind_list}
        assert "committee" not in held
        assert "assembly" in held
        assert check.check_ledger(ledger) == []


def test_thousands_only_hold_general_meetings(make: Callable[..., Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invented_year, "MOST_PEOPLE", 9)
    with make(10) as ledger:
        Year(ledger, YEAR).record()
        assert [one.day for one in meeting.list_meetings(ledger, newest_first=False)] == [
            f"{YEAR}-01-20",
            f"{YEAR}-04-20",
            f"{YEAR}-07-20",
        ]
