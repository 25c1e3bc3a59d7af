"""`take-over`: what another copy has more, told and written."""

import shutil
from pathlib import Path

import pytest

from models import member, vault
from tests.commands.conftest import Verb


@pytest.fixture
def copies(branch: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A ledger, and a copy of it on another PC: each has somebody new, and one name was changed on both."""
    with vault.open_ledger(branch) as ledger, ledger.operation("member.add") as op:
        shared = member.add_member(op, member_id=ledger.ids.new(), name="单田芳")
    other = tmp_path / "另一台.zbtz"
    shutil.copy(branch, other)
    for path, name in ((branch, "甲"), (other, "乙")):
        with vault.open_ledger(path) as ledger:
            with ledger.operation("member.add") as op:
                member.add_member(op, member_id=ledger.ids.new(), name=f"{name}新来的")
            with ledger.operation("member.edit") as op:
                member.edit_member(op, shared, phone=name)
    return branch, other


def names(path: Path) -> dict[str, str]:
    with vault.open_ledger(path) as ledger:
        return {one.name: one.phone for one in member.list_members(ledger)}


def test_undecided_is_told_and_written_with_a_choice(ask: Verb, copies: tuple[Path, Path]) -> None:
    own, other = copies
    moved = ("--this-is", "moved")
    status, told = ask("take-over", other, "--ledger", own, *moved)
    assert (status, told["written"], told["comes"]) == (1, False, {"member": 1})
    (conflict,) = told["conflicts"]
    assert conflict["record"] == "党员 单田芳"
    assert conflict["fields"] == [{"field": "联系电话", "own": "甲", "other": "乙"}]
    status, told = ask("take-over", other, "--ledger", own, *moved, "--prefer", "own", "--dry-run")
    assert (status, told["written"]) == (0, False) and "乙新来的" not in names(own)
    status, told = ask("take-over", other, "--ledger", own, *moved, "--prefer", "other")
    assert (status, told["written"]) == (0, True)
    assert names(own) == {"单田芳": "乙", "甲新来的": "", "乙新来的": ""}
    status, told = ask("take-over", other, "--ledger", own, *moved)
    assert (status, told["written"], told["comes"], told["conflicts"]) == (0, False, {}, [])


def test_itself_is_refused(ask: Verb, copies: tuple[Path, Path]) -> None:
    own, _other = copies
    status, told = ask("take-over", own, "--ledger", own, "--this-is", "moved")
    assert (status, told["error"]["code"]) == (1, "take-over-itself")
