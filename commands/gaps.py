"""`gaps`: what a year's archives still lack, by member and by severity."""

import argparse
from typing import Any

from commands import session, year
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import gaps, words
from models.gaps import SEVERITIES, Gap


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser)
    parser.add_argument("--member", action="append", metavar="姓名", help="只看某人（姓名或编号，可多次）")
    told = "、".join(f"{key} {words.label('gap_severity', key)}" for key in SEVERITIES)
    parser.add_argument("--severity", choices=SEVERITIES, metavar="轻重", help=f"只列到这一级为止：{told}；默认全部")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the gaps; status 1 while one that must be mended is among those listed.

    Keys: `year`, `gaps` (`code`, `severity`, `member`, `id`, `subject`, `text`, `place`, `place_id`; `member` and `id`
    are empty for what is the branch's), `counts` (severity -> how many are listed).
    """
    with session.open_ledger(arguments) as ledger:
        wanted, org = year.wanted_year(arguments, ledger), year.wanted_org(arguments, ledger)
        only = year.wanted_members(arguments.member, ledger, org)
        found = gaps.list_gaps(ledger, org=org, year=wanted, as_of=year.wanted_day(arguments))
    asked = SEVERITIES[: SEVERITIES.index(arguments.severity) + 1] if arguments.severity else SEVERITIES
    shown = [one for one in found if one.severity in asked and (only is None or one.member_id in only)]
    counts = {severity: sum(one.severity == severity for one in shown) for severity in asked}
    data: dict[str, Any] = {"year": wanted, "gaps": [one.as_dict() for one in shown], "counts": counts}
    return Outcome(data, [*map(_line, shown), _sum(wanted, counts)], int(counts["must"] > 0))


def _line(one: Gap) -> str:
    return f"{words.label('gap_severity', one.severity)}  {one.text}"


def _sum(wanted: int, counts: dict[str, int]) -> str:
    told = "，".join(f"{words.label('gap_severity', key)} {count} 处" for key, count in counts.items() if count)
    return f"{wanted} 年档案缺项：{told}。" if told else f"{wanted} 年的档案没有缺项。"
