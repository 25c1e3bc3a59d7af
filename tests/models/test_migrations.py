"""Older ledgers: kept files of every schema open; a migration happens wholly or not at all, after a verified
backup.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from models import backup, check, journal, member, migrations, schema, undo, vault
from models.errors import WorldError
from models.ledger import Ledger
from tests.models.conftest import ROOT, add_members
from tests.models.test_ledger import full_disk

LEDGERS = ROOT / "tests" / "data" / "ledgers"
KEPT = sorted(LEDGERS.glob("schema_*.zbtz"))


def tables(book: Ledger) -> dict[str, str]:
    rows = book.query("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return {row["name"]: " ".join(row["sql"].split()) for row in rows}


def test_one_file_of_every_schema_is_kept() -> None:
    assert [path.stem for path in KEPT] == [f"schema_{number}" for number in range(1, schema.VERSION + 1)]


@pytest.mark.parametrize("kept_file", KEPT, ids=lambda path: path.stem)
def test_a_kept_ledger_opens_and_is_whole(kept_file: Path, path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(kept_file, path)
    with vault.open_ledger(path) as book:
        assert check.check_ledger(book) == []
        assert [one.name for one in member.list_members(book, order="entered")] == ["单田芳", "䶮喆"]
        (left,) = member.list_members(book, status="left")
        assert (left.name, left.left_date, left.group) == ("买买提·艾山", "2026-10", "第一党小组")
        assert [entry.kind for entry in journal.entries(book, newest_first=False)][:2] == [
            "ledger.create",
            "group.add",
        ]
        add_members(book)
        undo.undo(book)
        undo.redo(book)
        assert check.check_ledger(book) == []


def test_what_a_committee_received_before_a_migration_keeps_its_digest(path: Path) -> None:
    """The file is a committee's of schema 1 with two packages of one branch; digests do not count later columns."""
    path.parent.mkdir()
    shutil.copyfile(LEDGERS / "committee_1.zbtz", path)
    with Ledger.open(path) as book:
        assert check.check_ledger(book) == []
        undo.undo(book, undo.next_undo(book).entry.seq)
        assert [one.name for one in member.list_members(book, org=2)] == ["单田芳", "䶮喆"]
        assert check.check_ledger(book) == []
        undo.redo(book)
        assert {one.arrived_date for one in member.list_members(book, org=2)} == {""}
        assert len(member.list_members(book, org=2)) == 3
        assert check.check_ledger(book) == []


def test_a_new_ledger_has_the_tables_of_the_kept_one(book: Ledger, path: Path) -> None:
    """A step that was released is never edited: what it makes today is what it made then."""
    other = path.with_name("kept.zbtz")
    shutil.copyfile(KEPT[-1], other)
    with Ledger.open(other) as old:
        assert tables(old) == tables(book)


# --- a next schema --------------------------------------------------------------------


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A newer program in this process: one more step; put `fail` into the list to make its end fail."""
    steps = migrations.Migrations("ledger")
    steps._migrations = list(migrations.MIGRATIONS._migrations)
    wishes: list[str] = []

    @steps(name="m_next")
    def _(db: Database) -> None:
        db.execute("ALTER TABLE party_group ADD COLUMN motto TEXT NOT NULL DEFAULT ''")
        db.execute("CREATE TABLE extra (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        for number in range(100):
            db.execute("INSERT INTO extra VALUES (?, ?)", [number, "长" * 2000])
        if "dangle" in wishes:
            db.execute("UPDATE member SET group_id = 'nothing'")
        if "fail" in wishes:
            db.execute("INSERT INTO extra VALUES (0, 'twice')")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")

    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    yield wishes


def closed(kept: Ledger) -> tuple[Path, bytes, str]:
    digest = kept.content_digest()
    kept.close()
    return kept.path, kept.path.read_bytes(), digest


def test_an_older_ledger_is_migrated_after_a_verified_backup(kept: Ledger, next_schema: list[str]) -> None:
    path, _, digest = closed(kept)
    with vault.open_ledger(path) as book:
        assert book.query("PRAGMA user_version")[0]["user_version"] == schema.VERSION
        assert book.query("PRAGMA foreign_keys")[0]["foreign_keys"] == 1
        assert book.query("SELECT count(*) AS n FROM extra")[0]["n"] == 100
        assert check.check_ledger(book) == []
        # What was recorded before the migration can still be undone after it.
        undo.undo(book)
    (info,) = backup.list_backups(backup.default_folder(path))
    assert (info.reason, info.problem) == ("migration", "")
    restored = backup.restore_backup(info.path, path.with_name("旧.zbtz"))
    with vault.open_ledger(restored.path) as old:
        assert old.query("SELECT count(*) AS n FROM member")[0]["n"] == 3
    assert digest


@pytest.mark.parametrize("wish", ["fail", "dangle"])
def test_a_failed_migration_leaves_the_old_file_whole(
    kept: Ledger, next_schema: list[str], wish: str
) -> None:
    path, before, digest = closed(kept)
    next_schema.append(wish)
    with pytest.raises(WorldError) as caught:
        vault.open_ledger(path)
    assert caught.value.code == "migration-failed"
    assert "没有改动" in caught.value.what()
    assert path.read_bytes() == before
    assert len(backup.list_backups(backup.default_folder(path))) == 1
    next_schema.clear()
    with vault.open_ledger(path) as book:
        assert book.query("SELECT count(*) AS n FROM extra")[0]["n"] == 100
    assert digest


def test_a_full_disk_while_migrating(kept: Ledger, next_schema: list[str], path: Path) -> None:
    path, before, _ = closed(kept)
    with full_disk(len(before) + 20_000), pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert caught.value.code == "migration-failed"
    assert path.read_bytes()[: len(before)] == before
    with vault.open_ledger(path) as book:
        assert check.check_ledger(book) == []


def test_without_its_backup_nothing_is_migrated(kept: Ledger, next_schema: list[str], path: Path) -> None:
    path, before, _ = closed(kept)
    backup.default_folder(path).write_bytes(b"a file where the folder should be")
    with pytest.raises(WorldError):
        vault.open_ledger(path)
    assert path.read_bytes() == before


def test_an_old_backup_is_migrated_when_it_is_restored(
    kept: Ledger, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    info = backup.make_backup(kept, tmp_path / "U盘")
    request.getfixturevalue("next_schema")
    restored = backup.restore_backup(info.path, tmp_path / "新.zbtz")
    with vault.open_ledger(restored.path) as book:
        assert book.query("PRAGMA user_version")[0]["user_version"] == schema.VERSION
        assert check.check_ledger(book) == []


def test_the_kept_file_is_written_once_only() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.keep_ledger"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "kept already" in done.stderr
