"""`duties`: what the rules in use ask of a branch in a year, and how each stands."""

import argparse
from typing import Any

from commands import session, year
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import words
from models.rules import duties
from models.rules.duties import Duty

OPEN_STATES = ("open", "missed")


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser)
    parser.add_argument("--open", action="store_true", help="只列还没有落实的")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List duties; what is missed is the branch's affair and no finding: the status stays 0."""
    with session.open_ledger(arguments) as ledger:
        wanted = year.wanted_year(arguments, ledger)
        org, as_of = year.wanted_org(arguments, ledger), year.wanted_day(arguments)
        found = duties.list_duties(ledger, org=org, year=wanted, as_of=as_of)
    shown = [one for one in found if not arguments.open or one.state in OPEN_STATES]
    counts = {state: sum(one.state == state for one in found) for state in words.labels()["duty_state"]}
    told = "，".join(f"{words.label('duty_state', state)} {count}" for state, count in counts.items() if count)
    lines = [f"{words.label('duty_state', one.state)}  {one.why}" for one in shown]
    data = {"duties": [as_data(one) for one in shown], "counts": counts}
    return Outcome(data, [*lines, f"{wanted} 年共 {len(found)} 项：{told}。" if found else f"{wanted} 年没有任务。"])


def as_data(one: Duty) -> dict[str, Any]:
    """Return a duty as the documented object; required and done are times, minutes or percent by `unit`."""
    return {
        "rule": one.key,
        "title": one.rule.title,
        "source": one.rule_set.title,
        "clause": one.rule.clause,
        "quote": one.rule.quote,
        "subject": one.subject,
        "period": one.period.key,
        "first": one.period.first,
        "last": one.period.last,
        "required": one.required,
        "done": one.done,
        "unit": one.rule.unit,
        "state": one.state,
        "late": one.late,
        "soft": one.rule.soft,
        "unverified": one.rule.unverified,
        "meetings": list(one.meetings),
        "note": one.note,
        "why": one.why,
    }
