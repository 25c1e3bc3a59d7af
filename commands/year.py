"""What the verbs about a year share: which year, as of which day, whose records."""

import argparse
from datetime import date

from commands.parser import VerbParser, natural
from models import dates, member, organization
from models.errors import UsageError
from models.ledger import Ledger
from models.schema import SELF


def add_year(parser: VerbParser, *, as_of: bool = True) -> None:
    """Add `--year`, `--as-of` and, for a committee's ledger, `--org`."""
    parser.add_argument("--year", type=natural, metavar="年", help="哪一年，默认今年")
    if as_of:
        parser.add_argument("--as-of", metavar="日期", help="截至哪一天（如 2026-06-30），默认今天")
    parser.add_argument("--org", default="", metavar="名称", help="党委台账：哪个支部（全称或简称）")


def wanted_year(arguments: argparse.Namespace, ledger: Ledger) -> int:
    """Return the year asked for, else that of the closing day. Raises UsageError("cli-value")."""
    year = arguments.year
    if year is None:
        return (wanted_day(arguments) or ledger.clock.today()).year
    if not dates.KEPT_FROM <= year <= dates.KEPT_TO:
        raise UsageError("cli-value", usage=arguments.parser.prog, option="--year", value=year)
    return int(year)


def wanted_day(arguments: argparse.Namespace) -> date | None:
    """Return the closing day asked for. Raises UsageError("cli-value")."""
    text = getattr(arguments, "as_of", None)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("cli-value", usage=arguments.parser.prog, option="--as-of", value=text) from error


def wanted_org(arguments: argparse.Namespace, ledger: Ledger) -> int:
    """Return the number of the organisation asked for, else our own. Raises UsageError("cli-org-unknown")."""
    if not arguments.org:
        return SELF
    known = [organization.own(ledger), *organization.below(ledger)]
    found = [one for one in known if arguments.org in (one.name, one.short_name, one.id)]
    if len(found) != 1:
        raise UsageError("cli-org-unknown", value=arguments.org, known="、".join(one.name for one in known))
    return found[0].number


def wanted_members(given: list[str] | None, ledger: Ledger, org: int) -> set[str] | None:
    """Return the ids of those named by name or id, None for everybody. Raises UsageError("cli-member-unknown")."""
    if not given:
        return None
    people = member.list_members(ledger, org=org, status="")
    found: set[str] = set()
    for text in given:
        ids = {one.id for one in people if text in (one.id, one.name)}
        if not ids:
            raise UsageError("cli-member-unknown", value=text)
        found |= ids
    return found
