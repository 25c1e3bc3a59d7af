"""What every form of a branch says at head and foot: the unit, the year, the day it shows, who filled it in."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import organization
from models.errors import UsageError
from reports.fields import Field, RowSource
from reports.options import PrintOptions
from reports.roster import full_date

if TYPE_CHECKING:
    from models.ledger import Ledger

HAND_DATE = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Unit:
    """The organisation of a form. year: that it is about; as_of: the day it shows; by_hand: the form is left empty."""

    name: str
    kind: str
    year: int
    as_of: date
    filled_by: str
    by_hand: bool
    short_name: str = ""


def of(ledger: "Ledger", options: PrintOptions) -> Unit:
    """Return the unit a form is printed for. Raises UsageError("organization-unknown")."""
    found = organization.by_number(ledger, options.organisation)
    if found is None:
        raise UsageError("organization-unknown", number=options.organisation)
    today = options.as_of or ledger.clock.today()
    year = options.year or today.year
    as_of = min(today, date(year, 12, 31))
    return Unit(found.name, found.kind, year, as_of, options.filled_by, options.blank_rows > 0, found.short_name)


FIELDS = {
    "unit.name": Field("党支部", "中共某某社区支部委员会", lambda unit: unit.name),
    "unit.short_name": Field("党支部简称", "桐花巷社区党支部", lambda unit: unit.short_name or unit.name),
    "unit.year": Field("年度", "2026", lambda unit: "　　　　" if unit.by_hand else str(unit.year)),
    "unit.as_of": Field("截至日期", "2026年11月21日", lambda unit: full_date(unit.as_of), HAND_DATE),
    "unit.filled_by": Field("填表人", "", lambda unit: unit.filled_by),
    "unit.filled_on": Field("填报日期", HAND_DATE, lambda unit: HAND_DATE, HAND_DATE),
}

SOURCES: dict[str, RowSource] = {}
