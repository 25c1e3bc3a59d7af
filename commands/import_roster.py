"""`import roster`: a foreign workbook into the register; every row is accounted for."""

import argparse
from typing import Any

from commands import session
from commands.outcome import progress
from exchange import roster_branches, roster_plan, roster_sheet
from exchange.roster_plan import Decision
from models import backup, member, words
from models.ledger import Ledger

_MOST_SHOWN = 6
"""Rows named where many wait for the same."""


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
        lines += [f"  {word}：{_place(alike)}：{alike[0]['reason']}" for alike in _grouped(rows)]
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


def _grouped(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the rows of which the same is said, together."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["code"], row["field"], row["reason"]), []).append(row)
    return list(found.values())


def _place(rows: list[dict[str, Any]]) -> str:
    """Name one row, or many as `12 行（名册 第 2 行 张三、第 3 行 李四……）`."""
    first = rows[0]
    if len(rows) == 1:
        return f"{first['sheet']} 第 {first['row']} 行 {first['name']}{_field(first['field'])}"
    shown = "、".join(f"{row['sheet']} 第 {row['row']} 行 {row['name']}" for row in rows[:_MOST_SHOWN])
    more = "……" if len(rows) > _MOST_SHOWN else ""
    return f"{len(rows)} 行{_field(first['field'])}（{shown}{more}）"


def _field(name: str) -> str:
    return f"（{words.label('field', f'member.{name}')}）" if name else ""
