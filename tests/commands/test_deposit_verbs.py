"""`register deposit`, `accept`, `hand-back`: a recovery code in the committee's keeping without a window."""

from pathlib import Path

import pytest

from models import key_store
from tests.commands.conftest import BRANCH, Verb

COMMITTEE = "中共云栖市柳溪街道工作委员会"


def test_a_code_goes_up_with_the_joining_and_comes_back(
    tmp_path: Path, ask: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, above, stick = tmp_path / "支部.zbtz", tmp_path / "党委.zbtz", tmp_path / "U盘"
    made = ask("new", "--ledger", branch, "--organisation", BRANCH)[1]
    ask("new", "--ledger", above, "--organisation", COMMITTEE, "--level", "党委")
    invited = ask("register", "invite", "--ledger", above, "--name", BRANCH, "--to", stick)[1]
    code = tmp_path / "code.txt"
    code.write_text(invited["code"], encoding="utf-8")
    join = ("register", "join", "--ledger", branch, invited["invitation"], "--code-file", code, "--to", stick)
    joined = ask(*join, "--deposit")[1]
    ask("register", "accept", "--ledger", above, joined["registration"])
    status, kept = ask("register", "accept", "--ledger", above, joined["deposit"])
    assert status == 0
    assert kept == {"branch": BRANCH, "org": 2, "sheet": made["sheet"], "made": kept["made"], "withdrawn": False}
    back = ("register", "hand-back", "--ledger", above, "--org", 2, "--to", "尉迟文静", "--why", "电脑进水")
    status, told = ask(*back)
    assert (status, told["recovery_code"], told["branch"]) == (0, made["recovery_code"], BRANCH)
    printed = ask(*back, "--out", tmp_path / "单.pdf")[1]
    assert (Path(printed["file"]).read_bytes()[:5], "recovery_code" in printed) == (b"%PDF-", False)
    assert [one["kind"] for one in ask("log", "--ledger", above)[1]["operations"][:2]] == ["deposit.hand_back"] * 2
    withdrawn = ask("register", "deposit", "--ledger", branch, "--withdraw", "--to", stick)[1]
    assert ask("register", "accept", "--ledger", above, withdrawn["deposit"])[1]["withdrawn"] is True
    assert ask(*back)[1]["error"]["code"] == "deposit-none"
    # The file alone, on a computer that knows nothing.
    code.write_text(told["recovery_code"], encoding="utf-8")
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "新家"))
    assert ask("members", "--ledger", branch, "--recovery-code-file", code) == (0, {"members": []})


def test_a_plain_branch_joins_nothing_when_it_cannot_deposit(branch: Path, ask: Verb, tmp_path: Path) -> None:
    above = tmp_path / "党委.zbtz"
    ask("new", "--ledger", above, "--organisation", COMMITTEE, "--level", "党委")
    invited = ask("register", "invite", "--ledger", above, "--name", BRANCH, "--to", tmp_path)[1]
    code = tmp_path / "code.txt"
    code.write_text(invited["code"], encoding="utf-8")
    join = ("register", "join", "--ledger", branch, invited["invitation"], "--code-file", code, "--to", tmp_path)
    assert ask(*join, "--deposit")[1]["error"]["code"] == "not-encrypted"
    assert [one["kind"] for one in ask("log", "--ledger", branch)[1]["operations"]] == ["ledger.create"]
