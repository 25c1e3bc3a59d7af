"""`pledges`: the pledges of a year, how far each is and what came of it."""

import argparse
from typing import Any

from commands import session, year
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import pledge, pledge_deeds, pledge_steps, words
from models.ledger import Ledger
from models.pledge import Pledge

_HEAD = ["承诺人", "类型", "状态", "结果", "事项", "践诺", "最近一步"]


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser)
    parser.add_argument("--member", action="append", metavar="姓名", help="只看某人（姓名或编号，可多次）")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the pledges: the branch's, leaders', members'; in JSON with items, steps and votes."""
    with session.open_ledger(arguments) as ledger:
        wanted, org = year.wanted_year(arguments, ledger), year.wanted_org(arguments, ledger)
        only = year.wanted_members(arguments.member, ledger, org)
        listed = pledge.list_pledges(ledger, org=org, year=wanted)
        found = [_as_data(ledger, one) for one in listed if only is None or one.member_id in only]
    counts = {state: sum(one["state"] == state for one in found) for state in pledge.STATES}
    verdicts = {grade: sum(one["verdict"] == grade for one in found) for grade in pledge.GRADES}
    told = "，".join(f"{words.label('pledge_state', state)} {count}" for state, count in counts.items() if count)
    table = aligned([_HEAD, *map(_row, found)]) if found else []
    lines = [*table, f"{wanted} 年共 {len(found)} 份" + (f"：{told}。" if told else "。")]
    return Outcome({"year": wanted, "pledges": found, "counts": counts, "verdicts": verdicts}, lines)


def _row(one: dict[str, Any]) -> list[str]:
    owner, state = words.label("pledge_owner", one["owner"]), words.label("pledge_state", one["state"])
    steps = one["steps"]
    last = f"{steps[-1]['day']} {words.label('pledge_step', steps[-1]['step'])}" if steps else ""
    grade = words.label("pledge_grade", one["verdict"])
    return [one["name"], owner, state, grade, str(len(one["items"])), str(one["deeds"]), last]


def _as_data(ledger: Ledger, one: Pledge) -> dict[str, Any]:
    steps = pledge_steps.steps(ledger, one.id, one.org)
    appraisals = pledge_deeds.appraisals(ledger, one.id, one.org)
    item_names = ("kind", "text", "measure", "due_date", "responsible", "outcome", "outcome_reason")
    step_names = ("step", "day", "by_whom", "remark", "place", "until_day")
    said_names = ("source", "day", "grade", *pledge_deeds.VOTES)
    told = {name: getattr(one, name) for name in ("id", "name", "owner", "year", "until_date", "state", "verdict")}
    told["items"] = [_named(item, item_names) for item in pledge.items(ledger, one.id, one.org)]
    told["steps"] = [_named(step, step_names) for step in steps]
    told["appraisals"] = [_named(said, said_names) for said in appraisals]
    told["deeds"] = len(pledge_deeds.deeds(ledger, one.id, one.org))
    told["opinions"] = len(pledge_deeds.opinions(ledger, one.id, one.org))
    return told


def _named(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
