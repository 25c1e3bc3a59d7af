"""What an archive or a branch's year still lacks: computed from what is entered, never stored.

One file for each family of gaps; each is a function of `Material`, which is read once with a few queries.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from models.gaps import amounts, archive, asks, meetings, pledges, sections, tests, texts
from models.gaps.gap import CODES, PLACES, SEVERITIES, Gap, Place
from models.gaps.material import Material, load
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

__all__ = ["CODES", "PLACES", "SEVERITIES", "Gap", "Place", "gaps_of", "list_gaps"]

Family = Callable[[Material], Iterator[Gap]]
FAMILIES: tuple[Family, ...] = (
    amounts.gaps,
    meetings.gaps,
    sections.gaps,
    texts.gaps,
    tests.gaps,
    archive.gaps,
    pledges.gaps,
    asks.gaps,
)


def list_gaps(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date | None = None) -> list[Gap]:
    """Return the gaps of a year as they stand on a day (None: today), the gravest first, then the branch's own, then
    by name; nothing for a year that has not begun.

    Raises UsageError("rules-year"), RefusedError("rule-set-unknown").
    """
    when = as_of or ledger.clock.today()
    return [] if when < date(year, 1, 1) else gaps_of(load(ledger, org=org, year=year, as_of=when))


def gaps_of(read: Material) -> list[Gap]:
    """Return the gaps in what was read."""
    found = [gap for family in FAMILIES for gap in family(read)]
    rank = {person.id: number for number, person in enumerate(read.people, start=1)}
    return sorted(
        found, key=lambda gap: (SEVERITIES.index(gap.severity), rank.get(gap.member_id, 0), CODES.index(gap.code))
    )
