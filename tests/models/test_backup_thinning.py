"""Which backups are remembered and which are thinned out: never the last verified one, never a manual one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import backup, backup_order, group, journal, vault
from models.clock import FixedClock
from models.ledger import Ledger
from tests.models.conftest import ACTOR, tree


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def test_the_last_verified_backup_is_remembered(kept: Ledger, path: Path, stick: Path) -> None:
    assert backup.last_verified(kept) is None
    info = backup.make_backup(kept, stick)
    kept.close()
    with vault.open_ledger(path) as book:
        last = backup.last_verified(book)
        assert last is not None
        assert (last.path, last.verified_at, last.digest, last.present) == (
            info.path,
            info.verified_at,
            info.digest,
            True,
        )
        assert last.journal_seq == journal.last_seq(book)
        info.path.unlink()
        gone = backup.last_verified(book)
        assert gone is not None
        assert not gone.present


def test_one_backup_a_day(kept: Ledger, clock: FixedClock) -> None:
    first = backup.daily_backup(kept)
    assert first is not None
    assert (first.reason, first.path.parent) == ("daily", backup.default_folder(kept.path))
    assert backup.daily_backup(kept) is None
    clock.current += timedelta(days=1)
    second = backup.daily_backup(kept)
    assert second is not None
    second.path.unlink()
    assert backup.daily_backup(kept) is not None


def test_a_backup_is_no_operation(kept: Ledger, stick: Path) -> None:
    before = kept.content_digest(), journal.last_seq(kept)
    backup.make_backup(kept, stick)
    assert (kept.content_digest(), journal.last_seq(kept)) == before


def days_of_backups(book: Ledger, clock: FixedClock, days: list[int], reason: str = "daily") -> None:
    now = clock.current
    for day in sorted(days, reverse=True):
        clock.current = now - timedelta(days=day)
        backup.make_backup(book, backup.default_folder(book.path), reason=reason)
    clock.current = now


def ages(book: Ledger, clock: FixedClock) -> list[int]:
    """Return how many days old the backups in the ledger's folder are."""
    today = clock.now().date()
    days = [info.verified_at[:10] for info in backup.list_backups(backup.default_folder(book.path))]
    return [(today - type(today).fromisoformat(day)).days for day in days]


@pytest.fixture
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places for three days, a week and two months, so that a few backups fill them."""
    for name, count in (("DAYS", 3), ("WEEKS", 1), ("MONTHS", 2)):
        monkeypatch.setattr(backup_order, name, count)


def test_automatic_backups_are_thinned(kept: Ledger, clock: FixedClock, in_utc: None, few_places: None) -> None:
    """What stays of months of them is worked out in test_backup_order; here the others really go."""
    days_of_backups(kept, clock, [0, 1, 2, 60, 61, 500])
    assert ages(kept, clock) == [0, 1, 2, 60]


def changed(book: Ledger, clock: FixedClock, when: datetime) -> None:
    """One more operation on a day, and that day's backup."""
    clock.current = when
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name=f"第{journal.last_seq(book)}党小组")
    backup.daily_backup(book)


def held(book: Ledger) -> list[int]:
    """How many operations each backup in the ledger's folder holds, in the order of the list."""
    return [info.journal_seq for info in backup.list_backups(backup.default_folder(book.path))]


def test_a_wrong_clock_costs_no_backup(kept: Ledger, clock: FixedClock, in_utc: None) -> None:
    """Right, then 2070, then right again (duplicati's old fault): every right day is there, the newest first."""
    first = journal.last_seq(kept)
    for day in (*range(2), *(15_800 + day for day in range(2)), *range(5, 8)):
        changed(kept, clock, datetime(2026, 11, 2, 1, tzinfo=UTC) + timedelta(days=day))
    assert held(kept) == [first + done for done in range(7, 0, -1)]
    told = backup.offered(kept.path).splitlines()
    assert [line.removeprefix("可用的备份：").split()[0] for line in told] == ["2026-11-09", "2026-11-08", "2026-11-07"]


def test_a_clock_that_stands_still_ends_no_backups(kept: Ledger, clock: FixedClock, in_utc: None) -> None:
    """A dead battery: every morning is the first of January 2010."""
    changed(kept, clock, datetime(2026, 11, 2, 1, tzinfo=UTC))
    for _ in range(3):
        changed(kept, clock, datetime(2010, 1, 1, 8, tzinfo=UTC))
    assert held(kept)[0] == journal.last_seq(kept)
    assert len(held(kept)) == 4


def test_a_restored_ledger_s_backups_are_newer_than_what_it_came_from(
    kept: Ledger, clock: FixedClock, path: Path
) -> None:
    folder = backup.default_folder(path)
    old = backup.make_backup(kept, folder)
    for _ in range(3):
        changed(kept, clock, clock.current + timedelta(days=1))
    kept.close()
    path.unlink()
    backup.restore_backup(old.path, path)
    with vault.open_ledger(path, clock=clock) as book:
        made = backup.make_backup(book, folder)
        listed = backup.list_backups(folder)
    assert listed[0].path == made.path
    assert (listed[0].generation, listed[1].generation) == (1, 0)
    assert listed[0].journal_seq < listed[1].journal_seq


def test_a_budget_of_room_takes_the_oldest_automatic_ones(
    kept: Ledger, clock: FixedClock, in_utc: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    days_of_backups(kept, clock, [200], reason="manual")
    days_of_backups(kept, clock, list(range(8)))
    size = backup.list_backups(backup.default_folder(kept.path))[0].size
    monkeypatch.setattr(backup_order, "BUDGET", size * 5)
    backup.thin(kept)
    assert ages(kept, clock) == [0, 1, 2, 3, 4, 200]
    monkeypatch.setattr(backup_order, "BUDGET", 0)
    backup.thin(kept)
    assert ages(kept, clock) == [0, 1, 2, 200]


def test_manual_backups_and_other_ledgers_stay(kept: Ledger, clock: FixedClock, few_places: None) -> None:
    days_of_backups(kept, clock, [100, 101], reason="manual")
    with vault.create_ledger(
        kept.path.with_name("另一本.zbtz"), organization="另一支部", actor=ACTOR, clock=clock
    ).ledger as other:
        days_of_backups(other, clock, [100, 101])
    days_of_backups(kept, clock, [0, 1, 2, 3, 99])
    assert sorted(ages(kept, clock)) == [0, 1, 2, 99, 100, 100, 101, 101]


def test_the_last_verified_one_is_never_thinned_out(kept: Ledger, clock: FixedClock, few_places: None) -> None:
    """A clock that was set back: the newest backup looks the oldest."""
    days_of_backups(kept, clock, list(range(4)))
    clock.current -= timedelta(days=400)
    made = backup.make_backup(kept, backup.default_folder(kept.path), reason="daily")
    for _ in range(2):
        backup.thin(kept)
    assert made.path.exists()


def test_only_the_ledger_s_own_folder_is_thinned(kept: Ledger, clock: FixedClock, stick: Path) -> None:
    for _ in range(6):
        backup.make_backup(kept, stick, reason="daily")
    assert len(tree(stick)) == 6
