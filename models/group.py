"""Party groups (党小组) of a branch, with the days on which they were formed and dissolved."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import texts
from models.errors import RefusedError
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Group:
    """One party group; empty dates are unknown or not yet."""

    org: int
    id: str
    name: str
    formed_date: str
    dissolved_date: str


def list_groups(ledger: "Ledger", org: int = SELF) -> list[Group]:
    """Return the groups of an organisation in the order in which they were entered."""
    return [Group(**row) for row in ledger.query("SELECT * FROM party_group WHERE org = ? ORDER BY id", (org,))]


def add_group(op: Operation, *, group_id: str, name: str, formed_date: str = "", org: int = SELF) -> str:
    """Add a group and return its id. Raises RefusedError("group-exists") for a name in use."""
    kept = texts.line("group.name", name, 60, required=True)
    _refuse_taken(op, org, kept, group_id)
    day = texts.iso_date("group.formed_date", formed_date)
    op.insert("party_group", {"org": org, "id": group_id, "name": kept, "formed_date": day, "dissolved_date": ""})
    return group_id


def edit_group(op: Operation, group_id: str, *, org: int = SELF, **values: str) -> bool:
    """Rename a group or set its dates; tell whether anything changed.

    Raises RefusedError: "group-exists", "dates-reversed", "record-gone", a value that cannot stand.
    """
    row = op.row("party_group", (org, group_id))
    if row is None:
        raise RefusedError("record-gone")
    kept = {
        name: texts.line("group.name", value, 60, required=True)
        if name == "name"
        else texts.iso_date(f"group.{name}", value)
        for name, value in values.items()
    }
    if kept.get("name", row["name"]) != row["name"]:
        _refuse_taken(op, org, kept["name"], group_id)
    first, last = (kept.get(name, row[name]) for name in ("formed_date", "dissolved_date"))
    if first and last and last < first[: len(last)]:
        # A group that never stood would be asked for nothing, and no meeting of it could be entered.
        raise RefusedError("dates-reversed", first=first, last=last)
    return op.update("party_group", (org, group_id), kept)


def named(op: Operation, name: str, *, new_id: str, org: int = SELF) -> str:
    """Return the id of the group of this name, adding the group when there is none yet (for imports)."""
    rows = op.rows("SELECT id FROM party_group WHERE org = ? AND name = ? ORDER BY dissolved_date LIMIT 1", (org, name))
    return str(rows[0]["id"]) if rows else add_group(op, group_id=new_id, name=name, org=org)


def _refuse_taken(op: Operation, org: int, name: str, group_id: str) -> None:
    standing = "SELECT 1 FROM party_group WHERE org = ? AND name = ? AND id <> ? AND dissolved_date = ''"
    if op.rows(standing, (org, name, group_id)):
        raise RefusedError("group-exists", name=name)
