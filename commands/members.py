"""`members`: the list of members."""

import argparse
from dataclasses import asdict
from datetime import date

from commands import session, year
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import attendance, member, words
from models.ledger import Ledger
from models.member import Member
from models.schema import SELF

_STATUS = {"在册": "active", "已离开": "left", "全部": ""}
_ORDERS = {"姓名": "pinyin", "入党日期": "joined", "党小组": "group", "录入": "entered"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    parser.add_argument("--search", default="", metavar="文字", help="姓名、拼音、首字母或身份证号末几位")
    parser.add_argument("--status", choices=tuple(_STATUS), default="在册", help="在册情况，默认“在册”")
    parser.add_argument("--as-of", metavar="日期", help="那一天在本支部的党员（如 2026-05-31），不论现在是否在册")
    parser.add_argument("--order", choices=tuple(_ORDERS), default="姓名", help="排列次序，默认按姓名拼音")
    parser.add_argument("--all-branches", action="store_true", help="党委台账：列出下级支部的党员")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List members; dates keep the precision with which they are known."""
    day = year.wanted_day(arguments)
    order, status = _ORDERS[arguments.order], _STATUS[arguments.status]
    with session.open_ledger(arguments) as ledger:
        found = member.list_members(
            ledger,
            org=None if arguments.all_branches else SELF,
            status=status if day is None else "",
            order=order,
            search=arguments.search,
        )
        if day is not None:
            there = {org: _ids_on(ledger, day, org) for org in {one.org for one in found}}
            found = [one for one in found if one.id in there[one.org]]
    rows = [_row(one) for one in found]
    table = aligned([["姓名", "性别", "人员类别", "入党日期", "党小组"], *rows]) if rows else []
    return Outcome({"members": [asdict(one) for one in found]}, [*table, f"共 {len(found)} 名。"])


def _ids_on(ledger: Ledger, day: date, org: int) -> set[str]:
    return {one.member_id for one in attendance.register_on(ledger.query, day, org)}


def _row(one: Member) -> list[str]:
    sex, category = words.label("sex", one.sex), words.label("category", one.category)
    return [one.name, sex, category, one.joined_date, one.group]
