"""`demo`: an invented branch goes the whole way, from a messy workbook to the committee's receipt."""

import argparse
from pathlib import Path

from commands.demonstration import Demonstration, free_folder
from commands.outcome import Outcome
from commands.parser import VerbParser, natural
from models.clock import Clock
from models.errors import UsageError

_MOST_PEOPLE = 100_000


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹", help="结果全部放在这个文件夹里")
    parser.add_argument("--members", type=natural, metavar="人数", help="另外虚构这么多人，不用自带的样例花名册")
    parser.add_argument("--year", type=natural, metavar="年", help="哪一年的会议和学习（和虚构的人），默认今年")
    parser.add_argument("--no-window", action="store_true", help="做完以后不打开窗口")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Go the whole way; every number told is read back from what was made."""
    count, year = arguments.members, arguments.year
    if count is not None and not 1 <= count <= _MOST_PEOPLE:
        raise UsageError("cli-value", usage=arguments.parser.prog, option="--members", value=count)
    if year is not None and not 1950 <= year <= Clock().today().year:
        raise UsageError("cli-value", usage=arguments.parser.prog, option="--year", value=year)
    shown = Demonstration(free_folder(arguments.out))
    shown.import_roster(count, year)
    shown.record_year(year)
    shown.print_rosters()
    shown.print_the_year()
    shown.print_the_archives()
    shown.register_both_ways()
    shown.send_package()
    shown.receive_package()
    shown.return_receipt()
    shown.look_back()
    window_on = None if arguments.no_window or arguments.json else shown.branch
    return Outcome(shown.data, [*shown.lines, "", f"全部结果在：{shown.folder}"], window_on=window_on)
