"""Passwords, recovery codes, keyrings: nothing is lost by forgetting, nothing opens by guessing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from models import (
    backup,
    conversion,
    driver,
    files,
    key_store,
    keyring,
    ledger_keys,
    local_state,
    location,
    schema,
    vault,
)
from models.clock import FixedClock
from models.errors import KnownError, RefusedError, UsageError, WorldError
from models.ledger import Ledger
from tests.models.conftest import ACTOR, BRANCH, PASSWORD, add_members, refused_to_open, tree

SECOND = "桐花巷口的石板桥"


def names_in(folder: Path) -> list[str]:
    return sorted(name for name in tree(folder) if "/" not in name)


# --- with and without a password ------------------------------------------------------


def test_without_a_password_the_file_is_plain_and_there_is_a_code(path: Path) -> None:
    created = vault.create_ledger(path, organization=BRANCH, actor=ACTOR)
    created.ledger.close()
    assert path.read_bytes().startswith(driver.PLAIN_MAGIC)
    assert len(created.recovery_code.split("-")) == 8
    assert not vault.is_encrypted(path)
    with vault.open_ledger(path) as book:
        assert ledger_keys.sheet(book) == created.sheet


def test_with_a_password_nothing_can_be_read(code: str, path: Path) -> None:
    everything = b"".join(tree(path.parent).values()) + b"".join(tree(key_store.folder()).values())
    for text in (BRANCH, ACTOR, "曾国祥", PASSWORD, code, "CREATE TABLE", "SQLite format"):
        assert text.encode() not in everything
    assert vault.is_encrypted(path)
    assert ledger_keys.encrypted_with(path) == keyring.load(path)[0].id


def test_the_password_opens(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        assert book.actor == ACTOR
        assert book.query("SELECT count(*) AS n FROM member")[0]["n"] == 3


def test_what_an_input_method_makes_full_width_opens_too(path: Path) -> None:
    vault.create_ledger(path, organization=BRANCH, actor=ACTOR, password="Zhong-7-ke-Shu").ledger.close()
    vault.open_ledger(path, password="Ｚｈｏｎｇ－７－ｋｅ－Ｓｈｕ").close()


def test_a_forgotten_password_loses_nothing(code: str, path: Path) -> None:
    with vault.open_ledger(path, recovery_code=code) as book:
        ledger_keys.set_password(book, recovery_code=code, new=SECOND)
    refused_to_open("password-wrong", path, password=PASSWORD)
    with vault.open_ledger(path, password=SECOND) as book:
        assert book.query("SELECT count(*) AS n FROM member")[0]["n"] == 3
    vault.open_ledger(path, recovery_code=code).close()


def test_secrets_that_do_not_open(code: str, path: Path) -> None:
    refused_to_open("password-needed", path)
    refused_to_open("password-wrong", path, password=PASSWORD + " ")
    other = "-".join(["000011"] * 8)
    refused_to_open("recovery-code-wrong", path, recovery_code=other)
    assert "第 3 组" in refused_to_open("recovery-code-group", path, recovery_code=other[:18] + "9" + other[19:]).what()
    refused_to_open("recovery-code-length", path, recovery_code="123456")


def test_an_easy_password_makes_nothing(path: Path) -> None:
    for password in ("a1#Kz", "12345678", "尉迟文静2026"):
        with pytest.raises(RefusedError) as caught:
            vault.create_ledger(path, organization=BRANCH, actor=ACTOR, password=password)
        assert caught.value.code == "password-easy"
        assert tree(path.parent) == {}


def test_wrong_passwords_must_wait(code: str, path: Path, clock: FixedClock) -> None:
    def attempt(password: str) -> KnownError:
        with pytest.raises(RefusedError) as caught:
            vault.open_ledger(path, password=password, clock=clock)
        return caught.value

    assert [attempt("不是这个密码呀呀").facts["seconds"] for _ in range(5)] == [0, 0, 0, 0, 30]
    error = attempt(PASSWORD)
    assert (error.code, error.facts["seconds"]) == ("password-wait", 31)
    vault.open_ledger(path, recovery_code=code, clock=clock).close()
    clock.current += timedelta(seconds=40)
    vault.open_ledger(path, password=PASSWORD, clock=clock).close()
    assert "wrong_passwords" not in local_state.read(path)


def test_a_clock_set_back_locks_nobody_out(code: str, path: Path, clock: FixedClock) -> None:
    local_state.change(path, wrong_passwords=9, try_again_at=(clock.now() + timedelta(days=9)).isoformat())
    vault.open_ledger(path, password=PASSWORD, clock=clock).close()


# --- changing the protection ----------------------------------------------------------


def test_changing_the_password_rewraps_and_nothing_else(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        key = book.key
        ledger_keys.set_password(book, old=PASSWORD, new=SECOND)
        assert book.key == key
    refused_to_open("password-wrong", path, password=PASSWORD)
    vault.open_ledger(path, password=SECOND).close()
    vault.open_ledger(path, recovery_code=code).close()


def test_the_old_password_is_asked_for(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        ring = keyring.load(path)
        for secrets in ({"old": "不是这个密码呀呀"}, {}):
            with pytest.raises(RefusedError):
                ledger_keys.set_password(book, new=SECOND, **secrets)
        assert keyring.load(path) == ring


def encrypt(book: Ledger, password: str = "") -> str:
    """Encrypt under a new key; return its code."""
    new = ledger_keys.new_key(book.clock)
    conversion.encrypt(book, new, password=password)
    return new.sheet.code


@pytest.mark.parametrize("password", ["", PASSWORD], ids=["user", "password"])
def test_encrypting_takes_a_new_key(kept: Ledger, path: Path, password: str) -> None:
    digest, old = kept.content_digest(), keyring.load(path)[0]
    heard: list[object] = []
    kept.changed.append(heard.append)
    code = encrypt(kept, password)
    assert kept.content_digest() == digest
    add_members(kept)
    assert len(heard) == 1
    digest = kept.content_digest()
    kept.close()
    for secrets in ({"password": password}, {"recovery_code": code}):
        with vault.open_ledger(path, **secrets) as book:
            assert book.content_digest() == digest
    everything = b"".join(tree(path.parent).values()) + b"".join(tree(key_store.folder()).values())
    open_key = old.open_secret()
    assert open_key is not None
    for secret in (open_key.hex(), "曾国祥", BRANCH):
        assert secret.encode() not in everything
    assert keyring.load(path)[0].id != old.id
    assert names_in(path.parent) == [path.name, *(path.name + end for end in (".keys", ".keys.bak"))]


def test_the_file_of_before_stays_until_the_next_good_opening(kept: Ledger, path: Path) -> None:
    encrypt(kept)
    kept.close()
    before = conversion.before_of(path)
    assert before.read_bytes().startswith(driver.PLAIN_MAGIC)
    vault.open_ledger(path).close()
    assert not before.exists()


def test_a_new_code_is_a_new_key(kept: Ledger, path: Path, tmp_path: Path) -> None:
    first = encrypt(kept)
    made = backup.make_backup(kept, tmp_path / "U盘")
    second = encrypt(kept)
    kept.close()
    error = refused_to_open("recovery-code-wrong", path, recovery_code=first)
    assert error.facts["number"] == keyring.load(path)[0].number
    vault.open_ledger(path, recovery_code=second).close()
    backup.verify_backup(made.path)
    backup.verify_backup(made.path, recovery_code=first)


def test_without_its_password_it_opens_here_and_stays_encrypted(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        with pytest.raises(RefusedError):
            ledger_keys.remove_password(book, password="不是这个密码呀呀")
        ledger_keys.remove_password(book, password=PASSWORD)
        add_members(book)
    assert vault.is_encrypted(path)
    with vault.open_ledger(path) as book:
        assert book.query("SELECT count(*) AS n FROM member")[0]["n"] == 6
    assert keyring.load(path)[0].slot("password") is None
    vault.open_ledger(path, recovery_code=code).close()


def test_a_password_ends_opening_without_one(kept: Ledger, path: Path) -> None:
    encrypt(kept)
    ledger_keys.set_password(kept, new=PASSWORD)
    kept.close()
    refused_to_open("password-needed", path)
    vault.open_ledger(path, password=PASSWORD).close()


def test_protection_only_changes_where_there_is_something_to_change(kept: Ledger) -> None:
    for wanted, act in (
        ("no-password", lambda: ledger_keys.remove_password(kept)),
        ("not-encrypted", lambda: ledger_keys.set_password(kept, new=SECOND)),
    ):
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.code == wanted


def test_a_conversion_that_fails_changes_nothing(kept: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rename is refused (a virus scanner, a full disk): the ledger stays as it is and goes on."""

    def refuse(part: Path, target: Path) -> None:
        if target == path:
            raise PermissionError(13, "in use")
        part.replace(target)

    digest = kept.content_digest()
    monkeypatch.setattr("models.files.put_in_place", refuse)
    with pytest.raises(WorldError) as caught:
        encrypt(kept)
    assert caught.value.code == "no-permission"
    monkeypatch.undo()
    assert kept.content_digest() == digest
    add_members(kept)
    kept.close()
    assert not vault.is_encrypted(path)
    assert [name for name in names_in(path.parent) if "part" in name or "转换" in name] == []


