"""The year's reading list (必读书目、推荐书目、必学篇目; M45) and who has read what, in one act for several people."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from models.errors import RefusedError
from models.gate import Operation
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.schema import SELF

if TYPE_CHECKING:
    from models.ids import Ids
    from models.ledger import Ledger

ITEM, DONE = kind_of("reading_item"), kind_of("reading_done")


def list_items(ledger: "Ledger", *, org: int | None = SELF, year: int | None = None) -> list[Record]:
    """Return a year's list as it was entered, required ones first."""
    found = records.listed(ledger, ITEM, org=org, year=year)
    return sorted(found, key=lambda one: (one.day, one.text("need") != "required", one.id))


def list_done(
    ledger: "Ledger", *, org: int | None = SELF, year: int | None = None, member_id: str = ""
) -> list[Record]:
    """Return who has read what, by day. year: of the list, not of the day."""
    of_year = None
    if year is not None:
        of_year = {"reading_id": [one.id for one in list_items(ledger, org=org, year=year)]}
    return records.listed(ledger, DONE, org=org, member_id=member_id, leading_to=of_year)


def mark_read(
    op: Operation, ids: "Ids", reading_id: str, read: Mapping[str, str | date], *, org: int = SELF, remark: str = ""
) -> list[str]:
    """Mark people as having read an item: member -> day; another day for one who is marked moves it.

    Returns the ids in their order. Raises RefusedError: "study-nobody", and as `records.add`.
    """
    if not read:
        raise RefusedError(DONE.nobody)
    there, made = _marks(op, reading_id, org), []
    for member_id, day in read.items():
        if member_id in there:
            made.append(there[member_id])
            records.edit(op, DONE, made[-1], org=org, day=day, **({"remark": remark} if remark else {}))
        else:
            values = {"reading_id": reading_id, "day": day, "remark": remark}
            made += records.add(op, ids, DONE, [member_id], org=org, **values)
    return made


def unmark_read(op: Operation, reading_id: str, member_ids: Collection[str], *, org: int = SELF) -> None:
    """Take marks back; whoever has none is passed over."""
    there = _marks(op, reading_id, org)
    for member_id in dict.fromkeys(member_ids):
        if member_id in there:
            records.remove(op, DONE, there[member_id], org=org)


def _marks(op: Operation, reading_id: str, org: int) -> dict[str, str]:
    """Return who is marked: member -> the mark's id."""
    rows = op.rows("SELECT id, member_id FROM reading_done WHERE org = ? AND reading_id = ?", (org, reading_id))
    return {row["member_id"]: row["id"] for row in rows}
