"""What every form of a branch says at head and foot: the unit, the year, the day it shows, who filled it in."""

from dataclasses import dataclass, replace
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
    """The organisation of a form: a branch as itself, and its committee. year: that it is about; as_of: the day it
    shows; by_hand: the form is left empty; secretary: who is that on the day; basis: the documents are to be told;
    own_sheet: the sheet is about the secretary, so that somebody else reviews it.
    """

    name: str
    kind: str
    year: int
    as_of: date
    filled_by: str
    by_hand: bool
    short_name: str = ""
    committee: str = ""
    secretary: str = ""
    basis: bool = False
    own_sheet: bool = False

    def about(self, name: str) -> "Unit":
        """Return the unit as the sheet of one person has it."""
        return replace(self, own_sheet=bool(name) and name in self.secretary.split("、"))


def of(ledger: "Ledger", options: PrintOptions) -> Unit:
    """Return the unit a form is printed for. Raises UsageError("organization-unknown")."""
    found = organization.by_number(ledger, options.organisation)
    if found is None:
        raise UsageError("organization-unknown", number=options.organisation)
    today = options.as_of or ledger.clock.today()
    year = options.year or today.year
    as_of = min(today, date(year, 12, 31))
    name, committee = organization.branch_name(ledger, found), organization.committee_name(found)
    secretary = organization.secretary_on(ledger, found, as_of)
    told = options.filled_by, options.blank_rows > 0, found.short_name, committee, secretary, options.basis
    return Unit(name, found.kind, year, as_of, *told)


def printed_name(name: str) -> str:
    """Return a name as it stands in print beneath the line that is signed on, nothing for none."""
    return f"（{name}）" if name else ""


def _signer(unit: Unit) -> str:
    return "" if unit.by_hand or unit.own_sheet else printed_name(unit.secretary)


def _reviewer(unit: Unit) -> str:
    return "审核人" if unit.own_sheet else "审核人（党支部书记）"


def _read(unit: Unit) -> str:
    return "党支部\n审　阅\n意　见" if unit.own_sheet else "党支部\n书　记\n审　阅\n意　见"


FIELDS = {
    "unit.name": Field("党支部", "中共某某社区支部", lambda unit: unit.name, may_be_empty=False),
    "unit.committee": Field("支部委员会", "中共某某社区支部委员会", lambda unit: unit.committee, may_be_empty=False),
    "unit.signer": Field("书记印名", "（王秀兰）", _signer, may_be_empty=False),
    "unit.signs": Field("签字人", "党支部书记", lambda unit: "审核人" if unit.own_sheet else "党支部书记"),
    "unit.reviewer": Field("审核人", "审核人（党支部书记）", _reviewer),
    "unit.reader": Field("审阅人", "书记", lambda unit: "审阅人" if unit.own_sheet else "书记"),
    "unit.read": Field("审阅", "党支部\n书　记\n审　阅\n意　见", _read),
    "unit.by_pen": Field("只在空白表上", "", lambda unit: "", "是"),
    "unit.filled": Field("只在填好的表上", "是", lambda unit: "" if unit.by_hand else "是"),
    "unit.short_name": Field("党支部简称", "桐花巷社区党支部", lambda unit: unit.short_name or unit.name),
    "unit.year": Field("年度", "2026", lambda unit: "　　　　" if unit.by_hand else str(unit.year)),
    "unit.as_of": Field("截至日期", "2026年11月21日", lambda unit: full_date(unit.as_of), HAND_DATE),
    "unit.filled_by": Field("填表人", "", lambda unit: unit.filled_by),
    "unit.filled_on": Field("填报日期", HAND_DATE, lambda unit: HAND_DATE, HAND_DATE),
}

SOURCES: dict[str, RowSource] = {}
