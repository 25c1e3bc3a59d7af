"""`members`: the list of members."""

import argparse
from dataclasses import asdict

from commands import session
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import member, words
from models.member import Member
from models.schema import SELF

_STATUS = {"在册": "active", "已离开": "left", "全部": ""}
_ORDERS = {"姓名": "pinyin", "入党日期": "joined", "党小组": "group", "录入": "entered"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    parser.add_argument("--search", default="", metavar="文字", help="姓名、拼音、首字母或身份证号末几位")
    parser.add_argument("--status", choices=tuple(_STATUS), default="在册", help="在册情况，默认“在册”")
    parser.add_argument("--order", choices=tuple(_ORDERS), default="姓名", help="排列次序，默认按姓名拼音")
    parser.add_argument("--all-branches", action="store_true", help="党委台账：列出下级支部的党员")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List members; dates keep the precision with which they are known."""
    with session.open_ledger(arguments) as ledger:
        found = member.list_members(
            ledger,
            org=None if arguments.all_branches else SELF,
            status=_STATUS[arguments.status],
            order=_ORDERS[arguments.order],
            search=arguments.search,
        )
    rows = [_row(one) for one in found]
    table = aligned([["姓名", "性别", "人员类别", "入党日期", "党小组"], *rows]) if rows else []
    return Outcome({"members": [asdict(one) for one in found]}, [*table, f"共 {len(found)} 名。"])


def _row(one: Member) -> list[str]:
    sex, category = words.label("sex", one.sex), words.label("category", one.category)
    return [one.name, sex, category, one.joined_date, one.group]
