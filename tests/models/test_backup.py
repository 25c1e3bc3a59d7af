"""Backups: proved before they count, always encrypted, restored without overwriting, thinned with care."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models import backup, backup_file, check, conversion, journal, key_store, ledger_keys, organization, vault
from models.clock import FixedClock
from models.errors import BugError, KnownError, RefusedError, UsageError, WorldError
from models.ledger import Ledger
from tests.models.conftest import ACTOR, BRANCH, PASSWORD, add_members, tree
from tests.models.test_ledger import TRY_TO_READ, full_disk


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def test_a_backup_says_what_it_is_and_shows_nothing_else(kept: Ledger, stick: Path) -> None:
    info = backup.make_backup(kept, stick, reason="manual")
    assert (info.organization, info.reason, info.protected) == (BRANCH, "manual", False)
    assert info.counts is not None
    assert (info.counts["member"], info.counts["journal_operation"]) == (3, 2)
    assert list(tree(stick)) == [info.path.name]
    assert backup.list_backups(stick) == [info]
    content = info.path.read_bytes()
    assert content.startswith(b"DYBAK1")
    for text in ("曾国祥", ACTOR, "SQLite format", "CREATE TABLE", '"open"'):
        assert text.encode() not in content


@pytest.mark.parametrize("password", ["", PASSWORD], ids=["plain", "protected"])
def test_what_was_backed_up_comes_back(
    path: Path, stick: Path, clock: FixedClock, password: str, tmp_path: Path
) -> None:
    with vault.create_ledger(path, organization=BRANCH, actor=ACTOR, password=password, clock=clock).ledger as book:
        add_members(book)
        info = backup.make_backup(book, stick)
        digest, identity, seq = book.content_digest(), book.info(), journal.last_seq(book)
        add_members(book)
    restored = backup.restore_backup(info.path, tmp_path / "新" / "支部.zbtz", password=password, actor="沈镕")
    assert (restored.organization, restored.digest, restored.protected) == (
        BRANCH,
        info.digest,
        bool(password),
    )
    with vault.open_ledger(restored.path, password=password) as book:
        assert book.content_digest() == digest
        assert check.check_ledger(book) == []
        now = book.info()
        assert (now["ledger_id"], now["created_at"]) == (identity["ledger_id"], identity["created_at"])
        assert now["device"] != identity["device"]
        assert now["lineage"] != identity["lineage"]
        entry = journal.entries(book)[0]
        assert (entry.seq, entry.kind, entry.actor, entry.undoable) == (
            seq + 1,
            "ledger.restore",
            "沈镕",
            False,
        )
        assert entry.note["file"] == info.path.name
        assert book.actor == ACTOR
        add_members(book)
    assert [name for name in tree(tmp_path / "新") if "part" in name] == []


def test_nothing_is_asked_on_the_same_computer(kept: Ledger, stick: Path, tmp_path: Path) -> None:
    info = backup.make_backup(kept, stick)
    backup.restore_backup(info.path, tmp_path / "新.zbtz")


def test_another_computer_asks_for_the_recovery_code(path: Path, stick: Path, tmp_path: Path) -> None:
    created = vault.create_ledger(path, organization=BRANCH, actor=ACTOR)
    with created.ledger as book:
        add_members(book)
        info = backup.make_backup(book, stick)
    shutil.rmtree(key_store.folder())
    before = tree(tmp_path)
    for secrets, code in (
        ({}, "backup-needs-secret"),
        ({"password": PASSWORD}, "backup-needs-secret"),
        ({"recovery_code": "-".join(["000011"] * 8)}, "recovery-code-wrong"),
        ({"recovery_code": "000011-000012" + "-000011" * 6}, "recovery-code-group"),
    ):
        with pytest.raises(RefusedError) as caught:
            backup.restore_backup(info.path, tmp_path / "新.zbtz", **secrets)
        assert caught.value.code == code
        assert tree(tmp_path) == before
    backup.restore_backup(info.path, tmp_path / "新.zbtz", recovery_code=created.recovery_code)
    with vault.open_ledger(tmp_path / "新.zbtz") as book:
        assert len(book.query("SELECT id FROM member")) == 3
    backup.restore_backup(info.path, tmp_path / "再一次.zbtz")


def test_backups_from_before_the_password_open_with_it(kept: Ledger, stick: Path, tmp_path: Path) -> None:
    """The key of those days lay open; from now on the password guards it on this computer."""
    info = backup.make_backup(kept, stick)
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock), password=PASSWORD)
    with pytest.raises(RefusedError) as caught:
        backup.restore_backup(info.path, tmp_path / "新.zbtz")
    assert caught.value.code == "backup-needs-secret"
    backup.restore_backup(info.path, tmp_path / "新.zbtz", password=PASSWORD)


@pytest.mark.parametrize("there", ["新.zbtz", "新.zbtz/"])
def test_restoring_overwrites_nothing(kept: Ledger, stick: Path, tmp_path: Path, there: str) -> None:
    info = backup.make_backup(kept, stick)
    if there.endswith("/"):
        (tmp_path / "新.zbtz").mkdir()
    else:
        (tmp_path / "新.zbtz").write_bytes(b"precious")
    before = tree(tmp_path)
    with pytest.raises(UsageError) as caught:
        backup.restore_backup(info.path, tmp_path / "新.zbtz")
    assert caught.value.code == "ledger-exists"
    assert tree(tmp_path) == before


def test_what_lies_beside_the_target_is_set_aside(kept: Ledger, stick: Path, tmp_path: Path) -> None:
    info = backup.make_backup(kept, stick)
    for end in ("-wal", ".keys", ".keys.bak"):
        (tmp_path / f"新.zbtz{end}").write_bytes(end.encode())
    backup.restore_backup(info.path, tmp_path / "新.zbtz")
    aside = {data for name, data in tree(tmp_path).items() if ".旧-" in name}
    assert aside == {b"-wal", b".keys", b".keys.bak"}
    vault.open_ledger(tmp_path / "新.zbtz").close()


# --- making one fails -----------------------------------------------------------------


def test_a_full_stick_leaves_nothing(kept: Ledger, stick: Path) -> None:
    before = kept.content_digest()
    with full_disk(40_000), pytest.raises(WorldError):
        backup.make_backup(kept, stick)
    assert tree(stick) == {}
    assert kept.content_digest() == before
    assert backup.last_verified(kept) is None
    backup.make_backup(kept, stick)


def test_a_backup_that_reads_back_differently_does_not_count(
    kept: Ledger, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The medium gives back other bytes than were written: one byte of the database changed on the stick."""
    honest = backup_file.write

    def damaging(part: Path, *more: object) -> None:
        honest(part, *more)
        content = bytearray(part.read_bytes())
        content[-3000] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(backup_file, "write", damaging)
    with pytest.raises(WorldError) as caught:
        backup.make_backup(kept, stick)
    assert caught.value.code == "backup-damaged"
    assert tree(stick) == {}


