"""An invented branch with a year of everything a study archive holds, some of its members with rare names."""

from datetime import UTC, datetime
from pathlib import Path

from commands import invented
from commands.invented_roster import write_roster
from commands.invented_year import Year
from exchange import roster_plan, roster_sheet
from models import member
from models.clock import FixedClock
from models.ledger import Ledger
from tests.reports.builders import RARE

YEAR = 2026
CLOCK = FixedClock(datetime(YEAR, 12, 20, 5, tzinfo=UTC))
RARE_NAMES = tuple(name for name in RARE if name[0] not in "<=")
_SENTENCES = (
    "通过这次学习，我对基层治理的要求有了新的认识，也看到了自己工作中的差距。",
    "作为楼栋长，我每周走访住户，把大家反映的停车、噪声和垃圾投放问题逐条记下来，能当场办的当场办，不能办的交给网格员跟进。",
    "讨论时老党员讲了当年修水渠的事，使我明白“为人民服务”不在话大，而在把小事一件一件做完。",
    "下一步我打算每月参加一次志愿服务，帮助三户独居老人联系家政和医疗，并把学习笔记坚持写下去。",
)


def archive_ledger(path: Path, count: int = 60) -> Ledger:
    """Create the ledger; the caller closes it. The day is 20 December of `YEAR`."""
    ledger = Ledger.create(path, organization=invented.BRANCH, actor=invented.SECRETARY, clock=CLOCK)
    workbook = path.with_suffix(".xlsx")
    write_roster(workbook, invented.people(count, year=YEAR))
    roster_plan.apply_plan(ledger, roster_plan.plan_import(ledger, roster_sheet.read_roster(workbook)))
    people = [one.id for one in member.list_members(ledger)]
    with ledger.operation("member.edit") as op:
        for one, name in zip(people, RARE_NAMES, strict=False):
            member.edit_member(op, one, name=name)
    Year(ledger, YEAR).record()
    return ledger


def essay(number: int, characters: int) -> str:
    """Return an invented text of at least so many characters, its paragraphs typed with indents."""
    parts, length = [], 0
    while length < characters:
        at = number + len(parts)
        parts.append("　　" + "".join(_SENTENCES[(at + more) % len(_SENTENCES)] for more in range(3)))
        length += len(parts[-1])
    return "\n".join(parts)
