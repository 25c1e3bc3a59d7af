"""How much there is of each kind on the shelf: for the page of all kinds and for a committee's view of its branches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.kinds import foreign, shelf
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

ROOMS = {
    "life": "组织生活",
    "dues": "党费与关爱",
    "service": "服务群众",
    "superior": "上级部署",
    "other": "其他",
}
"""The rooms of the page, in their order; a kind without one of these stands in the last."""


@dataclass(frozen=True, slots=True)
class InRoom:
    """A kind as the page lists it. count: its records of the year; used: whether there are any of any year."""

    kind: Kind
    room: str
    count: int
    used: bool

    @property
    def in_sight(self) -> bool:
        """Whether it stands in the list at once: asked for, or in use; the others lie under 更多台账."""
        return self.used or self.kind.asks is not None


@dataclass(frozen=True, slots=True)
class OfBranch:
    """What an organisation has of a kind in a year. amount: the sum of what the kind sums; last: the newest day."""

    org: int
    name: str
    count: int
    amount: int
    last: str


def in_rooms(ledger: "Ledger", year: int, org: int | None = SELF) -> list[InRoom]:
    """Return the kinds of the shelf room by room, those that only their records tell of among them."""
    rows = ledger.query(
        f"SELECT kind, count(*) AS all_years, sum(year = ?2) AS here FROM {shelf.TABLE} WHERE ?1 IS NULL OR org = ?1"
        " GROUP BY kind",
        (org, year),
    )
    counts = {row["kind"]: (int(row["here"]), True) for row in rows}
    known = [one for one in kinds().values() if one.shelved]
    listed = [
        InRoom(one, one.room if one.room in ROOMS else "other", *counts.get(one.name, (0, False)))
        for one in (*known, *foreign.kinds_in(ledger, org))
    ]
    return sorted(listed, key=lambda one: list(ROOMS).index(one.room))


def by_branch(ledger: "Ledger", kind: Kind, year: int) -> list[OfBranch]:
    """Return each organisation below with what it has of a kind, those without anything as well."""
    rows = ledger.query(
        f"SELECT o.number, o.name, count(r.id) AS count, coalesce(sum(r.amount), 0) AS amount,"
        f" coalesce(max(r.day), '') AS last FROM organization o LEFT JOIN {shelf.TABLE} r ON r.org = o.number"
        " AND r.kind = ?1 AND r.year = ?2 WHERE o.parent_id = (SELECT id FROM organization WHERE number = ?3)"
        " AND o.number <> ?3 GROUP BY o.number ORDER BY o.name",
        (kind.name, year, SELF),
    )
    return [OfBranch(row["number"], row["name"], row["count"], row["amount"], row["last"]) for row in rows]


def years(ledger: "Ledger", org: int | None = SELF) -> list[int]:
    """Return the years of which there is a record, this one always, the newest first."""
    rows = ledger.query(f"SELECT DISTINCT year FROM {shelf.TABLE} WHERE year > 0 AND (?1 IS NULL OR org = ?1)", (org,))
    return sorted({ledger.clock.today().year, *(int(row["year"]) for row in rows)}, reverse=True)
