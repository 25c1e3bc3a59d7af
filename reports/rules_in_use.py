"""By which rules a year is reckoned, as a form says it: names and documents.

What is not certain about them, and what is merely local, is told in the window; a filed sheet says what it goes by.
"""

from typing import TYPE_CHECKING

from models import rule_choice
from models.dates import display_date
from models.rule_choice import RuleChoice
from models.rules import catalog
from models.rules.rule import CreditScheme
from reports.options import PrintOptions
from reports.unit import Unit

if TYPE_CHECKING:
    from models.ledger import Ledger

NO_SCHEME = "未采用学分办法，只计学时"


def basis(ledger: "Ledger", own: Unit, options: PrintOptions) -> str:
    """Return by which documents a form of a year goes, nothing where they are not to be told."""
    return duties_text(ledger, options.organisation, own.year) if own.basis else ""


def duties_text(ledger: "Ledger", org: int, year: int) -> str:
    """Return the sets of duties that hold in a year, the default where none is chosen."""
    chosen = [one.rule_set for one in _of_year(ledger, org, year) if one.use == "duties"]
    ever = any(one.use == "duties" for one in rule_choice.list_choices(ledger, org))
    keys = chosen if ever else [catalog.DEFAULT_DUTIES]
    found = [catalog.rule_set(key) for key in dict.fromkeys(keys)]
    told = [f"{one.title}（{one.document}）" if one.document else one.title for one in found]
    return "；".join(told) or "本年度未选用制度"


def scheme_text(ledger: "Ledger", org: int, year: int, scheme: CreditScheme | None) -> str:
    """Return the name of a credit scheme, and since when it is used."""
    if scheme is None:
        return NO_SCHEME
    since = [one.from_date for one in _of_year(ledger, org, year) if one.rule_set == scheme.key]
    day = f"，自{display_date(since[-1], 'chinese')}起采用" if since and since[-1] else ""
    return f"{scheme.title}{day}"


def _of_year(ledger: "Ledger", org: int, year: int) -> list[RuleChoice]:
    first, last = f"{year:04d}-01-01", f"{year:04d}-12-31"
    found = rule_choice.list_choices(ledger, org)
    return [
        one
        for one in found
        if (not one.from_date or one.from_date <= last) and (not one.to_date or first <= one.to_date)
    ]
