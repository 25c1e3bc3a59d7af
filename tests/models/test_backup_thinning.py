"""Which backups are remembered and which are thinned out: never the last verified one, never a manual one."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models import backup, journal, vault
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
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let local days be those of UTC, so that the weeks below are the weeks of NOW (Saturday, 21 November
    2026).
    """
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be set for one process")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def test_automatic_backups_are_thinned(kept: Ledger, clock: FixedClock, in_utc: None) -> None:
    older = [60, 61, 90, 120, 150, 180, 200, 240, 270, 300, 330, 360, 395, 500]
    days_of_backups(kept, clock, [*range(23), *older])
    days = [0, 1, 2, 3, 4, 5, 6]
    weeks = [6, 13, 20]  # the Sundays before
    months = [21, 60, 90, 120, 150, 180, 240, 270, 300, 330, 360]  # the newest of each of twelve months
    assert ages(kept, clock) == sorted({*days, *weeks, *months})


def test_manual_backups_and_other_ledgers_stay(kept: Ledger, clock: FixedClock, tmp_path: Path) -> None:
    days_of_backups(kept, clock, [100, 101, 102], reason="manual")
    with vault.create_ledger(
        kept.path.with_name("另一本.zbtz"), organization="另一支部", actor=ACTOR, clock=clock
    ).ledger as other:
        days_of_backups(other, clock, [100, 101, 102])
    days_of_backups(kept, clock, list(range(9)))
    left = ages(kept, clock)
    assert left.count(100) == 2
    assert left.count(101) == left.count(102) == 2


def test_the_last_verified_one_is_never_thinned_out(kept: Ledger, clock: FixedClock) -> None:
    """A clock that was set back: the newest backup looks the oldest."""
    days_of_backups(kept, clock, list(range(9)))
    clock.current -= timedelta(days=400)
    made = backup.make_backup(kept, backup.default_folder(kept.path), reason="daily")
    for _ in range(2):
        backup.thin(kept)
    assert made.path.exists()


def test_only_the_ledger_s_own_folder_is_thinned(kept: Ledger, clock: FixedClock, stick: Path) -> None:
    for _ in range(6):
        backup.make_backup(kept, stick, reason="daily")
    assert len(tree(stick)) == 6
