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
    if op.rows("SELECT 1 FROM party_group WHERE org = ? AND name = ? AND dissolved_date = ''", (org, kept)):
        raise RefusedError("group-exists", name=kept)
    day = texts.iso_date("group.formed_date", formed_date)
    op.insert("party_group", {"org": org, "id": group_id, "name": kept, "formed_date": day, "dissolved_date": ""})
    return group_id


def edit_group(op: Operation, group_id: str, *, org: int = SELF, **values: str) -> bool:
    """Rename a group or set its dates; tell whether anything changed."""
    kept = {
        name: texts.line("group.name", value, 60, required=True)
        if name == "name"
        else texts.iso_date(f"group.{name}", value)
        for name, value in values.items()
    }
    return op.update("party_group", (org, group_id), kept)


def named(op: Operation, name: str, *, new_id: str, org: int = SELF) -> str:
    """Return the id of the group of this name, adding the group when there is none yet (for imports)."""
    rows = op.rows("SELECT id FROM party_group WHERE org = ? AND name = ? ORDER BY dissolved_date LIMIT 1", (org, name))
    return str(rows[0]["id"]) if rows else add_group(op, group_id=new_id, name=name, org=org)
