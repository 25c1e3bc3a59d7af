"""The phase of a kill trial in which a roster is imported from a real workbook, again and again."""

from pathlib import Path

import resources
from exchange.roster_plan import apply_plan, plan_import
from exchange.roster_sheet import read_roster
from models import member, undo, vault
from tools.kill_phases import ACTOR, BRANCH, Phase, Say, book_in, left_over, lost, told, unsound

ROSTER = resources.SAMPLE / "花名册（规范）.xlsx"


def _prepare(folder: Path) -> None:
    with vault.create_ledger(book_in(folder), organization=BRANCH, actor=ACTOR).ledger as book:
        plan = plan_import(book, read_roster(ROSTER))
    (folder / "rows").write_text(str(len(plan.in_state("new"))), encoding="ascii")


def _import(folder: Path, say: Say) -> None:
    roster = read_roster(ROSTER)
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            say(told(book, apply_plan(book, plan_import(book, roster)).seq))
            say(told(book, undo.undo(book).seq))


def _problems(folder: Path, said: list[str]) -> list[str]:
    rows = int((folder / "rows").read_text(encoding="ascii"))
    with vault.open_ledger(book_in(folder)) as book:
        found = lost(book, said) + unsound(book)
        members = len(member.list_members(book))
        if members not in (0, rows):
            found.append(f"half: {members} of {rows} rows")
        again = apply_plan(book, plan_import(book, read_roster(ROSTER)))
        if (again.seq == 0) != (members == rows) or len(member.list_members(book)) != rows:
            found.append("the second try neither completed nor found everything the same")
    return found + left_over(folder)


PHASES: dict[str, Phase] = {"import": Phase(_prepare, _import, _problems, 0.5)}