@pytest.mark.parametrize("step", ["copy", "write", "verify"])
def test_a_stick_pulled_while_a_backup_is_made(kept: Ledger, stick: Path, step: str) -> None:
    def pull(now: str) -> None:
        if now == step:
            shutil.rmtree(stick)

    before = kept.content_digest()
    with pytest.raises(WorldError) as caught:
        backup.make_backup(kept, stick, progress=pull)
    assert caught.value.code == "file-missing"
    assert "U盘" in caught.value.next_step()
    assert kept.content_digest() == before
    assert backup.last_verified(kept) is None


def test_a_stick_that_is_full(kept: Ledger, small_disk: Path) -> None:
    """The last good backup on it stays, and the sentence names the stick."""
    good = backup.make_backup(kept, small_disk)
    (small_disk / "占位").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(WorldError) as caught:
        backup.make_backup(kept, small_disk)
    assert caught.value.code == "disk-full"
    assert sorted(tree(small_disk)) == sorted(["占位", good.path.name])
    assert backup.verify_backup(good.path).digest == good.digest


def test_restoring_to_a_full_disk_names_that_disk(kept: Ledger, stick: Path, small_disk: Path) -> None:
    info = backup.make_backup(kept, stick)
    (small_disk / "占位").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(WorldError) as caught:
        backup.restore_backup(info.path, small_disk / "新.zbtz")
    assert (caught.value.code, str(small_disk) in caught.value.where()) == ("disk-full", True)
    assert list(tree(small_disk)) == ["占位"]


def test_a_stick_that_can_only_be_read(kept: Ledger, small_disk: Path, tmp_path: Path) -> None:
    info = backup.make_backup(kept, small_disk)
    assert os.system(f"mount -o remount,ro '{small_disk}'") == 0
    with pytest.raises(WorldError) as caught:
        backup.make_backup(kept, small_disk)
    assert caught.value.code == "read-only"
    backup.restore_backup(info.path, tmp_path / "新.zbtz")


def test_stopping_leaves_nothing(kept: Ledger, stick: Path) -> None:
    for stop_at in ("copy", "write", "verify"):

        def tell(step: str, stop_at: str = stop_at) -> None:
            if step == stop_at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            backup.make_backup(kept, stick, progress=tell)
        assert tree(stick) == {}


def test_no_backup_inside_an_operation(kept: Ledger, stick: Path) -> None:
    with pytest.raises(BugError), kept.operation("setting.change") as op:
        organization.change_setting(op, "x", "1")
        backup.make_backup(kept, stick)


