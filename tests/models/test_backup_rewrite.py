"""Backups of before are written anew under the present key, equal in content, and nothing is lost on the way."""

from pathlib import Path

import pytest

from models import backup, backup_rewrite, conversion, ledger_keys
from models.errors import RefusedError, WorldError
from models.ledger import Ledger
from tests.models.conftest import PASSWORD, add_members, tree


@pytest.mark.parametrize("password", ["", PASSWORD], ids=["user", "password"])
def test_old_backups_get_the_present_key(kept: Ledger, path: Path, tmp_path: Path, password: str) -> None:
    folder = backup.default_folder(path)
    first = backup.make_backup(kept, folder)
    add_members(kept)
    second = backup.make_backup(kept, folder)
    new = ledger_keys.new_key(kept.clock)
    conversion.encrypt(kept, new, password=password)
    own = backup.make_backup(kept, folder)
    assert {info.path for info in backup_rewrite.of_before(kept)} == {first.path, second.path}
    told: list[str] = []
    assert backup_rewrite.write_anew(kept, password=password, tell=told.append) == []
    assert sorted(told) == sorted([first.path.name, second.path.name])
    assert backup_rewrite.of_before(kept) == []
    assert set(tree(folder)) == {info.path.name for info in (first, second, own)}
    for info in (first, second):
        proved = backup.verify_backup(info.path, recovery_code=new.sheet.code)
        assert (proved.digest, proved.counts, proved.reason, proved.sheet) == (
            info.digest,
            info.counts,
            info.reason,
            new.sheet.number,
        )
    restored = backup.restore_backup(first.path, tmp_path / "新.zbtz", recovery_code=new.sheet.code)
    assert (restored.protected, restored.counts["member"]) == (True, 3)


def test_after_a_password_no_backup_beside_opens_without_it(kept: Ledger, path: Path) -> None:
    """A user's slot in an old backup, and the user's key on the same disk, would give away the code."""
    new = ledger_keys.new_key(kept.clock)
    conversion.encrypt(kept, new)
    made = backup.make_backup(kept, backup.default_folder(path))
    assert backup_rewrite.of_before(kept) == []
    assert made.for_users
    ledger_keys.set_password(kept, new=PASSWORD)
    assert [info.path for info in backup_rewrite.of_before(kept)] == [made.path]
    assert backup_rewrite.write_anew(kept, password=PASSWORD) == []
    assert backup_rewrite.of_before(kept) == []
    (written,) = backup.list_backups(made.path.parent)
    assert (written.for_users, written.digest, written.key_id) == (False, made.digest, made.key_id)
    for secrets in ({"password": PASSWORD}, {"recovery_code": new.sheet.code}):
        backup.verify_backup(made.path, **secrets)


def test_one_that_nothing_here_opens_stays(kept: Ledger, path: Path) -> None:
    made = backup.make_backup(kept, backup.default_folder(path))
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock), password=PASSWORD)
    before = made.path.read_bytes()
    assert backup_rewrite.write_anew(kept, password="不是这个密码呀呀") == [made.path]
    assert made.path.read_bytes() == before


def test_one_that_cannot_be_written_stays_whole(kept: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backup.make_backup(kept, backup.default_folder(path))
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock))
    before = tree(made.path.parent)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.files.put_in_place", full)
    with pytest.raises(WorldError) as caught:
        backup_rewrite.write_anew(kept)
    assert caught.value.code == "disk-full"
    assert tree(made.path.parent) == before


def test_a_plain_ledger_has_nothing_to_write_anew(kept: Ledger, path: Path) -> None:
    backup.make_backup(kept, backup.default_folder(path))
    assert backup_rewrite.of_before(kept) == []
    with pytest.raises(RefusedError):
        ledger_keys.confirm(kept)
