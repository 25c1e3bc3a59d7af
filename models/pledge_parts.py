"""Everything that stands beside pledges, read at once for whoever shows many of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from models.pledge import SOURCES, Pledge, PledgeAppraisal, PledgeDeed, PledgeItem, PledgeOpinion, PledgeStep
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

_Part = TypeVar("_Part", PledgeItem, PledgeStep, PledgeDeed, PledgeAppraisal, PledgeOpinion)
_AT_ONCE = 500


@dataclass(slots=True)
class PledgeParts:
    """What stands beside one pledge, each in its order."""

    items: list[PledgeItem] = field(default_factory=list)
    steps: list[PledgeStep] = field(default_factory=list)
    deeds: list[PledgeDeed] = field(default_factory=list)
    appraisals: list[PledgeAppraisal] = field(default_factory=list)
    opinions: list[PledgeOpinion] = field(default_factory=list)


def beside(ledger: "Ledger", pledges: Sequence[Pledge], org: int = SELF) -> dict[str, PledgeParts]:
    """Return the parts of each of these pledges of one organisation by its id, in five queries for hundreds of them."""
    found = {one.id: PledgeParts() for one in pledges}
    ids = list(found)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for item in _rows(ledger, PledgeItem, "pledge_item", "position, id", org, some):
            found[item.pledge_id].items.append(item)
        for step in _rows(ledger, PledgeStep, "pledge_step", "position", org, some):
            found[step.pledge_id].steps.append(step)
        for deed in _rows(ledger, PledgeDeed, "pledge_deed", "day, id", org, some):
            found[deed.pledge_id].deeds.append(deed)
        for said in _rows(ledger, PledgeAppraisal, "pledge_appraisal", "source", org, some):
            found[said.pledge_id].appraisals.append(said)
        for opinion in _rows(ledger, PledgeOpinion, "pledge_opinion", "day, id", org, some):
            found[opinion.pledge_id].opinions.append(opinion)
    for parts in found.values():
        parts.appraisals.sort(key=lambda one: SOURCES.index(one.source))
    return found


def _rows(
    ledger: "Ledger", part: type[_Part], table: str, order: str, org: int, pledge_ids: Sequence[str]
) -> list[_Part]:
    places = ", ".join("?" * len(pledge_ids))
    rows = ledger.query(
        f"SELECT * FROM {table} WHERE org = ? AND pledge_id IN ({places}) ORDER BY {order}", (org, *pledge_ids)
    )
    return [part(**row) for row in rows]
