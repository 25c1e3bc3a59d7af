"""`credits`: study hours and credits of each member, with `--why` the lines behind every number."""

import argparse
from typing import Any

from commands import session, year
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import words
from models.amounts import credits_text, hours_text
from models.ledger import Ledger
from models.rules import credits, hours
from models.rules.credits import CreditLine, CreditTotal
from models.rules.hours import HourLine, HourTotal

Both = tuple[HourTotal, CreditTotal | None]


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser)
    parser.add_argument("--why", action="store_true", help="每个数都列出由哪些事项得来")
    parser.add_argument("--member", action="append", metavar="姓名", help="只看某人（姓名或编号，可多次）")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List hours and credits on the closing day; amounts in JSON are minutes and hundredths."""
    with session.open_ledger(arguments) as ledger:
        wanted, found = year.wanted_year(arguments, ledger), _both(arguments, ledger)
    scheme = next((one.scheme for _, one in found if one is not None), None)
    data: dict[str, Any] = {
        "year": wanted,
        "scheme": scheme and {"key": scheme.key, "title": scheme.title, "status": scheme.status},
        "credits": [_as_data(*one, why=arguments.why) for one in found],
    }
    basis = f"学分办法：{scheme.title}（{scheme.status}）" if scheme else "没有选用学分办法，只列学时。"
    if arguments.why:
        lines = [line for one in found for line in _told(*one)]
    else:
        head = ["姓名", "学时", "应修", "结论", "学分", "目标"]
        lines = aligned([head, *(_row(*one) for one in found)]) if found else []
    return Outcome(data, [*lines, basis, f"共 {len(found)} 名。"])


def _both(arguments: argparse.Namespace, ledger: Ledger) -> list[Both]:
    wanted, as_of = year.wanted_year(arguments, ledger), year.wanted_day(arguments)
    org = year.wanted_org(arguments, ledger)
    only = year.wanted_members(arguments.member, ledger, org)
    earned = {one.member_id: one for one in credits.list_credits(ledger, org=org, year=wanted, as_of=as_of)}
    totals = hours.list_hours(ledger, org=org, year=wanted, as_of=as_of)
    return [(one, earned.get(one.member_id)) for one in totals if only is None or one.member_id in only]


def _row(studied: HourTotal, earned: CreditTotal | None) -> list[str]:
    return [
        studied.name,
        hours_text(studied.total),
        "" if studied.target is None else hours_text(studied.target),
        words.label("hour_state", studied.state),
        "" if earned is None else credits_text(earned.total),
        "" if earned is None or earned.target is None else credits_text(earned.target),
    ]


def _told(studied: HourTotal, earned: CreditTotal | None) -> list[str]:
    lines = [f"{studied.name}：{studied.why}"]
    lines += [f"  {one.day}  {one.title}：{one.why}" for one in studied.lines]
    if earned is not None:
        lines.append(f"  学分合计 {credits_text(earned.total)}：")
        lines += [f"  {one.day}  {one.title}：{one.why}，计 {credits_text(one.counted)} 分" for one in earned.lines]
    return lines


def _as_data(studied: HourTotal, earned: CreditTotal | None, *, why: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "member": studied.name,
        "id": studied.member_id,
        "role": studied.role,
        "hours": studied.total,
        "hours_target": studied.target,
        "state": studied.state,
        "credits": earned and earned.total,
        "credits_target": earned and earned.target,
    }
    if why:
        told["why"] = studied.why
        told["hours_lines"] = [_hour_line(one) for one in studied.lines]
        told["credits_lines"] = [] if earned is None else [_credit_line(one) for one in earned.lines]
    return told


def _hour_line(one: HourLine) -> dict[str, Any]:
    names = ("day", "kind", "source_id", "title", "minutes", "why")
    return {name: getattr(one, name) for name in names}


def _credit_line(one: CreditLine) -> dict[str, Any]:
    names = ("day", "kind", "source_id", "title", "item", "item_title", "minutes", "earned", "counted", "why")
    return {name: getattr(one, name) for name in names}
