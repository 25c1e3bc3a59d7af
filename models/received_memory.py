"""Which packages this computer saw received: outside the file, so that a committee restored from a backup can say it.

The last one of each branch, in this user's folder beside the heads. What another computer received is not known here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import gate, key_store, organization, received_package
from models.changes import Changes
from models.local_state import keep, notes_in

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Seen:
    """A package that was once received here and that the ledger knows nothing of now."""

    org: int
    name: str
    number: int


def watch(ledger: "Ledger") -> None:
    """Remember each package received from now on."""

    def heard(changes: Changes) -> None:
        if changes.kind == "package.receive":
            remember(ledger, {int(key[0]) for key in changes.rows["received_package"]})

    ledger.changed.append(heard)


def remember(ledger: "Ledger", orgs: set[int]) -> None:
    """Write down the package that stands for these branches; a memory and no record. A higher number stays."""
    path = _path(ledger)
    kept = notes_in(path)
    for org in orgs:
        standing, branch = received_package.current(ledger, org), organization.by_number(ledger, org)
        if standing is not None and branch is not None and standing.number >= _number(kept.get(branch.id)):
            kept[branch.id] = {"digest": standing.digest, "number": standing.number}
    keep(path, kept)


def lost(ledger: "Ledger") -> list[Seen]:
    """Return the packages once received here that are neither in the ledger nor in its journal: it was restored."""
    kept = notes_in(_path(ledger))
    found = []
    for row in ledger.query("SELECT number, id, name FROM organization ORDER BY name"):
        number = _number(kept.get(row["id"]))
        standing = received_package.current(ledger, row["number"])
        if number <= (standing.number if standing else 0):
            continue
        key = gate.canonical([row["number"], kept[row["id"]].get("digest")])
        known = "SELECT 1 FROM journal_change WHERE tbl = 'received_package' AND row_key = ? LIMIT 1"
        if not ledger.query(known, (key,)):
            found.append(Seen(row["number"], row["name"], number))
    return found


def _number(told: Any) -> int:
    """Return the number of what is remembered of a branch, 0 for nothing that makes sense."""
    number = told.get("number") if isinstance(told, dict) else None
    return number if type(number) is int else 0


def _path(ledger: "Ledger") -> Path:
    return key_store.folder() / "heads" / f"{ledger.info()['ledger_id']}.received.json"
