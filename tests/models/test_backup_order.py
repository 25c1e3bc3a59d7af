"""Which backups stay, worked out over months of dates without writing one: wrong clocks, budgets, generations."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import backup_order
from models.backup_proof import BackupInfo
from tests.models.conftest import NOW

MORNING = datetime(2026, 11, 2, 1, tzinfo=UTC)
SIZE = 4_000_000


def made(seq: int, at: datetime, *, generation: int = 0, ledger_id: str = "own") -> BackupInfo:
    moment = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return BackupInfo(
        Path(f"{generation}-{seq}.dybak"),
        verified_at=moment,
        reason="daily",
        ledger_id=ledger_id,
        size=SIZE,
        generation=generation,
        journal_seq=seq,
    )


def run(days: Iterable[int | datetime]) -> tuple[list[int], int]:
    """Make a backup each morning and thin; return the numbers of those left, newest first, and the most bytes held."""
    left: list[BackupInfo] = []
    most = 0
    for seq, day in enumerate(days, 1):
        now = day if isinstance(day, datetime) else MORNING + timedelta(days=day)
        left = backup_order.newest_first([*left, made(seq, now)])
        stay = backup_order.kept(left, now)
        left = [info for info in left if info.path in stay]
        over = backup_order.over_budget(left, 10**12)
        left = [info for info in left if info.path not in over]
        most = max(most, sum(info.size for info in left))
    return [info.journal_seq for info in left], most


def test_of_a_year_and_a_half_days_weeks_and_months_stay(in_utc: None) -> None:
    older = [60, 61, 90, 120, 150, 180, 200, 240, 270, 300, 330, 360, 395, 500]
    backups = [made(1000 - age, NOW - timedelta(days=age)) for age in (*range(23), *older)]
    stay = backup_order.kept(backups, NOW)
    days = list(range(14))
    weeks = [6, 13, 20]  # the Sundays before
    months = [21, 60, 90, 120, 150, 180, 240, 270, 300, 330, 360]  # the newest of each of twelve months
    assert {1000 - info.journal_seq for info in backups if info.path in stay} == {*days, *weeks, *months}


def test_a_week_at_2070_takes_no_place_of_the_right_days() -> None:
    """The case as it was reported: five right days, eight of a wrong clock, nine right ones."""
    ahead = [datetime(2070, 1, 1 + day, 1, tzinfo=UTC) for day in range(8)]
    left, _ = run([*range(5), *ahead, *range(14, 23)])
    assert left[:9] == [*range(22, 13, -1)]
    assert {1, 2, 3, 4, 5} <= set(left)


@pytest.mark.parametrize("year", [1980, 2010])
def test_a_clock_that_fell_back_for_weeks_pushes_out_nothing(year: int) -> None:
    back = [datetime(year, 1, 1, 8, tzinfo=UTC) + timedelta(days=day) for day in range(20)]
    left, _ = run([*range(5), *back, 40, 41])
    assert {1, 2, 3, 4, 5} <= set(left)
    assert left[0] == 27


@pytest.mark.parametrize("size", [4_000_000, 125_000_000])
def test_420_days_stay_within_the_budget(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.models.test_backup_order.SIZE", size)
    left, most = run(range(420))
    assert most <= backup_order.BUDGET
    assert left[: backup_order.NEWEST] == [420, 419, 418]


def test_a_small_disk_keeps_the_newest_three() -> None:
    backups = [made(seq, MORNING + timedelta(days=seq)) for seq in range(10, 0, -1)]
    assert backup_order.over_budget(backups, 0) == [info.path for info in backups[3:]]


def test_a_generation_is_newer_than_any_number_before_it() -> None:
    old = [made(seq, MORNING + timedelta(days=seq)) for seq in (1, 2, 80)]
    anew = made(3, MORNING, generation=1)
    assert backup_order.newest_first([*old, anew])[0] == anew


def test_ledgers_in_one_folder_are_not_mixed() -> None:
    own = [made(seq, MORNING + timedelta(days=seq)) for seq in (5, 1)]
    other = [made(seq, MORNING + timedelta(days=9), ledger_id="other") for seq in (9, 3)]
    assert backup_order.newest_first([own[0], other[1], own[1], other[0]]) == [*other, *own]
