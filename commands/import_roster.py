"""`import roster`: a foreign workbook into the register; every row is accounted for."""

import argparse
from typing import Any

from commands import session
from commands.outcome import progress
from exchange import questions, roster_branches, roster_plan, roster_sheet
from exchange.roster_plan import Decision
from models import backup, member, words
from models.ledger import Ledger


def import_file(arguments: argparse.Namespace) -> dict[str, Any]:
    """Import a roster and return the figures, with `written`."""
    progress(f"正在读取：{arguments.file.name}")
    roster = roster_sheet.read_roster(arguments.file)
    decided = roster_branches.only(roster, arguments.branch) if arguments.branch else []
    with session.open_ledger(arguments) as ledger:
        decision = Decision(values={"branch": arguments.branch or ""})
        plan = roster_plan.plan_import(ledger, roster, dict.fromkeys(decided, decision))
        summary: dict[str, Any] = dict(plan.summary())
        summary["written"] = False
        if not arguments.dry_run:
            if plan.in_state("new", "changed"):
                back_up(ledger)
            summary["written"] = bool(roster_plan.apply_plan(ledger, plan).seq)
    return summary


def sentences(summary: dict[str, Any], *, dry_run: bool = False) -> list[str]:
    """Tell the counts of an import, each row that did not come in, and what is odd about those that did."""
    undecided, refused = summary["undecided"], summary["refused"]
    lines = [
        *summary["notices"],
        f"读到 {summary['read']} 行：新增 {summary['new']}，有改动 {summary['changed']}，"
        f"没有变化 {summary['same']}，待确认 {len(undecided)}，拒绝 {len(refused)}。"
    ]
    for word, rows in (("待确认", undecided), ("拒绝", refused), ("已收，请核对", summary["remarks"])):
        lines += [f"  {word}：{questions.told(group, _field_word)}" for group in questions.grouped(rows)]
    return [*lines, outcome_sentence(summary, dry_run=dry_run)]


def outcome_sentence(summary: dict[str, Any], *, dry_run: bool) -> str:
    """Tell whether anything was written."""
    if dry_run:
        return "这是预览，没有写入。"
    return "已写入；可用 undo 整次撤销。" if summary["written"] else "没有需要写入的内容。"


def back_up(ledger: Ledger) -> None:
    """Make a verified backup first where an import writes beside members that are there already."""
    if member.list_keys(ledger, status=""):
        progress("正在做导入前的备份……")
        backup.make_backup(ledger, backup.default_folder(ledger.path), reason="import")


def _field_word(name: str) -> str:
    return words.label("field", f"member.{name}")
