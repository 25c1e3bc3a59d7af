"""A ledger that wakes elsewhere is known for it: another machine, another user, or a copy beside the original."""

import json
import shutil
from pathlib import Path

import pytest

from models import check, journal, key_store, restore, vault, whereabouts
from models.backup import make_backup

PASSWORD = "柳溪-2026-台账"


@pytest.fixture(params=["", PASSWORD], ids=["plain", "encrypted"])
def password(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(folder: Path, password: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "支部.zbtz"
    vault.create_ledger(path, organization="桐花巷支部", actor="尉迟文静", password=password).ledger.close()
    return path


def asks(path: Path, password: str = "") -> bool:
    with vault.open_ledger(path, password=password) as ledger:
        return whereabouts.elsewhere(ledger)


def other(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(whereabouts, f"_{what}", lambda: "another")


def test_at_home_nobody_asks(tmp_path: Path, password: str) -> None:
    path = made(tmp_path / "甲", password)
    assert not asks(path, password)
    assert not asks(path, password)


def test_a_renamed_folder_is_no_other_place(tmp_path: Path, password: str) -> None:
    path = made(tmp_path / "甲", password)
    (tmp_path / "甲").rename(tmp_path / "乙")
    assert not asks(tmp_path / "乙" / path.name, password)
    # And from now on that is its home: a copy put at the first path is the one that is asked about.
    shutil.copytree(tmp_path / "乙", tmp_path / "甲")
    assert asks(path, password)


def test_another_path_to_the_same_file_is_no_other_place(tmp_path: Path) -> None:
    path = made(tmp_path / "甲")
    (tmp_path / "乙").symlink_to(tmp_path / "甲")
    assert not asks(tmp_path / "乙" / path.name)


@pytest.mark.parametrize("whole", [True, False], ids=["the folder", "the file alone"])
def test_a_copy_beside_the_original_is_asked_about_until_answered(tmp_path: Path, password: str, whole: bool) -> None:
    path = made(tmp_path / "甲", password)
    copy = tmp_path / "乙" / path.name
    if whole:
        shutil.copytree(tmp_path / "甲", tmp_path / "乙")
    else:
        copy.parent.mkdir()
        shutil.copyfile(path, copy)
    assert asks(copy, password)
    assert asks(copy, password), "opening it alone answers nothing"
    assert not asks(path, password), "the original is at home"


def test_another_ledger_at_the_old_path_is_no_original(tmp_path: Path) -> None:
    path = made(tmp_path / "甲")
    path.rename(tmp_path / "搬走.zbtz")
    made(tmp_path / "甲")
    assert not asks(tmp_path / "搬走.zbtz")


@pytest.mark.parametrize("what", ["machine", "user"])
def test_another_machine_or_user_is_known_without_any_memory(
    tmp_path: Path, password: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "甲", password)
    shutil.rmtree(key_store.folder() / "heads")
    assert not asks(path, password)
    shutil.rmtree(key_store.folder() / "heads")
    other(monkeypatch, what)
    assert asks(path, password)


def test_a_profile_that_went_along_to_another_machine_is_no_alibi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger of an older program has no mark, and the user's folder roams: what is remembered names the machine."""
    path = made(tmp_path / "甲")
    with vault.open_ledger(path) as ledger:
        ledger.db.execute("UPDATE journal_operation SET note = '{}'")
    assert not asks(path)
    other(monkeypatch, "machine")
    assert asks(path)


def test_moved_goes_on_as_the_same(tmp_path: Path, password: str) -> None:
    path = made(tmp_path / "甲", password)
    shutil.copytree(tmp_path / "甲", tmp_path / "乙")
    copy = tmp_path / "乙" / path.name
    with vault.open_ledger(copy, password=password) as ledger:
        before, content = ledger.info(), ledger.content_digest()
        whereabouts.settle(ledger, whereabouts.MOVED)
        after = ledger.info()
        assert not whereabouts.elsewhere(ledger)
        entry = journal.entries(ledger)[0]
        assert (entry.kind, entry.undoable) == ("ledger.move", False)
        assert ledger.content_digest() == content
        assert check.check_ledger(ledger) == []
    assert after["lineage"] == before["lineage"]
    assert after["device"] != before["device"]
    assert not asks(copy, password)
    assert asks(path, password), "who opens the old one again is asked as well"


def test_a_copy_gets_a_lineage_of_its_own(tmp_path: Path, password: str) -> None:
    path = made(tmp_path / "甲", password)
    shutil.copytree(tmp_path / "甲", tmp_path / "乙")
    copy = tmp_path / "乙" / path.name
    with vault.open_ledger(copy, password=password) as ledger:
        before = ledger.info()
        whereabouts.settle(ledger, whereabouts.COPIED)
        after = ledger.info()
        assert check.check_ledger(ledger) == []
    assert {name for name in before if before[name] != after[name]} == {"lineage", "device"}
    assert not asks(copy, password)
    assert not asks(path, password), "the original has nothing to answer"
    # A copy of the copy is one again.
    shutil.copytree(tmp_path / "乙", tmp_path / "丙")
    assert asks(tmp_path / "丙" / path.name, password)


def test_a_restored_ledger_is_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "甲")
    with vault.open_ledger(path) as ledger:
        kept = make_backup(ledger, tmp_path / "备份")
    there = restore.restore_backup(kept.path, tmp_path / "乙" / "恢复.zbtz")
    assert not asks(there.path)
    assert not asks(path)
    other(monkeypatch, "machine")
    again = restore.restore_backup(kept.path, tmp_path / "丙" / "恢复.zbtz")
    assert not asks(again.path), "restored on that machine it is at home there"


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"x": 1}', b"\xff\xfe"])
def test_a_memory_that_makes_no_sense_asks_nothing(tmp_path: Path, written: bytes) -> None:
    path = made(tmp_path / "甲")
    with vault.open_ledger(path) as ledger:
        memory = key_store.folder() / "heads" / f"{ledger.info()['ledger_id']}.json"
        lineage = ledger.info()["lineage"]
    for content in (written, json.dumps({lineage: written.decode("latin-1")}).encode()):
        memory.write_bytes(content)
        assert not asks(path)


def test_the_mark_names_nobody(tmp_path: Path) -> None:
    with vault.open_ledger(made(tmp_path / "甲")) as ledger:
        note = json.loads(ledger.query("SELECT note FROM journal_operation WHERE seq = 1")[0]["note"])
    assert set(note) == {"home"}
    assert len(note["home"]) == 32
