"""`import`: a foreign workbook into the ledger, a roster or the meetings of a year; every row is accounted for."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from commands import import_meetings, import_roster, session
from commands.outcome import Outcome
from commands.parser import VerbParser, natural
from models.errors import UsageError

_IMPORTS: dict[str, tuple[Callable[[argparse.Namespace], dict[str, Any]], Callable[..., list[str]]]] = {
    "roster": (import_roster.import_file, import_roster.sentences),
    "meetings": (import_meetings.import_file, import_meetings.sentences),
}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "what",
        choices=tuple(_IMPORTS),
        metavar="roster|meetings",
        help="导入什么：roster（花名册）、meetings（会议记录）",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="表格文件：.xlsx .xlsm .xls .ods .csv 等")
    session.add_ledger(parser, writes=True)
    parser.add_argument("--dry-run", action="store_true", help="只看会导入什么，不写入")
    parser.add_argument("--branch", metavar="支部", help="roster：表里有几个支部时，只收哪一个的人")
    parser.add_argument("--year", type=natural, metavar="年份", help="meetings：没写年份的日期算哪一年")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Import; status 1 when rows were left undecided or refused (each with its reason)."""
    if arguments.year is not None and arguments.what != "meetings":
        raise UsageError("cli-unknown-option", usage=arguments.parser.prog, option="--year")
    if arguments.branch is not None and arguments.what != "roster":
        raise UsageError("cli-unknown-option", usage=arguments.parser.prog, option="--branch")
    work, sentences = _IMPORTS[arguments.what]
    summary = work(arguments)
    open_rows = len(summary["undecided"]) + len(summary["refused"])
    return Outcome(summary, sentences(summary, dry_run=arguments.dry_run), 1 if open_rows else 0)
