"""`import roster`: a foreign workbook into the register; every row is accounted for."""

import argparse
from pathlib import Path
from typing import Any

from commands import session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from exchange import roster_plan, roster_sheet
from exchange.roster_plan import RosterPlan
from models import backup, member, words
from models.ledger import Ledger


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=("roster",), metavar="roster", help="导入什么：roster（花名册）")
    parser.add_argument("file", type=Path, metavar="文件", help="花名册文件：.xlsx .xlsm .xls .ods .csv 等")
    session.add_ledger(parser)
    parser.add_argument("--dry-run", action="store_true", help="只看会导入什么，不写入")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Import; status 1 when rows were left undecided or refused (each with its reason)."""
    progress(f"正在读取：{arguments.file.name}")
    roster = roster_sheet.read_roster(arguments.file)
    with session.open_ledger(arguments) as ledger:
        plan = roster_plan.plan_import(ledger, roster)
        summary: dict[str, Any] = dict(plan.summary())
        summary["written"] = False
        if not arguments.dry_run:
            _back_up(ledger, plan)
            summary["written"] = bool(roster_plan.apply_plan(ledger, plan).seq)
    open_rows = len(summary["undecided"]) + len(summary["refused"])
    return Outcome(summary, sentences(summary, dry_run=arguments.dry_run), 1 if open_rows else 0)


def sentences(summary: dict[str, Any], *, dry_run: bool = False) -> list[str]:
    """Tell the counts of an import, each row that did not come in, and what is odd about those that did."""
    undecided, refused = summary["undecided"], summary["refused"]
    lines = [
        f"读到 {summary['read']} 行：新增 {summary['new']}，有改动 {summary['changed']}，"
        f"没有变化 {summary['same']}，待确认 {len(undecided)}，拒绝 {len(refused)}。"
    ]
    for word, rows in (("待确认", undecided), ("拒绝", refused), ("已收，请核对", summary["remarks"])):
        for row in rows:
            place = f"{row['sheet']} 第 {row['row']} 行 {row['name']}{_field(row['field'])}"
            lines.append(f"  {word}：{place}：{row['reason']}")
    if dry_run:
        lines.append("这是预览，没有写入。")
    elif summary["written"]:
        lines.append("已写入；可用 undo 整次撤销。")
    else:
        lines.append("没有需要写入的内容。")
    return lines


def _back_up(ledger: Ledger, plan: RosterPlan) -> None:
    """Make a verified backup first where the import would write beside what is there already."""
    if plan.in_state("new", "changed") and member.list_keys(ledger, status=""):
        progress("正在做导入前的备份……")
        backup.make_backup(ledger, backup.default_folder(ledger.path), reason="import")


def _field(name: str) -> str:
    return f"（{words.label('field', f'member.{name}')}）" if name else ""