def test_a_ring_that_cannot_be_tidied_after_a_conversion_harms_nothing(
    kept: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is encrypted, then the disk is full: nothing is lost, and the next start tidies."""
    honest, calls = files.write_file, list[Path]()

    def fill_up(target: Path, content: bytes, *, private: bool = False) -> None:
        calls.append(target)
        if ".keys" in target.name and sum(".keys" in one.name for one in calls) > 2:
            raise WorldError("disk-full", path=str(target))
        honest(target, content, private=private)

    monkeypatch.setattr(files, "write_file", fill_up)
    code = encrypt(kept)
    monkeypatch.setattr(files, "write_file", honest)
    add_members(kept)
    kept.close()
    assert len(keyring.load(path)) == 2
    vault.open_ledger(path, recovery_code=code).close()
    (entry,) = keyring.load(path)
    assert entry.open_secret() is None
    vault.open_ledger(path).close()


def test_own_unfinished_files_are_removed_at_the_start(kept: Ledger, path: Path) -> None:
    kept.close()
    for end in (
        ".part",
        ".part-wal",
        ".sealed.part",
        ".convert.part",
        ".keys.part",
        ".keys.bak.part",
        ".state.part",
    ):
        path.with_name(path.name + end).write_bytes(b"half")
    stranger = path.with_name("别的.zbtz.part")
    stranger.write_bytes(b"another program may be busy with it")
    vault.open_ledger(path).close()
    assert [name for name in names_in(path.parent) if "part" in name] == [stranger.name]


# --- places, holders, newer files -----------------------------------------------------


def test_a_new_ledger_does_not_cost_another_its_keys(code: str, path: Path) -> None:
    """The file was moved away, its ring was left: the ring is the only key to it."""
    ring = keyring.path_of(path).read_bytes()
    moved = path.with_name("搬走了.zbtz")
    path.rename(moved)
    vault.create_ledger(path, organization=BRANCH, actor=ACTOR).ledger.close()
    aside = [data for name, data in tree(path.parent).items() if ".keys.旧" in name]
    assert aside == [ring]
    vault.open_ledger(moved, password=PASSWORD).close()


def test_the_holder_is_named(
    kept: Ledger, path: Path, elsewhere: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = elsewhere(
        "from models import vault\nfrom models.errors import KnownError\n"
        f"try:\n    vault.open_ledger({str(path)!r})\nexcept KnownError as error:\n    print(error.where())\n"
    )
    assert f"{ACTOR} 在电脑 " in said
    assert "起使用" in said
    with pytest.raises(WorldError) as caught:
        vault.open_ledger(path)
    assert ACTOR in caught.value.where()


def test_a_note_of_a_dead_process_blocks_nobody(kept: Ledger, path: Path, elsewhere: Callable[[str], str]) -> None:
    kept.close()
    elsewhere(
        "import os\nfrom models import vault\n"
        f"vault.open_ledger({str(path)!r})\nprint('held', flush=True)\nos._exit(0)\n"
    )
    note = path.with_name(path.name + ".lock")
    assert note.exists()
    vault.open_ledger(path).close()
    assert not note.exists()


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[1]", b'{"pid": "x", "user": 1, "actor": "", "computer": "", "since": ""}']
)
def test_a_note_that_makes_no_sense_blocks_nobody(kept: Ledger, path: Path, note: bytes) -> None:
    kept.close()
    path.with_name(path.name + ".lock").write_bytes(note)
    vault.open_ledger(path).close()


def test_an_unfit_place_is_refused_before_anything_is_made(path: Path) -> None:
    facts = location.Facts(lambda: f"//server/share {path.parent.parent} cifs rw 0 0\n", lambda _: False)
    with pytest.raises(RefusedError) as caught:
        vault.create_ledger(path, organization=BRANCH, actor=ACTOR, facts=facts)
    assert caught.value.code == "place-network"
    assert not path.parent.exists()


def test_a_ledger_that_exists_is_not_made_again(code: str, path: Path) -> None:
    before = tree(path.parent)
    with pytest.raises(UsageError):
        vault.create_ledger(path, organization=BRANCH, actor=ACTOR)
    assert tree(path.parent) == before


def test_a_newer_protected_ledger_is_not_touched(code: str, path: Path) -> None:
    with vault.open_ledger(path, password=PASSWORD) as book:
        book.db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    refused_to_open("ledger-newer", path, password=PASSWORD)


@pytest.mark.parametrize(
    ("protected", "where"),
    [
        *((False, where) for where in ("first-bytes", "first-page", "middle", "end", "cut")),
        *((True, where) for where in ("first-bytes", "middle", "cut")),
    ],
)
def test_a_damaged_ledger_offers_its_backups(path: Path, clock: FixedClock, protected: bool, where: str) -> None:
    password = PASSWORD if protected else ""
    with vault.create_ledger(path, organization=BRANCH, actor=ACTOR, password=password, clock=clock).ledger as book:
        add_members(book)
        made = backup.make_backup(book, backup.default_folder(path))
    content = bytearray(path.read_bytes())
    start = {"first-bytes": 3, "first-page": 50, "middle": 3 * 4096, "end": len(content) - 4096, "cut": 0}[where]
    content[start : start + 600] = bytes(byte ^ 0x5A for byte in content[start : start + 600])
    path.write_bytes(content[:6144] if where == "cut" else content)
    before = path.read_bytes()
    with pytest.raises(KnownError) as caught, vault.open_ledger(path, password=password) as book:
        damaged(book)
    assert caught.value.code in ("ledger-damaged", "ledger-unreadable")
    assert path.read_bytes() == before
    restored = backup.restore_backup(made.path, path.with_name("恢复.zbtz"), password=password)
    with vault.open_ledger(restored.path, password=password) as book:
        assert book.query("SELECT count(*) AS n FROM member")[0]["n"] == 3


def damaged(book: Ledger) -> None:
    """What reading alone does not show, the check does."""
    from models import check

    if any(finding.level == "error" for finding in check.check_ledger(book)):
        raise WorldError("ledger-damaged", path=str(book.path))
