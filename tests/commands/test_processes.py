"""Every verb once as a process of its own, as scripts call it: one JSON object out, else only progress."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import resources
from commands.verbs import VERBS
from tests.commands.conftest import BRANCH

ROOT = resources.ROOT.parent
SAMPLE = resources.SAMPLE / "花名册（杂乱）.xlsx"


class Office:
    """Starts verbs in one folder and remembers which were started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: set[str] = set()
        self.environment = os.environ | {"ZBTZ_HOME": str(folder / "home"), "LC_ALL": "C"}
        # As on a bare system: nobody has told Python about UTF-8.
        del self.environment["PYTHONUTF8"]

    def run(self, *argv: object, status: int = 0) -> dict[str, Any]:
        words = [str(word) for word in argv]
        self.started.add(words[0])
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *words, "--json"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == status, (words, done.stdout, done.stderr)
        assert len(done.stdout.splitlines()) == 1
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer


def test_every_verb_as_a_process(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run("new", "--ledger", "支部.zbtz", "--organisation", BRANCH, "--as", "尉迟文静")
    office.run("new", "--ledger", "党委.zbtz", "--organisation", "中共云栖市柳溪街道工作委员会", "--level", "党委")
    told = office.run("import", "roster", SAMPLE, "--ledger", "支部.zbtz", status=1)
    assert (told["new"], told["written"]) == (60, True)
    assert len(office.run("members", "--ledger", "支部.zbtz")["members"]) == 60
    assert office.run("forms")["forms"]
    printed = office.run("print", "member_roster", "--ledger", "支部.zbtz", "--out", "名册.pdf")
    assert Path(printed["file"]).read_bytes().startswith(b"%PDF-")

    invited = office.run("register", "invite", "--ledger", "党委.zbtz", "--name", BRANCH, "--to", "登记")
    (tmp_path / "code.txt").write_text(invited["code"], encoding="ascii")
    joined = office.run(
        "register",
        "join",
        invited["invitation"],
        "--ledger",
        "支部.zbtz",
        "--code-file",
        "code.txt",
        "--to",
        "登记",
    )
    office.run("register", "accept", joined["registration"], "--ledger", "党委.zbtz")
    package = office.run("pack", "--ledger", "支部.zbtz", "--to", "上报")["package"]
    assert office.run("verify", package)["accepted"] is True
    assert office.run("receive", "--ledger", "党委.zbtz", package)["accepted"] is True
    receipt = office.run("receipt", "make", package, "--ledger", "党委.zbtz", "--to", "回执")["receipt"]
    assert office.run("receipt", "accept", receipt, "--ledger", "支部.zbtz")["number"] == 1

    assert office.run("check", "--ledger", "支部.zbtz")["findings"] == []
    backup = office.run("backup", "--ledger", "支部.zbtz", "--to", "备份盘")["backup"]
    office.run("restore", backup, "--to", "恢复.zbtz")
    assert len(office.run("members", "--ledger", "恢复.zbtz")["members"]) == 60
    received = str(office.run("log", "--ledger", "党委.zbtz")["operations"][0]["seq"])
    assert office.run("undo", "--ledger", "党委.zbtz", "--seq", received)["kind"] == "package.receive"
    assert office.run("log", "--ledger", "党委.zbtz")["operations"][0]["kind"] == "undo"
    shown = office.run("demo", "--out", "演示", "--members", 3, "--no-window")
    year = ("--ledger", shown["ledger"], "--year", shown["year"])
    assert len(office.run("meetings", *year)["meetings"]) == shown["meetings"]
    assert office.run("duties", *year)["duties"]
    assert len(office.run("credits", *year)["credits"]) == 3
    assert len(office.run("archives", *year)["archives"]) == shown["archives"]
    assert len(office.run("pledges", *year)["pledges"]) == shown["pledges"]
    assert office.run("gaps", *year, "--severity", "must", status=1)["gaps"]
    told = office.run("take-over", "支部.zbtz", "--ledger", "支部.zbtz", status=1)
    assert told["error"]["code"] == "take-over-itself"
    assert office.run("kinds")["kinds"]
    assert office.run("records", "credit_entry", *year)["kind"] == "credit_entry"
    told = office.run("protect", "--ledger", "恢复.zbtz", "--new-code")
    assert office.run("sheet", "--ledger", "恢复.zbtz")["recovery_code"] == told["recovery_code"]
    assert office.run("password", "remove", "--ledger", "恢复.zbtz", status=1)["error"]["code"] == "no-password"
    assert office.started == set(VERBS)
