"""The rescue table of docs/存储.md 3: what is left, and what it opens, each from a home that knows nothing."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models import (
    backup,
    backup_file,
    conversion,
    driver,
    journal,
    key_store,
    keyring,
    ledger_keys,
    member,
    rescue,
    user_secret,
    vault,
)
from models.clock import FixedClock
from models.errors import RefusedError, WorldError
from models.ledger import Ledger
from tests.models.conftest import PASSWORD, add_members, refused_to_open, tree
from tests.models.test_ledger import full_disk

BEFORE = Path(__file__).resolve().parent.parent / "data" / "keys"
OLD_PASSWORD = "柳溪河边第七棵树"
OLD_CODES = {
    "protected": "268807-507474-071775-056397-708906-625834-573419-521862",
    "plain": "573452-684442-359975-387442-482977-538923-236489-175065",
}


def typed(planned: rescue.Rescue) -> list[str]:
    groups = planned.sheet.code.split("-")
    return [groups[place - 1] for place in planned.asked]


def encrypted(book: Ledger, password: str = "") -> ledger_keys.Sheet:
    planned = rescue.begin(book)
    rescue.carry_out(book, planned, typed(planned), password=password)
    return planned.sheet


@pytest.fixture
def sheet(kept: Ledger, digest: str) -> ledger_keys.Sheet:
    """An encrypted ledger at `path`, closed, and its sheet."""
    made = encrypted(kept)
    kept.close()
    return made


@pytest.fixture
def digest(kept: Ledger) -> str:
    return kept.content_digest()


def move(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to another computer, or another user's log-in."""
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(home))


def opens_whole(path: Path, digest: str, **secrets: str) -> None:
    with vault.open_ledger(path, **secrets) as book:
        assert book.content_digest() == digest
        assert (len(member.list_members(book)), journal.last_seq(book) >= 2) == (3, True)


# --- nothing is encrypted before the way back was walked -------------------------------


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_wrong_group_leaves_the_ledger_plain(kept: Ledger, path: Path, wrong: int) -> None:
    planned = rescue.begin(kept)
    answers = typed(planned)
    answers[wrong] = "000011" if answers[wrong] != "000011" else "000022"
    before = tree(path.parent)
    with pytest.raises(RefusedError) as caught:
        rescue.carry_out(kept, planned, answers)
    assert caught.value.facts["groups"] == f"第 {planned.asked[wrong]} 组"
    assert tree(path.parent) == before


def test_the_groups_are_chosen_by_the_program() -> None:
    seen = {rescue.choose_groups() for _ in range(200)}
    assert all(len(set(one)) == 3 and list(one) == sorted(one) and 1 <= one[0] <= one[-1] <= 8 for one in seen)
    assert len(seen) > 30


def test_groups_may_be_typed_full_width_and_with_blanks(kept: Ledger) -> None:
    planned = rescue.begin(kept)
    wide = [" ".join(text).translate({48 + digit: 0xFF10 + digit for digit in range(10)}) for text in typed(planned)]
    rescue.carry_out(kept, planned, wide)
    assert kept.key is not None


def test_an_easy_password_leaves_the_ledger_plain(kept: Ledger) -> None:
    planned = rescue.begin(kept)
    with pytest.raises(RefusedError) as caught:
        rescue.carry_out(kept, planned, typed(planned), password="曾国祥1985")
    assert caught.value.code == "password-easy"
    assert kept.key is None


