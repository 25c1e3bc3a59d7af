"""Writes the kept ledger of the present schema, which every later program must open.

Run once when a schema is released: `python -m tools.keep_ledger`. An existing file is never written again.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from models import group, member, schema, undo
from models.clock import FixedClock
from models.ids import CountingIds
from models.ledger import Ledger

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "ledgers"
BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"


def write(path: Path) -> None:
    """Make a ledger with members, a group, one who left, and an undone operation; always the same content."""
    clock = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
    with Ledger.create(path, organization=BRANCH, actor="尉迟文静", clock=clock, ids_=CountingIds()) as book:
        with book.operation("group.add") as op:
            first = group.add_group(op, group_id=book.ids.new(), name="第一党小组", formed_date="2019-03")
        with book.operation("roster.import", why="花名册.xlsx") as op:
            ids = [
                member.add_member(op, member_id=book.ids.new(), group="第一党小组", **values)
                for values in (
                    {"name": "单田芳", "sex": "male", "joined_date": "1985-07", "category": "full"},
                    {
                        "name": "䶮喆",
                        "sex": "female",
                        "joined_date": "2025-06-30",
                        "category": "probationary",
                    },
                    {"name": "买买提·艾山", "ethnicity": "维吾尔族", "joined_date": "2003"},
                )
            ]
        with book.operation("member.remove", why="") as op:
            member.remove_member(op, ids[2], kind="transfer", date="2026-10")
        with book.operation("group.edit") as op:
            group.edit_group(op, first, name="桐花党小组")
        undo.undo(book)


if __name__ == "__main__":
    target = FOLDER / f"schema_{schema.VERSION}.zbtz"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if target.exists():
        sys.exit(f"{target.name} is kept already")
    write(target)
    print(f"wrote {target.name}")
