"""Keyrings: one good copy is enough, none of their fields can be changed, hostile ones are not used."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models import backup, key_store, keyring, ledger_keys, vault
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import ACTOR, BRANCH, PASSWORD, refused_to_open

COST = {name: getattr(keyring, name) for name in ("_MEMORY_KIB", "_ITERATIONS", "_LANES")}
"""What the program takes; read before `cheap_keys` of tests/conftest.py sets in."""


def test_what_it_costs_to_try_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in COST.items():
        monkeypatch.setattr(keyring, name, value)
    entry = keyring.KeyEntry("ab" * 16, (keyring.password_slot("ab" * 16, b"k" * 32, PASSWORD),))
    slot = entry.slots[0]
    assert (slot["memory_kib"], slot["iterations"], slot["lanes"]) == (64 * 1024, 3, 4)
    assert keyring.unlock(entry, password=PASSWORD) == b"k" * 32


@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "cut"])
@pytest.mark.parametrize("which", [keyring.path_of, keyring.second_path_of], ids=["first", "second"])
def test_one_good_copy_of_the_ring_is_enough(
    code: str, path: Path, which: Callable[[Path], Path], harm: str
) -> None:
    shutil.rmtree(key_store.folder())
    whole = which(path).read_bytes()
    if harm == "missing":
        which(path).unlink()
    else:
        which(path).write_bytes(
            {"empty": b"", "garbage": b"\xff{[" * 99, "cut": whole[: len(whole) // 2]}[harm]
        )
    vault.open_ledger(path, password=PASSWORD).close()
    assert (
        keyring.path_of(path).read_bytes() == keyring.second_path_of(path).read_bytes()
        or which(path).exists()
    )
    keyring.path_of(path).unlink()
    vault.open_ledger(path, password=PASSWORD).close()


def lose_the_ring(path: Path) -> None:
    for file in (keyring.path_of(path), keyring.second_path_of(path)):
        file.unlink()


def test_a_lost_ring_is_found_in_the_user_s_key_store(code: str, path: Path) -> None:
    lose_the_ring(path)
    vault.open_ledger(path, password=PASSWORD).close()
    assert keyring.path_of(path).exists()


def test_a_lost_ring_is_found_in_a_backup(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        backup.make_backup(book, backup.default_folder(path))
    lose_the_ring(path)
    shutil.rmtree(key_store.folder())
    vault.open_ledger(path, password=PASSWORD).close()
    assert keyring.second_path_of(path).exists()


def test_a_ring_that_is_lost_everywhere_is_told(code: str, path: Path) -> None:
    lose_the_ring(path)
    shutil.rmtree(key_store.folder())
    error = refused_to_open("no-key-here", path, password=PASSWORD)
    assert "恢复码" in error.next_step()
    with vault.open_ledger(path, recovery_code=code) as book:
        assert book.query("SELECT count(*) AS n FROM member")[0]["n"] == 3
    vault.open_ledger(path).close()


def test_a_plain_ledger_without_a_ring_gets_one_with_a_code(kept: Ledger, path: Path, tmp_path: Path) -> None:
    kept.close()
    lose_the_ring(path)
    with vault.open_ledger(path) as book:
        sheet = ledger_keys.sheet(book)
        made = backup.make_backup(book, tmp_path)
    assert sheet is not None
    lose_the_ring(path)
    shutil.rmtree(key_store.folder())
    assert backup.verify_backup(made.path, recovery_code=sheet.code).sheet == sheet.number


def test_every_field_of_a_slot_is_bound_to_the_key(code: str, path: Path) -> None:
    """Whatever is changed in a slot, the password no longer opens; nothing crashes."""
    (entry,) = keyring.load(path)
    slot = entry.slot("password")
    assert slot is not None
    changes = {
        "memory_kib": 32768,
        "iterations": 2,
        "lanes": 2,
        "salt": "00" * 16,
        "nonce": "00" * 12,
        "wrapped": "00" * 32,
    }
    for name, value in changes.items():
        changed = keyring.KeyEntry(entry.id, (slot | {name: value},))
        with pytest.raises(RefusedError) as caught:
            keyring.unlock(changed, password=PASSWORD)
        assert caught.value.code == "password-wrong"
    with pytest.raises(RefusedError):
        keyring.unlock(keyring.KeyEntry(keyring.new_id(), entry.slots), password=PASSWORD)


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 1 << 40},
        {"iterations": 10**9},
        {"lanes": 0},
        {"memory_kib": True},
        {"memory_kib": 8, "lanes": 16},
        {"salt": "zz" * 16},
        {"wrapped": None},
        {"kdf": "none"},
        {"type": "unheard-of"},
    ],
    ids=str,
)
def test_a_hostile_slot_is_not_used(code: str, path: Path, change: dict[str, object]) -> None:
    ring = json.loads(keyring.path_of(path).read_bytes())
    slots = [slot | change for slot in ring["keys"][0]["slots"] if slot["type"] == "password"]
    entry = keyring.entry_from({"id": ring["keys"][0]["id"], "slots": slots})
    assert entry is not None
    assert entry.slots == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keys": 1}',
        b'{"format": 1, "keys": [1, {"id": 5}, {"id": "ab", "slots": []}]}',
        b"[" * 10**5,
    ],
)
def test_what_is_no_ring(content: bytes) -> None:
    assert not keyring.parsed(content)


def test_a_newer_ring_is_named_as_such(code: str, path: Path) -> None:
    for file in (keyring.path_of(path), keyring.second_path_of(path)):
        file.write_bytes(file.read_bytes().replace(b'"format": 1', b'"format": 2'))
    refused_to_open("keys-newer", path, password=PASSWORD)


def test_a_key_store_that_cannot_be_written_costs_a_question_only(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "no folder"))
    created = vault.create_ledger(path, organization=BRANCH, actor=ACTOR)
    with created.ledger as book:
        info = backup.make_backup(book, tmp_path)
    with pytest.raises(RefusedError) as caught:
        backup.restore_backup(info.path, tmp_path / "新.zbtz")
    assert caught.value.code == "backup-needs-secret"
    backup.restore_backup(info.path, tmp_path / "新.zbtz", recovery_code=created.recovery_code)
    with vault.create_ledger(tmp_path / "密.zbtz", organization=BRANCH, actor=ACTOR, encrypted=True).ledger as book:
        assert ledger_keys.users(book) == []
    refused_to_open("no-key-here", tmp_path / "密.zbtz")