def test_a_backup_that_does_not_open_leaves_the_ledger_plain(
    kept: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise WorldError("backup-damaged", path="")

    monkeypatch.setattr("models.restore.verify_backup", broken)
    planned = rescue.begin(kept)
    with pytest.raises(WorldError):
        rescue.carry_out(kept, planned, typed(planned))
    assert kept.key is None
    assert not list(backup.default_folder(path).glob("*"))


def test_a_disk_that_fills_at_the_swap_leaves_the_ledger_plain(
    kept: Ledger, path: Path, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file has the name already and cannot be opened: nobody keeps its code, so it must not stay."""
    resource = pytest.importorskip("resource")
    honest = conversion._swap

    def full_after(book: Ledger, part: Path) -> None:
        honest(book, part)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    monkeypatch.setattr(conversion, "_swap", full_after)
    with full_disk(1 << 40), pytest.raises(WorldError):
        encrypted(kept)
    kept.close()
    assert not vault.is_encrypted(path)
    left = {name for name in tree(path.parent) if not name.endswith((".keys", ".keys.bak", ".state", ".lock"))}
    assert left == {path.name}
    opens_whole(path, digest)


def test_the_sheet_is_asked_for_once_a_year(kept: Ledger, clock: FixedClock) -> None:
    sheet = encrypted(kept)
    assert not rescue.due(kept)
    clock.current += rescue.EVERY
    assert rescue.due(kept)
    groups = sheet.code.split("-")
    with pytest.raises(RefusedError):
        rescue.check_again(kept, (1, 2, 3), [groups[0], groups[1], "1"])
    rescue.check_again(kept, (1, 2, 3), groups[:3])
    assert not rescue.due(kept)


# --- the rescue table -----------------------------------------------------------------


def test_the_ledger_and_paper(
    sheet: ledger_keys.Sheet, digest: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = tmp_path / "新电脑" / "台账.zbtz"
    alone.parent.mkdir()
    shutil.copy(path, alone)
    move(tmp_path / "新家", monkeypatch)
    opens_whole(alone, digest, recovery_code=sheet.code)
    opens_whole(alone, digest)
    assert [user.here for user in _users(alone)] == [True]


def test_a_backup_on_a_stick_and_paper(
    sheet: ledger_keys.Sheet, digest: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.open_ledger(path) as book:
        made = backup.make_backup(book, tmp_path / "U盘")
    assert (made.sheet, made.sheet_made) == (sheet.number, sheet.made)
    shutil.rmtree(path.parent)
    move(tmp_path / "新家", monkeypatch)
    with pytest.raises(RefusedError) as caught:
        backup.restore_backup(made.path, tmp_path / "新电脑" / "台账.zbtz")
    assert caught.value.facts["number"] == sheet.number
    restored = backup.restore_backup(made.path, tmp_path / "新电脑" / "台账.zbtz", recovery_code=sheet.code)
    assert restored.protected
    assert restored.path.stat().st_mode & 0o077 == 0
    assert vault.is_encrypted(restored.path)
    opens_whole(restored.path, digest)


def test_the_ledger_its_ring_and_the_password(
    kept: Ledger, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = kept.content_digest()
    encrypted(kept, PASSWORD)
    kept.close()
    alone = tmp_path / "新电脑" / "支部.zbtz"
    alone.parent.mkdir()
    shutil.copy(path, alone)
    shutil.copy(keyring.path_of(path), keyring.path_of(alone))
    move(tmp_path / "新家", monkeypatch)
    refused_to_open("password-needed", alone)
    opens_whole(alone, digest, password=PASSWORD)
    refused_to_open("password-needed", alone)


def test_the_ledger_alone_shows_nothing_and_says_what_to_do(
    sheet: ledger_keys.Sheet, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = tmp_path / "新电脑" / "支部.zbtz"
    alone.parent.mkdir()
    shutil.copy(path, alone)
    move(tmp_path / "新家", monkeypatch)
    error = refused_to_open("no-key-here", alone)
    assert sheet.number in error.next_step()
    for wanted in ("恢复码单", "备份", "上级"):
        assert wanted in error.next_step()
    assert not driver.looks_plain(alone)


@pytest.mark.parametrize("harm", ["deleted", "a file", "foreign", "key damaged"])
def test_a_key_store_that_is_gone_or_not_ours(
    sheet: ledger_keys.Sheet, digest: str, path: Path, harm: str, own_key_store: Path
) -> None:
    if harm == "key damaged":
        (own_key_store / "user.key").write_bytes(b"half")
    else:
        shutil.rmtree(own_key_store)
    if harm == "a file":
        own_key_store.write_bytes(b"")
    if harm == "foreign":
        own_key_store.mkdir()
        (own_key_store / "user.key").write_bytes(bytes(32))
    refused_to_open("no-key-here", path)
    opens_whole(path, digest, recovery_code=sheet.code)
    if harm == "a file":
        # Nowhere to keep a key: asked again, and nothing is lost.
        refused_to_open("no-key-here", path)
        opens_whole(path, digest, recovery_code=sheet.code)
    else:
        opens_whole(path, digest)


@pytest.mark.parametrize(
    "harm", [b"", b"\xff{[" * 99, b'{"format": 1, "keys": []}', None], ids=["empty", "junk", "bare", "gone"]
)
def test_a_ring_and_its_double_are_damaged(
    sheet: ledger_keys.Sheet, digest: str, path: Path, harm: bytes | None, own_key_store: Path
) -> None:
    def damage() -> None:
        for file in (keyring.path_of(path), keyring.second_path_of(path)):
            file.unlink() if harm is None else file.write_bytes(harm)

    damage()
    opens_whole(path, digest)
    damage()
    shutil.rmtree(own_key_store / "keys")
    opens_whole(path, digest)
    damage()
    shutil.rmtree(own_key_store)
    opens_whole(path, digest, recovery_code=sheet.code)
    assert keyring.path_of(path).read_bytes() == keyring.second_path_of(path).read_bytes()


def test_one_damaged_slot_is_healed_from_the_double(sheet: ledger_keys.Sheet, digest: str, path: Path) -> None:
    ring = json.loads(keyring.path_of(path).read_bytes())
    ring["keys"][0]["slots"][0]["sealed"] = "00" * 44
    keyring.path_of(path).write_text(json.dumps(ring))
    opens_whole(path, digest)
    assert keyring.path_of(path).read_bytes() == keyring.second_path_of(path).read_bytes()


def test_the_ring_of_another_ledger(
    sheet: ledger_keys.Sheet, digest: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "别的" / "别的.zbtz"
    vault.create_ledger(other, organization="第二支部", actor="甲", encrypted=True).ledger.close()
    for place in (keyring.path_of, keyring.second_path_of):
        shutil.copy(place(other), place(path))
    opens_whole(path, digest)
    for place in (keyring.path_of, keyring.second_path_of):
        shutil.copy(place(other), place(path))
    shutil.rmtree(backup.default_folder(path))
    move(tmp_path / "新家", monkeypatch)
    refused_to_open("no-key-here", path)
    opens_whole(path, digest, recovery_code=sheet.code)


def test_a_ring_of_a_newer_program_is_left_to_it(sheet: ledger_keys.Sheet, path: Path) -> None:
    for place in (keyring.path_of(path), keyring.second_path_of(path)):
        place.write_bytes(place.read_bytes().replace(b'"format": 1', b'"format": 9'))
    for secrets in ({}, {"recovery_code": sheet.code}):
        error = refused_to_open("keys-newer", path, **secrets)
        assert (str(keyring.path_of(path)) in error.where(), "升级" in error.next_step()) == (True, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_key_store_of_another_user(
    sheet: ledger_keys.Sheet, path: Path, own_key_store: Path, elsewhere: Callable[[str], str]
) -> None:
    """Nobody (65534) may neither read nor write it: the code opens, every time anew."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # Not below pytest's own folder, which nobody else may enter.
        Path(folder).chmod(0o755)
        store, alone = Path(folder, "钥匙"), Path(folder, "台账")
        shutil.copytree(own_key_store, store)
        store.chmod(0o700)
        shutil.copytree(path.parent, alone)
        for place in (alone, *alone.rglob("*")):
            os.chown(place, 65534, 65534)
        patch.setenv(key_store.HOME_VARIABLE, str(store))
        told = elsewhere(
            f"""
import os
from models import vault
from models.errors import RefusedError
# Everything is imported before: Python itself may lie where nobody may read.
made = vault.create_ledger({str(Path(folder, "先.zbtz"))!r}, organization="甲", actor="甲", encrypted=True)
made.ledger.close()
vault.open_ledger(made.ledger.path, recovery_code=made.recovery_code).close()
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for code in ("", {sheet.code!r}, ""):
    try:
        vault.open_ledger({str(alone / path.name)!r}, recovery_code=code).close()
        print("open", end=" ")
    except RefusedError as error:
        print(error.code, end=" ")
"""
        )
    assert told == "no-key-here open no-key-here"


def test_the_sheet_of_an_older_key(kept: Ledger, path: Path, tmp_path: Path) -> None:
    old = encrypted(kept)
    made = backup.make_backup(kept, tmp_path / "U盘")
    new = encrypted(kept)
    kept.close()
    shutil.rmtree(key_store.folder())
    error = refused_to_open("recovery-code-wrong", path, recovery_code=old.code)
    assert new.number in error.what()
    assert old.number != new.number
    assert backup.verify_backup(made.path, recovery_code=old.code).sheet == old.number
    with pytest.raises(RefusedError) as caught:
        backup.verify_backup(made.path, recovery_code=new.code)
    assert old.number in caught.value.what()


def test_a_lost_sheet_is_printed_again(sheet: ledger_keys.Sheet, path: Path) -> None:
    with vault.open_ledger(path) as book:
        assert ledger_keys.sheet(book) == sheet


# --- users ----------------------------------------------------------------------------


def _users(path: Path) -> list[ledger_keys.User]:
    with vault.open_ledger(path) as book:
        return ledger_keys.users(book)


def test_a_second_user_is_listed_and_removed(
    sheet: ledger_keys.Sheet,
    digest: str,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    own_key_store: Path,
) -> None:
    move(tmp_path / "第二个人", monkeypatch)
    refused_to_open("no-key-here", path)
    opens_whole(path, digest, recovery_code=sheet.code)
    assert len(_users(path)) == 2
    move(own_key_store, monkeypatch)
    with vault.open_ledger(path) as book:
        (other,) = [user for user in ledger_keys.users(book) if not user.here]
        ledger_keys.remove_user(book, other.owner)
    move(tmp_path / "第二个人", monkeypatch)
    refused_to_open("no-key-here", path)


class Login:
    """Stands in for Windows: what one log-in sealed opens only under it, and with the same entropy."""

    def __init__(self) -> None:
        self.name, self.master = "DJ-03\\wxl", "first"

    def __call__(self, function: str, content: bytes, entropy: bytes) -> bytes | None:
        head = f"{self.name}|{self.master}|".encode() + entropy + b"|"
        if function == "CryptProtectData":
            return bytes(byte ^ 0x5A for byte in head + content)
        opened = bytes(byte ^ 0x5A for byte in content)
        return opened.removeprefix(head) if opened.startswith(head) else None


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Login:
    """Windows' own functions replaced; no Windows was used."""
    login = Login()
    monkeypatch.setattr(user_secret, "data_protection", login)
    monkeypatch.setattr(user_secret, "keeper", user_secret.Windows)
    for name, value in (("USERDOMAIN", "DJ-03"), ("USERNAME", "wxl"), ("COMPUTERNAME", "DJ-03")):
        monkeypatch.setenv(name, value)
    return login


@pytest.mark.parametrize("change", ["password reset", "other user", "refuses"])
def test_windows_no_longer_opens_its_slot(
    windows: Login, kept: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    digest = kept.content_digest()
    sheet = encrypted(kept)
    kept.close()
    opens_whole(path, digest)
    if change == "password reset":
        windows.master = "second"
    if change == "other user":
        windows.name = "DJ-03\\zgx"
        monkeypatch.setenv("USERNAME", "zgx")
    if change == "refuses":
        monkeypatch.setattr(user_secret, "data_protection", lambda *_: None)
    refused_to_open("no-key-here", path)
    opens_whole(path, digest, recovery_code=sheet.code)
    if change == "refuses":
        refused_to_open("no-key-here", path)
        return
    assert len(_users(path)) == (2 if change == "other user" else 1)


# --- keys of before -------------------------------------------------------------------


@pytest.fixture
def before(path: Path) -> Path:
    """A protected ledger as the program of before left it: random data key, password and code around it."""
    path.parent.mkdir()
    file = BEFORE / "protected.dybak"
    # The database in a backup of a protected ledger is that ledger under the same key.
    path.write_bytes(file.read_bytes()[backup_file.read_header(file).start :])
    shutil.copy(BEFORE / "protected.zbtz.keys", keyring.path_of(path))
    return path


@pytest.mark.parametrize("secrets", [{"password": OLD_PASSWORD}, {"recovery_code": OLD_CODES["protected"]}], ids=str)
def test_a_ledger_of_before_opens(before: Path, secrets: dict[str, str]) -> None:
    with vault.open_ledger(before, **secrets) as book:
        assert len(member.list_members(book)) == 3
        assert ledger_keys.sheet(book) is None
        assert not rescue.due(book)
    refused_to_open("password-needed", before)


def test_a_ledger_of_before_without_its_ring_cannot_be_opened_by_code(before: Path) -> None:
    keyring.path_of(before).unlink()
    error = refused_to_open("recovery-code-wrong", before, recovery_code=OLD_CODES["protected"])
    assert ".keys" in error.next_step()


@pytest.mark.parametrize("kind", ["protected", "plain"])
def test_backups_of_before_open_with_their_codes(kind: str, tmp_path: Path) -> None:
    restored = backup.restore_backup(BEFORE / f"{kind}.dybak", tmp_path / "a.zbtz", recovery_code=OLD_CODES[kind])
    secret = {"password": OLD_PASSWORD} if kind == "protected" else {}
    with vault.open_ledger(restored.path, **secret) as book:
        assert len(member.list_members(book)) == 3
    if kind == "protected":
        backup.verify_backup(BEFORE / "protected.dybak", password=OLD_PASSWORD)


@pytest.mark.parametrize("kind", ["protected", "plain"])
def test_keys_of_before_are_left_for_a_code_that_needs_no_slot(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = {"password": OLD_PASSWORD} if kind == "protected" else {}
    path = backup.restore_backup(BEFORE / f"{kind}.dybak", tmp_path / "a.zbtz", recovery_code=OLD_CODES[kind]).path
    with vault.open_ledger(path, **secret) as book:
        digest = book.content_digest()
        old = backup.make_backup(book, tmp_path / "U盘")
        sheet = encrypted(book, **secret)
        add_members(book)
        backup.verify_backup(old.path, **secret)
    alone = tmp_path / "b.zbtz"
    shutil.copy(path, alone)
    move(tmp_path / "新家", monkeypatch)
    with vault.open_ledger(alone, recovery_code=sheet.code) as book:
        assert len(member.list_members(book)) == 6
        assert book.content_digest() != digest
    backup.verify_backup(old.path, recovery_code=OLD_CODES[kind])


def test_a_password_of_before_may_be_taken_away(before: Path) -> None:
    with vault.open_ledger(before, password=OLD_PASSWORD) as book:
        ledger_keys.remove_password(book, password=OLD_PASSWORD)
    with vault.open_ledger(before) as book:
        assert len(member.list_members(book)) == 3
        assert ledger_keys.sheet(book) is None
    vault.open_ledger(before, recovery_code=OLD_CODES["protected"]).close()


@pytest.mark.parametrize("version", ["schema_1", "schema_2", "schema_3", "committee_1"])
def test_plain_ledgers_of_before_are_encrypted(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "台账" / f"{version}.zbtz"
    path.parent.mkdir()
    shutil.copy(BEFORE.parent / "ledgers" / f"{version}.zbtz", path)
    with vault.open_ledger(path, actor="甲") as book:
        digest = book.content_digest()
        sheet = encrypted(book)
    move(tmp_path / "新家", monkeypatch)
    for leftover in (keyring.path_of(path), keyring.second_path_of(path)):
        leftover.unlink()
    shutil.rmtree(backup.default_folder(path))
    with vault.open_ledger(path, recovery_code=sheet.code) as book:
        assert book.content_digest() == digest
