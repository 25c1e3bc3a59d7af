"""A cut end of the journal, a deleted write-ahead log and an older copy are told; whole ledgers are silent."""

import shutil
from pathlib import Path

import pytest

from models import backup, check, key_store, local_state, open_items, organization, restore, vault
from models.ledger import Ledger
from tests.models.conftest import Foreign, add_members


def noted(book: Ledger, value: str) -> None:
    with book.operation("setting.change") as op:
        organization.change_setting(op, "x", value)


def cut(path: Path) -> list[tuple[int, ...]]:
    """The operations that the check misses at the end, and the same in the list of open things."""
    with vault.open_ledger(path) as book:
        found = [finding.key for finding in check.check_ledger(book) if finding.code == "journal-cut"]
        assert [item.code for item in open_items.list_open(book)].count("journal-cut") == len(found)
        return found


def test_a_whole_ledger_is_silent(kept: Ledger, path: Path) -> None:
    kept.close()
    assert cut(path) == []
    with vault.open_ledger(path) as book:
        noted(book, "1")
    assert cut(path) == []


def test_a_deleted_end_is_told_until_it_is_back(kept: Ledger, path: Path, foreign: Foreign) -> None:
    noted(kept, "1")
    kept.close()
    whole = path.read_bytes()
    foreign(path, "PRAGMA foreign_keys = OFF", "DELETE FROM journal_change WHERE seq = 3")
    foreign(path, "DELETE FROM setting WHERE name = 'x'", "DELETE FROM journal_operation WHERE seq = 3")
    shorter = path.read_bytes()
    assert cut(path) == [(3,)]
    path.write_bytes(whole)
    assert cut(path) == []
    path.write_bytes(shorter)
    with vault.open_ledger(path) as book:
        noted(book, "2")
    assert cut(path) == [(3,)], "another operation 3 is not the one that is missing"


def test_a_write_ahead_log_deleted_after_a_kill(kept: Ledger, path: Path) -> None:
    """What was acknowledged lies in the log only until the ledger is closed."""
    kept.close()
    with vault.open_ledger(path) as book:
        folded = path.read_bytes()
        noted(book, "1")
        noted(book, "2")
    path.write_bytes(folded)
    assert cut(path) == [(4,)]


def test_an_older_copy_is_told_where_only_a_backup_knows(kept: Ledger, path: Path) -> None:
    kept.close()
    older = path.read_bytes()
    with vault.open_ledger(path) as book:
        noted(book, "1")
        backup.make_backup(book, backup.default_folder(path))
    path.write_bytes(older)
    shutil.rmtree(key_store.folder() / "heads")
    with vault.open_ledger(path) as book:
        assert [finding.code for finding in check.check_ledger(book)] == ["journal-cut"]


def test_a_restored_ledger_is_another_lineage(kept: Ledger, path: Path, tmp_path: Path) -> None:
    made = backup.make_backup(kept, tmp_path)
    noted(kept, "1")
    kept.close()
    restored = tmp_path / "another" / "支部.zbtz"
    restore.restore_backup(made.path, restored)
    assert cut(restored) == []
    assert cut(path) == []


def test_where_the_folder_cannot_be_written_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_bytes(b"x")
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "a file"))
    with vault.create_ledger(path, organization="中共云栖市桐花巷支部", actor="沈墨").ledger as book:
        add_members(book)
    assert cut(path) == []


def test_what_was_remembered_is_not_lost_by_half_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the middle of the writing: the note of before stays."""
    path = tmp_path / "heads" / "某本.json"
    local_state.keep(path, {"一支部": 7})

    def half(part: Path, text: str, **_: object) -> None:
        part.write_bytes(text.encode()[:5])
        raise OSError

    monkeypatch.setattr(Path, "write_text", half)
    local_state.keep(path, {"一支部": 8})
    assert local_state.notes_in(path) == {"一支部": 7}
    monkeypatch.undo()
    local_state.keep(path, {"一支部": 8})
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert local_state.notes_in(path) == {"一支部": 8}
