"""The program as it was when the shelf came, as a process, against what a newer one writes: kept, shown, left alone."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import resources
from tests.models.conftest import ROOT

PROGRAMS = sorted((ROOT / "tests" / "data" / "programs").glob("schema_*.tar.xz"))
TRIED = ROOT / "tests" / "data" / "kinds_tried"
BRANCH, COMMITTEE = "中共云栖市柳溪街道桐花巷社区支部委员会", "中共云栖市柳溪街道工作委员会"


@dataclass
class Office:
    """Two programs in one folder: the kept one, and the present one with newer declarations."""

    folder: Path
    old: Path
    newer: Path

    def of_old(self, *words: object, status: int = 0) -> dict[str, Any]:
        return self._run([sys.executable, str(self.old / "main.py")], words, status)

    def of_new(self, *words: object, status: int = 0) -> dict[str, Any]:
        return self._run([sys.executable, "-m", "tests.with_kinds", str(self.newer), "main"], words, status)

    def _run(self, program: list[str], words: tuple[object, ...], status: int) -> dict[str, Any]:
        environment = os.environ | {"ZBTZ_HOME": str(self.folder / "home"), "PYTHONPATH": str(ROOT)}
        if "-m" not in program:
            del environment["PYTHONPATH"]
        done = subprocess.run(
            [*program, *map(str, words), "--json"], cwd=self.folder, env=environment, capture_output=True,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == status, (words, done.stdout, done.stderr)
        told: dict[str, Any] = json.loads(done.stdout)
        return told


@pytest.fixture(params=PROGRAMS, ids=lambda path: path.name)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A newer program knows a further field and option of the transfers, and a kind that is new altogether."""
    old, newer = tmp_path / "旧程序", tmp_path / "新种类"
    newer.mkdir()
    with tarfile.open(request.param) as archive:
        archive.extractall(old, filter="data")
    (old / "resources" / "fonts").mkdir()
    text = (resources.KINDS / "transfer.toml").read_text(encoding="utf-8")
    text = text.replace("version = 1", "version = 2").replace('in = "转入"', 'in = "转入", lent = "借调"')
    text = text.replace("field = [\n", 'field = [\n  { name = "reason", word = "接转原因", most = 60 },\n')
    (newer / "transfer.toml").write_text(text, encoding="utf-8")
    shutil.copy(TRIED / "appeal.toml", newer)
    return Office(tmp_path, old, newer)


def _joined(office: Office) -> None:
    office.of_new("new", "--ledger", "支部.zbtz", "--organisation", BRANCH, "--as", "尉迟文静")
    office.of_old("new", "--ledger", "党委.zbtz", "--organisation", COMMITTEE, "--level", "党委", "--as", "赵国强")
    invited = office.of_old("register", "invite", "--ledger", "党委.zbtz", "--name", BRANCH, "--to", "登记")
    (office.folder / "code.txt").write_text(invited["code"], encoding="ascii")
    code = ("--code-file", "code.txt", "--to", "登记")
    joined = office.of_new("register", "join", invited["invitation"], "--ledger", "支部.zbtz", *code)
    office.of_old("register", "accept", joined["registration"], "--ledger", "党委.zbtz")


def test_what_a_newer_program_sends_is_kept_shown_and_found_sound(office: Office) -> None:
    _joined(office)
    roster = office.folder / "花名册.csv"
    roster.write_text("姓名,性别,入党时间\n单田芳,男,1999-07-01\n曾国祥,男,2001-07-01\n", encoding="utf-8")
    office.of_new("import", "roster", roster, "--ledger", "支部.zbtz")
    moved = ("转出转入=借调", "接转原因=挂职锻炼")
    moved += ("开信日期=2026-05-04", "对方党组织=城东街道党工委")
    office.of_new("records", "transfer", "--ledger", "支部.zbtz", "--member", "单田芳", "--add", *moved)
    asked = ("反映日期=2026-05-06", "诉求事项=楼道灯不亮", "承办人=曾国祥")
    office.of_new("records", "appeal", "--ledger", "支部.zbtz", "--add", *asked)
    package = office.of_new("pack", "--ledger", "支部.zbtz", "--to", "上报")["package"]
    assert office.of_old("receive", "--ledger", "党委.zbtz", package)["accepted"] is True
    assert office.of_old("check", "--ledger", "党委.zbtz")["findings"] == []
    at = ("--ledger", "党委.zbtz", "--org", BRANCH, "--year", 2026)
    (transfer,) = office.of_old("records", "transfer", *at)["records"]
    assert (transfer["way"], transfer["reason"], transfer["members"]) == ("lent", "挂职锻炼", ["单田芳"])
    (appeal,) = office.of_old("records", "appeal", *at)["records"]
    assert (appeal["matter"], appeal["members"]) == ("楼道灯不亮", ["曾国祥"])
    # The branch itself goes back to the older program: its own file opens, and nothing of it is lost by a change there.
    own = ("--ledger", "支部.zbtz", "--year", 2026)
    assert office.of_old("check", "--ledger", "支部.zbtz")["findings"] == []
    assert office.of_old("records", "appeal", *own)["records"] == [appeal]
    again = office.of_old("pack", "--ledger", "支部.zbtz", "--to", "上报")["package"]
    assert office.of_new("verify", again)["accepted"] is True
    assert office.of_new("records", "transfer", *own)["records"] == [transfer]
