"""A ledger that woke elsewhere: reading verbs never ask, writing verbs end with 1 until `--this-is` says why."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from models import member, vault
from tests.commands.conftest import Verb, content_digest


@pytest.fixture
def copy(branch: Path, tmp_path: Path) -> Path:
    """A copy of the branch's ledger in another folder; the original still lies where it was."""
    folder = tmp_path / "另一台"
    folder.mkdir()
    with vault.open_ledger(branch) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="单玥")
    shutil.copyfile(branch, folder / branch.name)
    return folder / branch.name


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text("姓名,性别,入党时间\n仇志远,男,2001-07-01\n", encoding="utf-8-sig")
    return path


READING: tuple[tuple[Any, ...], ...] = (("members",), ("meetings",), ("duties",), ("gaps",), ("credits",), ("log",))
READING += (("check",), ("archives",), ("pledges",))


@pytest.mark.parametrize("verb", READING, ids=lambda verb: verb[0])
def test_reading_never_asks(verb: tuple[Any, ...], copy: Path, ask: Verb) -> None:
    assert "error" not in ask(*verb, "--ledger", copy)[1]
    assert ask("undo", "--ledger", copy)[1]["error"]["code"] == "moved-or-copied", "and answers nothing"


def test_a_preview_and_a_backup_never_ask(copy: Path, roster: Path, tmp_path: Path, ask: Verb) -> None:
    assert ask("import", "roster", roster, "--ledger", copy, "--dry-run")[1]["new"] == 1
    assert ask("backup", "--ledger", copy, "--to", tmp_path / "备份盘")[0] == 0


def writing(folder: Path, roster: Path) -> dict[str, tuple[Any, ...]]:
    code, meetings = folder / "code.txt", folder / "会议.csv"
    code.write_text("0000 0000 0000 0000", encoding="utf-8")
    meetings.write_text("日期,会议类别,议题\n2026-03-05,党员大会,工作计划\n", encoding="utf-8-sig")
    return {
        "import roster": ("import", "roster", roster),
        "import meetings": ("import", "meetings", meetings),
        "undo": ("undo",),
        "pack": ("pack", "--to", folder),
        "receive": ("receive", folder),
        "receipt accept": ("receipt", "accept", "--code", "AAAAA-BBBBB"),
        "register invite": ("register", "invite", "--name", "一支部", "--to", folder),
        "register join": ("register", "join", roster, "--code-file", code, "--to", folder),
        "register accept": ("register", "accept", roster),
        "register confirm": ("register", "confirm", roster),
    }


VERBS = ("import roster", "import meetings", "undo", "pack", "receive", "receipt accept")
VERBS += ("register invite", "register join", "register accept", "register confirm")


@pytest.mark.parametrize("verb", VERBS)
def test_writing_waits_for_an_answer(verb: str, copy: Path, roster: Path, tmp_path: Path, ask: Verb) -> None:
    before = content_digest(copy)
    status, told = ask(*writing(tmp_path, roster)[verb], "--ledger", copy)
    assert (status, told["error"]["code"]) == (1, "moved-or-copied")
    assert "--this-is" in told["error"]["next"]
    assert content_digest(copy) == before


@pytest.mark.parametrize("answer", ["moved", "copied"])
def test_with_an_answer_it_goes_on_and_is_not_asked_again(
    answer: str, branch: Path, copy: Path, roster: Path, ask: Verb
) -> None:
    with vault.open_ledger(branch) as ledger:
        lineage = ledger.info()["lineage"]
    argv = ("import", "roster", roster, "--ledger", copy)
    status, told = ask(*argv, "--this-is", answer)
    assert (status, told["written"]) == (0, True)
    with vault.open_ledger(copy) as ledger:
        assert (ledger.info()["lineage"] == lineage) == (answer == "moved")
        seq = ledger.query("SELECT max(seq) AS n FROM journal_operation")[0]["n"]
    assert ask("undo", "--ledger", copy)[0] == 0
    # Said again it does nothing more.
    assert ask(*argv, "--this-is", answer)[0] == 0
    with vault.open_ledger(copy) as ledger:
        assert ledger.query("SELECT max(seq) AS n FROM journal_operation")[0]["n"] == seq + 2


def test_another_answer_is_wrong_use(copy: Path, ask: Verb) -> None:
    status, told = ask("undo", "--ledger", copy, "--this-is", "stolen")
    assert (status, told["error"]["code"]) == (2, "cli-choice")
