"""`protect`, `password`, `sheet`: the keys of a ledger without the window."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models import backup, key_store, keyring, vault
from tests.commands.conftest import Verb, content_digest

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST, SECOND = "柳溪桥头老槐树下", "菜市口修鞋的老孙头"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def code(branch: Path, ask: Verb, tmp_path: Path) -> Path:
    """The file with the code that `protect` told; `branch` is encrypted then."""
    return written(tmp_path / "code.txt", ask("protect", "--ledger", branch)[1]["recovery_code"])


def test_protect_encrypts_a_plain_ledger_and_its_code_opens_file_and_backup_elsewhere(
    branch: Path, ask: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = content_digest(branch)
    status, told = ask("protect", "--ledger", branch)
    assert (status, told["protected"], vault.is_encrypted(branch)) == (0, True, True)
    assert ask("members", "--ledger", branch) == (0, {"members": []})
    alone, code = tmp_path / "搬走" / "台账.zbtz", written(tmp_path / "code.txt", told["recovery_code"])
    alone.parent.mkdir()
    alone.write_bytes(branch.read_bytes())
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "另一个人"))
    refused = ask("members", "--ledger", alone)[1]["error"]
    assert (refused["code"], told["sheet"] in refused["next"]) == ("no-key-here", True)
    assert ask("members", "--ledger", alone, "--recovery-code-file", code)[0] == 0
    assert content_digest(alone) == digest
    assert backup.verify_backup(told["backup"], recovery_code=told["recovery_code"]).sheet == told["sheet"]


def test_protect_shows_the_code_once_and_says_what_it_is_for(branch: Path, say: Verb, ask: Verb) -> None:
    status, out, err = say("protect", "--ledger", branch)
    assert (status, "恢复码只显示这一次" in out, "恢复码（" in err) == (0, True, False)
    status, told = ask("protect", "--ledger", branch)
    assert (status, told["error"]["code"], "recovery_code" in told) == (1, "already-encrypted", False)


def test_protect_with_an_easy_password_changes_nothing(branch: Path, ask: Verb, tmp_path: Path) -> None:
    before = branch.read_bytes()
    easy = written(tmp_path / "easy.txt", "桐花巷社区1985")
    status, told = ask("protect", "--ledger", branch, "--password-file", easy)
    assert (status, told["error"]["code"]) == (1, "password-easy")
    assert branch.read_bytes() == before
    assert not backup.list_backups(backup.default_folder(branch))


def test_a_new_code_is_another_sheet_and_keeps_the_password(
    branch: Path, ask: Verb, code: Path, tmp_path: Path
) -> None:
    secret = written(tmp_path / "secret.txt", FIRST)
    assert ask("password", "set", "--ledger", branch, "--password-file", secret)[0] == 0
    status, refused = ask("protect", "--ledger", branch, "--new-code", "--recovery-code-file", code)
    assert (status, refused["error"]["code"]) == (1, "password-needed")
    status, told = ask("protect", "--ledger", branch, "--new-code", "--password-file", secret)
    assert (status, told["recovery_code"] != code.read_text()) == (0, True)
    assert ask("members", "--ledger", branch)[1]["error"]["code"] == "password-needed"
    assert ask("members", "--ledger", branch, "--password-file", secret)[0] == 0
    assert ask("members", "--ledger", branch, "--recovery-code-file", code)[1]["error"]["code"] == "recovery-code-wrong"


def test_a_password_is_set_changed_and_removed(
    branch: Path, ask: Verb, code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = written(tmp_path / "first.txt", FIRST), written(tmp_path / "second.txt", SECOND)
    status, told = ask("password", "--ledger", branch, "set", "--password-file", first)
    assert (status, told["password"], told["backups_of_before"] != []) == (0, True, True)
    assert ask("members", "--ledger", branch)[1]["error"]["code"] == "password-needed"
    status, refused = ask("password", "set", "--ledger", branch, "--password-file", first)
    assert (status, refused["error"]["code"]) == (1, "password-there")
    # Both on standard input, the present one first.
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{FIRST}\n{SECOND}\n".encode())))
    assert ask("password", "change", "--ledger", branch, "--password-file", "-", "--new-password-file", "-")[0] == 0
    assert ask("members", "--ledger", branch, "--password-file", first)[1]["error"]["code"] == "password-wrong"
    # Forgotten: the code proves it as well, and it stays the same.
    by_code = ("--recovery-code-file", code)
    assert ask("password", "change", "--ledger", branch, *by_code, "--new-password-file", first)[0] == 0
    status, told = ask("password", "remove", "--ledger", branch, "--password-file", second)
    assert (status, told["error"]["code"]) == (1, "password-wrong")
    assert ask("password", "remove", "--ledger", branch, "--password-file", first)[1]["password"] is False
    assert ask("members", "--ledger", branch)[0] == 0
    assert ask("password", "remove", "--ledger", branch)[1]["error"]["code"] == "no-password"
    assert ask("members", "--ledger", branch, *by_code)[0] == 0


def test_an_easy_or_missing_new_password_changes_nothing(branch: Path, ask: Verb, code: Path, tmp_path: Path) -> None:
    before = keyring.path_of(branch).read_bytes()
    easy = written(tmp_path / "easy.txt", "柳溪街道20260101")
    status, told = ask("password", "set", "--ledger", branch, "--new-password-file", easy)
    assert (status, told["error"]["code"]) == (1, "password-easy")
    status, told = ask("password", "set", "--ledger", branch)
    assert (status, told["error"]["code"]) == (2, "cli-no-new-password")
    assert keyring.path_of(branch).read_bytes() == before


def test_a_plain_ledger_gets_no_password(branch: Path, ask: Verb, tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", FIRST)
    for step in ("set", "change", "remove"):
        status, told = ask("password", step, "--ledger", branch, "--password-file", secret)
        assert (status, told["error"]["code"]) == (1, "not-encrypted")


def test_a_terminal_is_asked_and_shows_nothing_of_what_is_typed(branch: Path, ask: Verb, code: Path) -> None:
    ours, theirs = os.openpty()
    asking = subprocess.Popen(
        [sys.executable, "main.py", "password", "set", "--ledger", branch],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for prompt in ("新密码：", "再输一遍："):
        while prompt.encode() not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, f"{FIRST}\n".encode())
    out, _ = asking.communicate(timeout=60)
    os.close(ours)
    assert (asking.returncode, "已设密码" in out.decode(), FIRST.encode() in shown) == (0, True, False)
    assert ask("members", "--ledger", branch)[1]["error"]["code"] == "password-needed"


def test_the_sheet_is_printed_again_where_the_ledger_opens(
    branch: Path, ask: Verb, code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, told = ask("sheet", "--ledger", branch)
    assert (status, told["recovery_code"]) == (0, code.read_text())
    out = tmp_path / "恢复码.pdf"
    status, told = ask("sheet", "--ledger", branch, "--out", out)
    assert (status, told["file"], "recovery_code" in told) == (0, str(out), False)
    assert (out.read_bytes()[:5], out.stat().st_mode & 0o077) == (b"%PDF-", 0)
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "另一个人"))
    assert ask("sheet", "--ledger", branch)[1]["error"]["code"] == "no-key-here"