def test_what_a_killed_backup_left_is_removed_at_the_next_start(kept: Ledger, path: Path) -> None:
    made = backup.make_backup(kept, backup.default_folder(path))
    other = backup.default_folder(path) / "别的支部_20260101-000000_ffffffff.dybak.part"
    for name in (
        made.path.with_name(made.path.name + ".part"),
        made.path.with_name(made.path.name + ".db.part"),
        other,
    ):
        name.write_bytes(b"half")
    kept.close()
    vault.open_ledger(path).close()
    assert sorted(tree(backup.default_folder(path))) == sorted([made.path.name, other.name])


def test_what_a_killed_backup_left_on_a_stick_is_removed_by_the_next_one_there(kept: Ledger, stick: Path) -> None:
    mark = kept.info()["ledger_id"][-8:]
    ours = [stick / f"支部_20260101-000000_{mark}.dybak{end}" for end in (".part", ".db.part", ".db.part-journal")]
    others = [stick / "别的支部_20260101-000000_ffffffff.dybak.part", stick / "别人的.part"]
    for name in (*ours, *others):
        name.write_bytes(b"half")
    made = backup.make_backup(kept, stick)
    assert sorted(tree(stick)) == sorted(one.name for one in (made.path, *others))


# --- damaged files --------------------------------------------------------------------


def test_every_changed_byte_is_refused(kept: Ledger, stick: Path, tmp_path: Path) -> None:
    info = backup.make_backup(kept, stick)
    whole = info.path.read_bytes()
    header = backup_file.read_header(info.path)
    chance = random.Random(11)
    places = [
        *range(12),
        *chance.sample(range(12, header.start), 120),
        *chance.sample(range(header.start, len(whole)), 60),
    ]
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        info.path.write_bytes(content)
        with pytest.raises(KnownError) as caught:
            backup.restore_backup(info.path, tmp_path / "新" / "支部.zbtz")
        assert caught.value.code in (
            "backup-damaged", "backup-not-ours", "backup-newer", "backup-needs-secret",
        ), place  # fmt: skip
        assert tree(tmp_path / "新") == {}


def test_every_cut_is_refused(kept: Ledger, stick: Path, tmp_path: Path) -> None:
    info = backup.make_backup(kept, stick)
    whole = info.path.read_bytes()
    for length in [*range(40), *random.Random(3).sample(range(40, len(whole)), 40), len(whole) - 1]:
        info.path.write_bytes(whole[:length])
        with pytest.raises(WorldError) as caught:
            backup.restore_backup(info.path, tmp_path / "新.zbtz")
        assert caught.value.code in ("backup-damaged", "backup-not-ours")
    info.path.write_bytes(whole + b"x")
    with pytest.raises(WorldError):
        backup.restore_backup(info.path, tmp_path / "新.zbtz")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.dybak", b"", "backup-not-ours"),
        ("a.dybak", b"PK\x03\x04" + bytes(999), "backup-not-ours"),
        ("a.dybak", b"DYBAK1\r\n\xff\xff\xff\xff", "backup-damaged"),
        ("a.dybak", b"DYBAK1\r\n\x00\x00\x00\x02[]" + bytes(32), "backup-damaged"),
        ("a.dybak", b'DYBAK1\r\n\x00\x00\x00\x0b{"format":9' + bytes(32), "backup-damaged"),
        ("folder.dybak", None, "is-a-folder"),
        ("none.dybak", None, "file-missing"),
    ],
)
def test_files_that_are_no_backup(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    elif name.startswith("folder"):
        (tmp_path / name).mkdir()
    with pytest.raises(WorldError) as caught:
        backup.restore_backup(tmp_path / name, tmp_path / "新.zbtz")
    assert caught.value.code == code
    if code != "file-missing":
        assert [info.problem for info in backup.list_backups(tmp_path)] == [code]


def test_a_newer_backup_is_named_as_such(
    kept: Ledger, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_file, "FORMAT", 2)
    info = backup.make_backup(kept, stick)
    monkeypatch.undo()
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "这台电脑"))
    with pytest.raises(WorldError) as caught:
        backup.restore_backup(info.path, tmp_path / "新.zbtz")
    assert caught.value.code == "backup-newer"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(kept: Ledger, stick: Path) -> None:
    stick.chmod(0o500)
    with pytest.raises(WorldError) as caught:
        backup.make_backup(kept, stick)
    assert caught.value.code == "no-permission"


def test_a_backup_goes_on_while_the_ledger_is_open_elsewhere(
    kept: Ledger, stick: Path, elsewhere: Callable[[str], str]
) -> None:
    """Making and proving a backup must not cost the ledger its lock."""
    backup.make_backup(kept, stick)
    said = elsewhere(TRY_TO_READ.format(path=str(kept.path)))
    assert said == "database is locked"
