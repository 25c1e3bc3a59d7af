"""Records that earn credits one by one, as their kinds declare; their long columns left out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.kinds.catalog import kind_of, kinds
from models.kinds.field import Ref
from models.kinds.kind import Earns, Kind

if TYPE_CHECKING:
    from models.ledger import Ledger

@dataclass(frozen=True, slots=True)
class WorkFact:
    """One such record. kind: of `rule.WORKS`."""

    kind: str
    id: str
    member_id: str
    day: str
    title: str


def load(ledger: "Ledger", org: int, first: str, last: str) -> tuple[WorkFact, ...]:
    """Read those of a span of ISO days, both included."""
    parts = " UNION ALL ".join(_select(kind, kind.earns) for kind in kinds().values() if kind.earns)
    return tuple(WorkFact(**row) for row in ledger.query(f"{parts} ORDER BY day, id", (org, first, last)))


def _select(kind: Kind, earns: Earns) -> str:
    key = f't."{earns.by}"' if earns.by else f"'{earns.key}'"
    title, joined = f't."{kind.title}"', ""
    leads_to = kind.by_name[kind.title]
    if isinstance(leads_to, Ref):
        other = kind_of(leads_to.to)
        title = f'o."{other.title}"'
        joined = f' JOIN "{other.table}" o ON o.org = t.org AND o.id = t."{leads_to.name}"'
    spared = "".join(f" AND t.\"{name}\" <> '{value}'" for name, value in earns.unless.items())
    return (
        f'SELECT {key} AS kind, t.id, t.member_id, t."{kind.day}" AS day, {title} AS title'
        f' FROM {kind.rows} t{joined} WHERE t.org = ?1 AND t."{kind.day}" BETWEEN ?2 AND ?3{spared}'
    )
