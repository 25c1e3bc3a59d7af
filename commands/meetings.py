"""`meetings`: the meetings of a year with their attendance."""

import argparse
from typing import Any

from commands import session, year
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import meeting, words
from models.meeting import MEETING_KINDS, Meeting


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser, as_of=False)
    kinds = [words.label("meeting_kind_short", kind) for kind in MEETING_KINDS]
    parser.add_argument("--kind", choices=kinds, metavar="类别", help=f"只列一类：{'、'.join(kinds)}")
    parser.add_argument("--search", default="", metavar="文字", help="在议题、内容、决议等文字里查找")
    parser.add_argument("--withdrawn", action="store_true", help="已作废的也列出")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List meetings by day."""
    kind = next((key for key in MEETING_KINDS if words.label("meeting_kind_short", key) == arguments.kind), "")
    with session.open_ledger(arguments) as ledger:
        wanted = meeting.of_year(
            year.wanted_year(arguments, ledger), kind=kind, search=arguments.search, withdrawn=arguments.withdrawn
        )
        org = year.wanted_org(arguments, ledger)
        found = meeting.list_meetings(ledger, wanted, org=org, newest_first=False)
    head = ["日期", "类别", "议题（主题）", "应到", "实到", "说明"]
    table = aligned([head, *map(_row, found)]) if found else []
    return Outcome({"meetings": [as_data(one) for one in found]}, [*table, f"共 {len(found)} 次。"])


def as_data(one: Meeting) -> dict[str, Any]:
    """Return a meeting as the documented object."""
    names = ("id", "day", "start_time", "end_time", "topic", "place", "chair", "recorder", "lecturer", "group")
    told: dict[str, Any] = {name: getattr(one, name) for name in names}
    return told | {
        "kinds": list(one.kind_list),
        "expected": one.expected,
        "present": one.present,
        "study_minutes": one.study_minutes,
        "entered_on": one.entered_on,
        "late": one.late,
        "withdrawn": one.status == "withdrawn",
    }


def _row(one: Meeting) -> list[str]:
    remark = "已作废" if one.status == "withdrawn" else f"会后 {one.late_days} 天补录" if one.late else ""
    kinds = one.kind_words + (f"（{one.group}）" if one.group else "")
    return [one.day, kinds, one.topic, str(one.expected), str(one.present), remark]
