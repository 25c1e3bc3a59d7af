"""Everything that stands beside the pledges of a year, read at once for whoever shows many of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from models.pledge import SOURCES, PledgeAppraisal, PledgeDeed, PledgeItem, PledgeStep
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

_Part = TypeVar("_Part", PledgeItem, PledgeStep, PledgeDeed, PledgeAppraisal)


@dataclass(slots=True)
class PledgeParts:
    """What stands beside one pledge, each in its order."""

    items: list[PledgeItem] = field(default_factory=list)
    steps: list[PledgeStep] = field(default_factory=list)
    deeds: list[PledgeDeed] = field(default_factory=list)
    appraisals: list[PledgeAppraisal] = field(default_factory=list)


def of_year(ledger: "Ledger", *, org: int = SELF, year: int) -> dict[str, PledgeParts]:
    """Return the parts of every pledge of a year by its id, in four queries."""
    found: dict[str, PledgeParts] = defaultdict(PledgeParts)
    for item in _rows(ledger, PledgeItem, "pledge_item", "x.position", org, year):
        found[item.pledge_id].items.append(item)
    for step in _rows(ledger, PledgeStep, "pledge_step", "x.position", org, year):
        found[step.pledge_id].steps.append(step)
    for deed in _rows(ledger, PledgeDeed, "pledge_deed", "x.day, x.id", org, year):
        found[deed.pledge_id].deeds.append(deed)
    for said in _rows(ledger, PledgeAppraisal, "pledge_appraisal", "x.source", org, year):
        found[said.pledge_id].appraisals.append(said)
    for parts in found.values():
        parts.appraisals.sort(key=lambda one: SOURCES.index(one.source))
    return found


def _rows(ledger: "Ledger", part: type[_Part], table: str, order: str, org: int, year: int) -> list[_Part]:
    rows = ledger.query(
        f"SELECT x.* FROM {table} x JOIN pledge p ON p.org = x.org AND p.id = x.pledge_id"
        f" WHERE p.org = ? AND p.year = ? ORDER BY {order}",
        (org, year),
    )
    return [part(**row) for row in rows]
