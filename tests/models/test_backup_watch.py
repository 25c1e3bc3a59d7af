"""The newest and an older backup are proved again once a month; a damaged one is told until it is gone."""

from datetime import timedelta
from pathlib import Path

from models import backup, backup_watch, key_store, open_items
from models.clock import FixedClock
from models.ledger import Ledger


def three(book: Ledger, clock: FixedClock) -> list[Path]:
    """Three backups of three days, the newest first."""
    made = []
    for _ in range(3):
        made.insert(0, backup.make_backup(book, backup.default_folder(book.path)).path)
        clock.current += timedelta(days=1)
    return made


def spoilt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-5000] ^= 1
    path.write_bytes(content)


def test_once_a_month_the_newest_and_the_one_proved_longest_ago(kept: Ledger, clock: FixedClock) -> None:
    newest, middle, oldest = three(kept, clock)
    assert backup_watch.due(kept) == []
    clock.current += timedelta(days=31)
    assert [info.path for info in backup_watch.due(kept)] == [newest, oldest]
    assert backup_watch.prove(kept) == []
    assert backup_watch.due(kept) == []
    clock.current += timedelta(days=31)
    assert [info.path for info in backup_watch.due(kept)] == [newest, middle]


def test_a_damaged_one_is_told_until_it_is_gone(kept: Ledger, clock: FixedClock) -> None:
    newest, *_ = three(kept, clock)
    spoilt(newest)
    clock.current += timedelta(days=31)
    assert backup_watch.prove(kept) == [newest.name]
    codes = [item.code for item in open_items.list_open(kept)]
    assert "backup-damaged" in codes
    newest.unlink()
    assert backup_watch.damaged(kept) == []


def test_without_a_key_nothing_is_said(kept: Ledger, clock: FixedClock, tmp_path: Path) -> None:
    three(kept, clock)
    for kept_key in (key_store.folder() / "keys").iterdir():
        kept_key.unlink()
    clock.current += timedelta(days=31)
    assert backup_watch.prove(kept) == []
