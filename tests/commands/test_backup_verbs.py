"""backup and restore: a copy that is proved, and a new ledger out of it."""

from pathlib import Path

import pytest

from models import member, vault
from tests.commands.conftest import BRANCH, Verb, content_digest


def add(path: Path, name: str) -> None:
    with vault.open_ledger(path) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name=name)


def test_a_backup_restores_the_same_people_into_a_new_file(branch: Path, tmp_path: Path, ask: Verb) -> None:
    add(branch, "单玥")
    before = content_digest(branch)
    status, made = ask("backup", "--ledger", branch, "--to", tmp_path / "备份盘")
    assert status == 0
    assert Path(made["backup"]).is_file()
    assert made["counts"]["member"] == 1
    assert content_digest(branch) == before

    copy = tmp_path / "恢复.zbtz"
    status, restored = ask("restore", made["backup"], "--to", copy, "--as", "沈镕")
    assert status == 0
    assert restored["ledger"] == str(copy)
    assert [one["name"] for one in ask("members", "--ledger", copy)[1]["members"]] == ["单玥"]
    newest = ask("log", "--ledger", copy)[1]["operations"][0]
    assert (newest["kind"], newest["actor"]) == ("ledger.restore", "沈镕")


def test_restore_never_overwrites_a_ledger(branch: Path, tmp_path: Path, ask: Verb) -> None:
    made = ask("backup", "--ledger", branch, "--to", tmp_path / "备份")[1]["backup"]
    before = branch.read_bytes()
    status, told = ask("restore", made, "--to", branch)
    assert (status, told["error"]["code"]) == (2, "ledger-exists")
    assert branch.read_bytes() == before


def test_a_damaged_or_cut_backup_is_refused_and_leaves_nothing(branch: Path, tmp_path: Path, ask: Verb) -> None:
    made = Path(ask("backup", "--ledger", branch, "--to", tmp_path / "备份")[1]["backup"])
    whole = made.read_bytes()
    flipped = bytearray(whole)
    flipped[-100] ^= 1
    target = tmp_path / "空" / "恢复.zbtz"
    target.parent.mkdir()
    for content in (bytes(flipped), whole[:-1], whole[: len(whole) // 3], b"", b"PK\x03\x04" * 100):
        made.write_bytes(content)
        status, told = ask("restore", made, "--to", target)
        assert status == 3, told
        assert list(target.parent.iterdir()) == []
    assert ask("restore", tmp_path / "none.dybak", "--to", target)[1]["error"]["code"] == "file-missing"


def test_a_backup_is_not_made_elsewhere_when_the_stick_is_gone(branch: Path, tmp_path: Path, ask: Verb) -> None:
    status, told = ask("backup", "--ledger", branch, "--to", tmp_path / "U盘" / "备份")
    assert (status, told["error"]["code"]) == (3, "file-missing")
    assert not (tmp_path / "U盘").exists()


def test_a_backup_cannot_go_where_a_file_stands(branch: Path, tmp_path: Path, ask: Verb) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    status, told = ask("backup", "--ledger", branch, "--to", blocked)
    assert (status, told["error"]["code"]) == (3, "not-a-folder")
    assert told["error"]["where"]
    assert blocked.read_text() == "in the way"


def test_a_backup_is_verified_as_a_package_is(branch: Path, tmp_path: Path, ask: Verb) -> None:
    add(branch, "单玥")
    made = Path(ask("backup", "--ledger", branch, "--to", tmp_path / "备份")[1]["backup"])
    status, told = ask("verify", made)
    assert (status, told["accepted"], told["code"], told["counts"]["member"]) == (0, True, "ok", 1)
    whole = bytearray(made.read_bytes())
    whole[-100] ^= 1
    made.write_bytes(whole)
    status, told = ask("verify", made)
    assert (status, told["error"]["code"]) == (3, "backup-damaged")


def test_a_stick_and_the_sheet_are_enough_on_another_computer(
    tmp_path: Path, ask: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, code, copy = tmp_path / "新.zbtz", tmp_path / "code.txt", tmp_path / "恢复.zbtz"
    told = ask("new", "--ledger", path, "--organisation", BRANCH)[1]
    code.write_text(told["recovery_code"], encoding="utf-8")
    add(path, "单玥")
    before = content_digest(path)
    made = ask("backup", "--ledger", path, "--to", tmp_path / "U盘")[1]
    assert made["sheet"] == told["sheet"]
    monkeypatch.setenv("ZBTZ_HOME", str(tmp_path / "新电脑"))
    for verb in (("verify", made["backup"]), ("restore", made["backup"], "--to", copy)):
        status, refused = ask(*verb)
        assert (status, refused["error"]["code"]) == (1, "backup-needs-secret")
        assert told["sheet"] in refused["error"]["next"]
        status, done = ask(*verb, "--recovery-code-file", code)
        assert (status, done["sheet"]) == (0, told["sheet"])
    assert vault.is_encrypted(copy)
    assert content_digest(copy) == before
