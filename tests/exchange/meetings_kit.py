"""Registers of invented meetings, and a branch of seven whose names and posts they use."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from exchange.meetings_plan import Decisions, MeetingsPlan, plan_import
from exchange.meetings_planner import PlanRow
from exchange.meetings_sheet import read_meetings
from models import group, member, organization, post
from models.clock import FixedClock
from models.ids import CountingIds
from models.ledger import Ledger

CLOCK = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
HEAD = ["日期", "类别", "议题", "党小组", "缺席人员及原因", "参加人员", "学时"]
ROW: list[Any] = ["2025.3.5", "党员大会", "讨论年度计划", None, None, None, None]

PEOPLE = (
    ("张三", "第一党小组", "2008-06"),
    ("李四", "第一党小组", "2008-06"),
    ("王五", "第二党小组", "2008-06"),
    ("赵六", "第二党小组", "2008-06"),
    ("王建国", "第一党小组", "2008-06"),
    ("王建国", "第二党小组", "2009-06"),
    ("买买提·艾山", "第二党小组", "2025-10-01"),
)
"""Name, group, day of joining; the last one was not there before October 2025."""


def branch(path: Path) -> Ledger:
    """A branch founded in 2010 with 李四 and 王五 on its committee."""
    ledger = Ledger.create(path, organization="中共云栖市桐花巷支部", actor="沈墨", clock=CLOCK, ids_=CountingIds())
    with ledger.operation("organization.edit") as op:
        organization.edit(op, 1, founded_date="2010-01-01")
        for name in ("第一党小组", "第二党小组"):
            group.add_group(op, group_id=ledger.ids.new(), name=name)
        for name, its_group, joined in PEOPLE:
            # Two of one name need an ID number or a birthday to be two.
            born = f"19{joined[2:4]}-01"
            made = member.add_member(
                op, member_id=ledger.ids.new(), name=name, group=its_group, joined_date=joined, birth_date=born
            )
            if name in ("李四", "王五"):
                held = "secretary" if name == "李四" else "organization"
                post.add_post(op, post_id=ledger.ids.new(), member_id=made, post=held)
    return ledger


def row(**changes: Any) -> list[Any]:
    """The row of a sound meeting with some cells changed, by header."""
    changed = list(ROW)
    for header, value in changes.items():
        changed[HEAD.index(header)] = value
    return changed


def workbook(
    path: Path,
    *rows: list[Any],
    head: list[str] | None = None,
    title: str = "",
    sheet: str = "会议",
    formats: dict[str, str] | None = None,
) -> Path:
    """Save a sheet with a title (where wanted), a header and rows; formats: cell -> number format."""
    book = Workbook()
    book.active.title = sheet
    for line in ([[title]] if title else []) + [head or HEAD, *rows]:
        book.active.append(line)
    for name, written in (formats or {}).items():
        book.active[name].number_format = written
    book.save(path)
    return path


def plan(ledger: Ledger, path: Path, decisions: Decisions | None = None, *, year: int = 0) -> MeetingsPlan:
    """Read a file and plan its import."""
    return plan_import(ledger, read_meetings(path), decisions, year=year)


def only_row(ledger: Ledger, path: Path, decisions: Decisions | None = None, *, year: int = 0) -> PlanRow:
    """Plan a file of one meeting."""
    (found,) = plan(ledger, path, decisions, year=year).rows
    return found


def marks(ledger: Ledger, found: PlanRow) -> dict[str, str]:
    """The marks of a row by name."""
    names = {one.id: one.name for one in member.list_members(ledger, status="")}
    return {names[member_id]: mark for member_id, mark in found.marks.items()}
