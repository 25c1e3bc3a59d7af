"""A branch's recovery code in the keeping of its committee: what each side notes of it, among its settings.

The committee keeps the sealed letter as it came: the code stands nowhere in the clear, and only its own ledger, which
holds the private key, opens it.
"""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from models import gate, organization
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger

HANDED_BACK = "deposit.hand_back"
_GIVEN, _KEPT = "deposit.given", "deposit.kept."


@dataclass(frozen=True, slots=True)
class Given:
    """What a branch has deposited: the sheet's key and short number, when (UTC moment), with whom."""

    key_id: str
    number: str
    at: str
    committee: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a committee keeps of a branch: number and day of the sheet, the letter (hex), where it stands in the order.

    at: UTC moment of keeping. letter: empty once the branch withdrew it. handed: how often it was handed back.
    """

    number: str
    made: str
    at: str
    lineage: str
    seq: int
    letter: str
    handed: int = 0


@dataclass(frozen=True, slots=True)
class HandedBack:
    """One time that a code was handed back: when, by whom, to whom, why, of which sheet."""

    at: str
    actor: str
    to: str
    why: str
    number: str


def given(ledger: "Ledger") -> Given | None:
    """Return what this ledger has deposited with its committee, or None."""
    found = _setting(ledger, _GIVEN)
    return None if found is None else Given(**found)


def note_given(op: Operation, what: Given | None) -> None:
    """Note what is deposited from now on; None: withdrawn."""
    organization.change_setting(op, _GIVEN, "" if what is None else gate.canonical(asdict(what)))


def kept(ledger: "Ledger", org: int) -> Kept | None:
    """Return what came last from a branch, a withdrawal too, or None."""
    found = _setting(ledger, f"{_KEPT}{org}")
    return None if found is None else Kept(**found)


def note_kept(op: Operation, org: int, what: Kept) -> None:
    """Note what is kept of a branch from now on."""
    organization.change_setting(op, f"{_KEPT}{org}", gate.canonical(asdict(what)))


def handed_back(ledger: "Ledger", branch_id: str, *, since: int) -> list[HandedBack]:
    """Return when a branch's code was handed back after an operation of the journal, by its number."""
    rows = ledger.query(
        "SELECT at, actor, why, note FROM journal_operation WHERE kind = ? AND seq > ? ORDER BY seq",
        (HANDED_BACK, since),
    )
    told = [(row, json.loads(row["note"])) for row in rows]
    return [
        HandedBack(row["at"], row["actor"], note["to"], row["why"], note["number"])
        for row, note in told
        if note["branch"] == branch_id
    ]


def _setting(ledger: "Ledger", name: str) -> dict[str, Any] | None:
    kept = ledger.setting(name)
    return dict(json.loads(kept)) if kept else None
