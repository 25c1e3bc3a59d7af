"""Sheets of invented members for the tests of the importer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from exchange.roster_plan import Decisions, RosterPlan, plan_import
from exchange.roster_sheet import read_roster
from models.clock import FixedClock
from models.id_number import check_digit
from models.ids import CountingIds
from models.ledger import Ledger

CLOCK = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
HEAD = ["姓名", "性别", "身份证号", "出生年月", "人员类别", "入党时间", "转正时间", "联系电话"]


def number(birthday: str, order: int) -> str:
    """An ID number of nobody: region 990101, a day as 19850701, an order of three digits."""
    digits = f"990101{birthday}{order:03d}"
    return digits + check_digit(digits)


ZHANG = ["张三", "男", number("19850701", 1), "1985.07", "正式党员", "2008.06", "2009.06", "12099900001"]
LI = ["李四", "女", number("19621001", 2), "1962-10-01", "正式", "1985年7月1日", "1986年7月1日", "12099900002"]


def person(**changes: Any) -> list[Any]:
    """The row of 张三 with some cells changed, by header."""
    row = list(ZHANG)
    for header, value in changes.items():
        row[HEAD.index(header)] = value
    return row


def workbook(
    path: Path, *rows: list[Any], head: list[str] | None = None, formats: dict[str, str] | None = None
) -> Path:
    """Save a sheet with a header and rows; formats: cell -> number format."""
    book = Workbook()
    book.active.title = "名册"
    book.active.append(head or HEAD)
    for row in rows:
        book.active.append(row)
    for cell in book.active["C"]:
        if isinstance(cell.value, str):
            cell.data_type = "s"
    for name, written in (formats or {}).items():
        book.active[name].number_format = written
    book.save(path)
    return path


def new_ledger(path: Path) -> Ledger:
    """An empty ledger of an invented branch."""
    return Ledger.create(path, organization="中共云栖市桐花巷支部", actor="沈墨", clock=CLOCK, ids_=CountingIds())


def plan(ledger: Ledger, path: Path, decisions: Decisions | None = None) -> RosterPlan:
    """Read a file and plan its import."""
    return plan_import(ledger, read_roster(path), decisions)
